import { stands, type EffectKind } from '../effects.ts';
import { applicationsDue, receiptsDue, receiptsOf, stillToReceive } from './cash-due.ts';
import { differenceOf, numbered, saleDue, standingSale } from './sale-due.ts';
import { equal } from '../money.ts';
import type { SeenCharge, SeenPayment } from './seen.ts';
import type { Step } from './steps.ts';

/** Why a payment can't go on by itself; docs/runbook.md says what each one means. */
export type TroubleCode =
  | 'billing-invoice'
  | 'no-order-source'
  | 'order-missing'
  | 'order-changed'
  | 'paid-too-little'
  | 'paid-too-much'
  | 'order-currency'
  | 'erp-total-differs'
  | 'settlement-currency'
  | 'settlement-differs'
  | 'posted-too-much'
  | 'invoice-currency';

export type Waiting = { readonly for: 'balance-transaction' | 'order' | 'other-payments'; readonly seconds: number };
export type Due = {
  readonly steps: readonly Step[];
  readonly waiting?: Waiting;
  readonly trouble?: TroubleCode;
  /** What a person who accepts the trouble as it is counts as done; without it, skipping closes the whole sale. */
  readonly acceptable?: Step;
};

const nothing: Due = { steps: [] };
const moved = ({ state }: SeenPayment): boolean =>
  state === 'captured' || state === 'pending' || state === 'authorised';

/** The difference between what Stripe says and what the ERP holds: the steps that close it, in their order. */
export function due(seen: SeenPayment): Due {
  if (seen.closed) return nothing;
  const trouble = troubleOf(seen);
  if (trouble) return parked(seen, trouble);
  if (seen.owner === 'billing' || seen.owner === 'nobody') return nothing;
  return seen.owner === 'shop-order' && !seen.order ? awaitingOrder(seen) : settling(seen);
}

function settling(seen: SeenPayment): Due {
  const sale = seen.order ? saleDue(seen, seen.order) : [];
  const posting = [...sale, ...receiptsDue(seen)];
  const steps = [...posting, ...applicationsDue(seen, posting)];
  const waiting = waitingFor(seen);
  const trouble = paidTwice(seen) ?? paidByHalf(seen);
  return {
    steps: [...customerDue(seen, steps), ...steps, ...followUps(seen, steps)],
    ...(waiting && { waiting }),
    ...(trouble && { trouble }),
  };
}

const awaitingOrder = (seen: SeenPayment): Due =>
  moved(seen) ? { steps: [], waiting: { for: 'order', seconds: seen.orderGraceSeconds ?? 0 } } : nothing;

function parked(seen: SeenPayment, trouble: TroubleCode): Due {
  const sale = trouble === 'erp-total-differs' ? standingSale(seen) : undefined;
  const acceptable = sale && differenceOf(seen, sale);
  return { steps: [], trouble, ...(acceptable && { acceptable }) };
}

/** Cash for an order that was paid already is received like any other, and then a person must know of it. */
const paidTwice = (seen: SeenPayment): TroubleCode | undefined =>
  seen.state === 'captured' &&
  seen.order &&
  standingSale(seen) &&
  seen.order.authorised.minor > seen.order.payable.minor
    ? 'paid-too-much'
    : undefined;

const lacksPayments = ({ state, order }: SeenPayment): boolean =>
  state === 'captured' && order !== undefined && order.authorised.minor < order.payable.minor;

/** The money stands as a deposit; whether the rest still comes, or the customer gets it back, is for a person to find out. */
const paidByHalf = (seen: SeenPayment): TroubleCode | undefined =>
  lacksPayments(seen) && seen.order?.othersGraceSeconds === 0 ? 'paid-too-little' : undefined;

/** What no program should decide. Money that moved is never posted on a guess. */
function troubleOf(seen: SeenPayment): TroubleCode | undefined {
  const { owner, order } = seen;
  if (seen.orderChanged) return 'order-changed';
  if (!moved(seen)) return undefined;
  if (owner === 'billing') return 'billing-invoice';
  if (owner === 'nobody') return 'no-order-source';
  if (owner === 'shop-order' && !order && !seen.orderGraceSeconds) return 'order-missing';
  return totalTrouble(seen) ?? postedTrouble(seen) ?? chargeTrouble(seen);
}

/** The payments must add up to the order, to the minor unit; fewer are fine only while more of them are expected. */
function totalTrouble({ order, effects, charges }: SeenPayment): TroubleCode | undefined {
  if (!order) return undefined;
  const { payable, authorised } = order;
  if ([...charges.map(({ captured }) => captured), authorised].some(({ currency }) => currency !== payable.currency))
    return 'order-currency';
  if (effects.some((effect) => effect.kind === 'sale' && effect.subject === order.id && stands(effect)))
    return undefined;
  if (authorised.minor > payable.minor) return 'paid-too-much';
  if (authorised.minor < payable.minor && order.payments >= order.expectedPayments) return 'paid-too-little';
  return undefined;
}

/** The ERP's own total (its tax!) may differ from ours by no more than a rounding line may even out. */
function postedTrouble(seen: SeenPayment): TroubleCode | undefined {
  const sale = standingSale(seen);
  const difference = sale && differenceOf(seen, sale);
  if (!sale || !difference) return undefined;
  const tooMuch = Math.abs(difference.amount.minor) > (seen.order?.roundingLimit ?? 0);
  return tooMuch || sale.document === 'invoice' ? 'erp-total-differs' : undefined;
}

function chargeTrouble(seen: SeenPayment): TroubleCode | undefined {
  for (const charge of seen.charges) {
    const trouble = receiptTrouble(seen, charge);
    if (trouble) return trouble;
  }
  const currency = seen.charges[0]?.captured.currency;
  return currency && seen.invoices.some(({ total }) => total.currency !== currency) ? 'invoice-currency' : undefined;
}

/** In one currency Stripe settles what it captured; in two, what a later capture came to alone can't be told. */
function receiptTrouble(seen: SeenPayment, { id, captured, settled, returned }: SeenCharge): TroubleCode | undefined {
  const rest = stillToReceive(receiptsOf(seen, id), captured);
  if (!returned && rest.minor < 0) return 'posted-too-much';
  if (!settled || rest.minor <= 0) return undefined;
  const { settlement } = settled;
  if (settlement.currency !== seen.ledgerCurrency) return 'settlement-currency';
  const told = settlement.currency === captured.currency ? equal(settlement, captured) : equal(rest, captured);
  return told ? undefined : 'settlement-differs';
}

function waitingFor(seen: SeenPayment): Waiting | undefined {
  const { charges, order, state } = seen;
  // Stripe's lists may lag behind the payment itself: captured, and no charge that shows it, is not all there is to know.
  const unseen = state === 'captured' && charges.every(({ captured, returned }) => captured.minor === 0 && !returned);
  if (unseen || charges.some(({ captured, settled }) => captured.minor > 0 && !settled))
    return { for: 'balance-transaction', seconds: 600 };
  return lacksPayments(seen) && order ? { for: 'other-payments', seconds: order.othersGraceSeconds } : undefined;
}

const customerDue = (seen: SeenPayment, steps: readonly Step[]): readonly Step[] =>
  !seen.customerKnown && steps.some((step) => step.do === 'sale' || step.do === 'receipt') ? [{ do: 'customer' }] : [];

/** Both ways: Stripe learns the ERP's numbers, and the other payments of the order learn that it was posted. */
function followUps(seen: SeenPayment, steps: readonly Step[]): readonly Step[] {
  const posted = steps.find((step) => step.do === 'sale');
  const standing = posted ?? standingSale(seen);
  const cancelled = steps.some((step) => step.do === 'cancel');
  const unfinished = seen.effects.some(
    (effect) => effect.kind === 'write-back' && effect.subject === seen.payment && !stands(effect),
  );
  const writeBack = standing && !cancelled && (posted || unfinished || !seen.idsWritten);
  return [
    ...(writeBack ? [{ do: 'write-back', ...numbered(seen, 'write-back', seen.payment) } as const] : []),
    ...refundsToWake(seen).map((refund) => ({ do: 'wake-refund', refund }) as const),
    ...(posted && seen.order && seen.order.payments > 1
      ? [{ do: 'wake-siblings', order: seen.order.id } as const]
      : []),
  ];
}

/** Refunds wait for receipts, sales and invoices of this payment; what they have not posted yet may be possible now. */
function refundsToWake({ charges, effects }: SeenPayment): readonly string[] {
  const isDone = (kind: EffectKind, refund: string): boolean =>
    effects.some((effect) => effect.kind === kind && effect.subject === refund && stands(effect));
  const refunds = charges.flatMap(({ refunds: all = [] }) => all.filter(({ booked }) => booked));
  return refunds
    .filter(({ id, returned }) => !isDone('refund', id) || (returned && !isDone('refund-return', id)))
    .map(({ id }) => id);
}
