import { setTimeout as pause } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { playAftermath } from './aftermath.ts';
import type { Act, PlannedOrder, PlannedPayment } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import { payInvoice, paySession } from './play-special.ts';
import { shopOrder } from './shop-order.ts';
import { customerOf, tell, type Stage } from './stage.ts';

/** Between two steps of one order, in milliseconds. */
const breath = 1_200;

/** Plays one order as shop, customer and bank would, with the unmodified `stripe` package; then what happens to its money. */
export async function playOrder(stage: Stage, plan: PlannedOrder, played: (order: PlayedOrder) => void): Promise<void> {
  await playAftermath(stage, await sell(stage, plan, played), 'invoiced');
}

/** What happens before the ERP has invoiced. */
export async function sell(
  stage: Stage,
  plan: PlannedOrder,
  played: (order: PlayedOrder) => void,
): Promise<PlayedOrder> {
  const order = await buy(stage, plan);
  played(order);
  await playAftermath(stage, order, 'paid');
  if (plan.source === 'pushed-after') {
    await pause(breath);
    await stage.push(shopOrder(plan, stage.address));
  }
  return order;
}

async function buy(stage: Stage, plan: PlannedOrder): Promise<PlayedOrder> {
  if (plan.source === 'shop') stage.shop.add(shopOrder(plan, stage.address));
  if (plan.source === 'pushed-before') await stage.push(shopOrder(plan, stage.address));
  if (plan.source === 'checkout') return paySession(stage, plan);
  if (plan.source === 'billing') return payInvoice(stage, plan);

  const erpOrder = stage.erpOrders.get(plan.number);
  const customer = await customerOf(stage, plan.buyer);
  const metadata = { ...naming(plan, erpOrder), ...plan.metadata };
  const intents: string[] = [];
  for (const payment of plan.payments) {
    if (intents.length > 0) await pause(breath);
    intents.push(await pay(stage, { plan, payment, metadata, ...(customer && { customer }) }));
  }
  return { plan, reference: plan.number, intents, ...(erpOrder && { erpOrder }) };
}

function naming({ number, source }: PlannedOrder, erpOrder: string | undefined): Record<string, string> {
  if (erpOrder) return { erporderid: erpOrder };
  return source === 'none' ? {} : { ecommerceorderid: number };
}

type Paying = {
  readonly plan: PlannedOrder;
  readonly payment: PlannedPayment;
  readonly metadata: Record<string, string>;
  readonly customer?: string;
};

async function pay(stage: Stage, { plan, payment, metadata, customer }: Paying): Promise<string> {
  const byHand = payment.acts.some((act) => act.do === 'authorise');
  const intent = await stage.stripe.paymentIntents.create({
    amount: payment.amountMinor,
    currency: plan.cart.currency.toLowerCase(),
    description: `Order ${plan.number}`,
    metadata,
    ...(customer && { customer }),
    ...(!customer && plan.buyer.email && { receipt_email: plan.buyer.email }),
    ...(byHand && { capture_method: 'manual' as const }),
  });
  for (const [index, act] of payment.acts.entries()) {
    if (index > 0) await pause(breath);
    await (acts[act.do] as Playing<Act['do']>)(stage, intent.id, act);
  }
  return intent.id;
}

type Playing<Name extends Act['do']> = (
  stage: Stage,
  intent: string,
  act: Extract<Act, { do: Name }>,
) => Promise<unknown>;
const acts: { readonly [Name in Act['do']]: Playing<Name> } = {
  decline: ({ stripe }, intent) =>
    stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa_chargeDeclined' }).then(
      () => Promise.reject(new Error(`${intent} was to be declined, and was paid`)),
      (error: unknown) => (error instanceof Stripe.errors.StripeCardError ? undefined : Promise.reject(asError(error))),
    ),
  pay: ({ stripe }, intent, { method }) => stripe.paymentIntents.confirm(intent, { payment_method: method }),
  authorise: ({ stripe }, intent) => stripe.paymentIntents.confirm(intent, { payment_method: 'pm_card_visa' }),
  capture: ({ stripe }, intent, { minor }) => stripe.paymentIntents.capture(intent, { amount_to_capture: minor }),
  cancel: ({ stripe }, intent) => stripe.paymentIntents.cancel(intent),
  debit: ({ stripe }, intent) => stripe.paymentIntents.confirm(intent, { payment_method: 'pm_sepa_debit' }),
  settle: ({ stripeUrl }, payment_intent, { outcome }) =>
    tell(`${stripeUrl}/_sandbox/settle`, { payment_intent, outcome }),
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
