import { proxyActivities } from '@temporalio/workflow';
import type { OrderToCashActivities } from '../activities/order-to-cash.ts';
import type { Done, StuckEffect } from '../activities/outcomes.ts';
import { saleNote } from '../domain/order-to-cash/sale-due.ts';
import type { SeenPayment } from '../domain/order-to-cash/seen.ts';
import { tell, type Step } from '../domain/order-to-cash/steps.ts';
import { erpQueue, mainQueue, type Subject } from './messages.ts';
import type { Story } from './story.ts';
import { stuckAt } from './trouble.ts';

type Taking = { readonly [K in Step['do']]: Extract<keyof OrderToCashActivities, string> };

/** One activity for each step: its name is what the Temporal Web UI shows. */
const activityOf: Taking = {
  customer: 'matchCustomer',
  sale: 'postSale',
  rounding: 'addRounding',
  release: 'releaseOrder',
  'payment-note': 'showPaymentState',
  cancel: 'cancelSale',
  receipt: 'postReceipt',
  'receipt-return': 'returnReceipt',
  apply: 'applyReceipt',
  'write-back': 'writeBack',
  'wake-siblings': 'wakeSiblings',
};
const atStripe: ReadonlySet<Step['do']> = new Set(['write-back', 'wake-siblings']);

/** Takes one step, and says whether what came back changes what is due. Its summary begins with what the step before has led to, so that the history reads as a story. */
export async function takeStep(
  subject: Subject,
  { connection, root }: SeenPayment,
  step: Step,
  story: Story,
): Promise<boolean> {
  const activities = proxyActivities<Record<string, (input: Subject & { root: string; step: Step }) => Promise<Done>>>({
    taskQueue: atStripe.has(step.do) ? mainQueue : erpQueue(connection),
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '10 seconds',
    scheduleToCloseTimeout: '1 day',
    retry: { initialInterval: '1 second', maximumInterval: '10 minutes' },
  });
  const summary = [story.last(), tell(step)].filter(Boolean).join(' → ');
  const take = activities[activityOf[step.do]];
  if (!take) throw new Error(`No activity takes the step ${step.do}`);
  const {
    told,
    document,
    again = false,
  } = await take
    .executeWithOptions({ summary }, [{ ...subject, root, step }])
    .catch(stuckAt(tell(step), effectOf(step)));
  story.add(told, document);
  return again;
}

/** What a person's `skip` counts as done. */
export const effectOf = (step: Step): StuckEffect | undefined => {
  if (!('key' in step)) return undefined;
  const generation = 'generation' in step ? step.generation : 1;
  const amount = 'amount' in step ? { amount: step.amount } : {};
  const named = { key: step.key, kind: step.do, subject: subjectOf(step), generation };
  return { ...named, ...amount, ...notedBy(step), ...undoneBy(step) };
};

/** An invoice's number is no order's: under the same one, the ERP may have the order of somebody else. */
const notedBy = (step: Step): Pick<StuckEffect, 'note'> =>
  step.do === 'sale' ? { note: saleNote(step.document, step.hold, step.state) } : {};

function undoneBy(step: Step): Pick<StuckEffect, 'undoes'> {
  if (step.do === 'cancel') return { undoes: step.sale };
  return step.do === 'receipt-return' ? { undoes: step.receipt } : {};
}

/** What the effect is about: the same word that the ledger keys it by. */
function subjectOf(step: Extract<Step, { key: unknown }>): string {
  if (step.do === 'receipt-return') return step.returned.txn;
  if ('charge' in step) return step.charge;
  return 'order' in step ? step.order : 'subject' in step ? step.subject : step.part;
}
