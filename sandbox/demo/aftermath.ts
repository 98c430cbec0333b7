import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Aftermath, PlannedDispute, PlannedRefund } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import { tell, type Stage } from './stage.ts';
import type { ErpDocuments } from './truth.ts';

/** Between two steps, in milliseconds. */
const breath = 1_200;
const answersWithinMs = 720_000;
const created = z.object({ id: z.string() });

/** Money goes back, one step after the other. Where the ERP never invoices, nothing happens, and the judge sees it. */
export async function playAftermath(stage: Stage, played: PlayedOrder, when: Aftermath['when']): Promise<void> {
  const steps = (played.plan.aftermath ?? []).filter((step) => step.when === when);
  if (steps.length === 0) return;
  const isTime = when === 'paid' || (await stage.until((documents) => isInvoiced(documents, played)));
  if (!isTime) return;
  for (const step of steps) {
    await pause(breath);
    await (playings[step.do] as Playing<Aftermath['do']>)(stage, played.intents[step.payment] ?? '', step);
  }
}

export const isInvoiced = ({ salesOrders, invoices }: ErpDocuments, { reference, erpOrder }: PlayedOrder): boolean =>
  salesOrders.some(
    ({ number, webReferenceNo, invoices: made }) =>
      (webReferenceNo === reference || number === erpOrder) && made.length > 0,
  ) || invoices.some(({ webReferenceNo, orderNo }) => webReferenceNo === reference && !orderNo);

type Playing<Name extends Aftermath['do']> = (
  stage: Stage,
  intent: string,
  step: Extract<Aftermath, { do: Name }>,
) => Promise<unknown>;
const playings: { readonly [Name in Aftermath['do']]: Playing<Name> } = {
  refund,
  dispute,
  'return-debit': ({ stripeUrl }, payment_intent) =>
    tell(`${stripeUrl}/_sandbox/settle`, { payment_intent, outcome: 'failed' }),
};

async function refund(stage: Stage, payment_intent: string, step: PlannedRefund): Promise<void> {
  const { id } = await stage.stripe.refunds.create({
    payment_intent,
    amount: step.minor,
    metadata: {
      ...(step.lines && { refund_lines: JSON.stringify(step.lines) }),
      ...(step.bank === 'delays' && { sandbox_refund: 'pending' }),
    },
  });
  const at = `${stage.stripeUrl}/_sandbox/refunds/${id}`;
  if (step.bank === 'delays') {
    await pause(2 * breath);
    await tell(`${at}/succeed`, {});
  }
  if (step.bank !== 'returns') return;
  const stands = await stage.until(({ customerRefunds }) => customerRefunds.some(({ stripeId }) => stripeId === id));
  if (stands) await tell(`${at}/fail`, {});
}

/** The bank decides once the person at the desk has answered. */
async function dispute(stage: Stage, intent: string, { inquiry, outcome }: PlannedDispute): Promise<void> {
  const { latest_charge: charge } = await stage.stripe.paymentIntents.retrieve(intent);
  const disputes = `${stage.stripeUrl}/_sandbox/disputes`;
  const { id } = created.parse(await tell(disputes, { charge, ...(inquiry && { inquiry }) }));
  if (!(await untilAnswered(stage, id))) return;
  await pause(breath);
  const { status } = await stage.stripe.disputes.retrieve(id);
  if (status === 'lost') return;
  for (const decision of inquiry ? ['drop'] : decisions[outcome]) {
    await tell(`${disputes}/${id}`, { outcome: decision });
    await pause(breath);
  }
}

const decisions: Readonly<Record<PlannedDispute['outcome'], readonly string[]>> = {
  won: ['won'],
  lost: ['lost'],
  reinstated: ['reinstate', 'won'],
};

async function untilAnswered({ stripe }: Stage, id: string): Promise<boolean> {
  const giveUp = Date.now() + answersWithinMs;
  while (Date.now() < giveUp) {
    const { status } = await stripe.disputes.retrieve(id);
    if (!status.endsWith('needs_response')) return true;
    await pause(breath);
  }
  return false;
}
