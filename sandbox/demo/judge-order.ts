import type { PlayedOrder } from './played.ts';
import { capturedMinor, type PlannedOrder } from './plan.ts';
import type { ErpDocuments, StripeTruth } from './truth.ts';

/** One order in the same words for what should be and for what is; amounts in minor units of its currency. */
type Facts = {
  readonly ending: PlannedOrder['ending'];
  readonly currency: string;
  /** Sales orders and direct invoices that stand. */
  readonly sales: number;
  readonly saleMinor: number;
  readonly invoices: number;
  readonly receipts: number;
  readonly receivedMinor: number;
  /** What the balance transactions say that Stripe credited, before fees, in their currency. */
  readonly settledMinor: number;
  /** What is not applied to an invoice. */
  readonly unappliedMinor: number;
  /** The numbers of the ERP's documents stand in Stripe's metadata. */
  readonly writtenBack: boolean;
  readonly parked: boolean;
};
export type OrderVerdict = {
  readonly order: string;
  readonly variant: string;
  readonly expected: Facts;
  readonly found: Facts;
  readonly wrong: readonly string[];
  /** Documents that should be there and aren't; documents too many. */
  readonly lost: number;
  readonly duplicated: number;
};

type Evidence = {
  readonly stripe: StripeTruth;
  readonly documents: ErpDocuments;
  readonly parked: ReadonlySet<string>;
};
type Sale = ErpDocuments['salesOrders'][number] | ErpDocuments['invoices'][number];
type Charge = StripeTruth['charges'][number];

export function judgeOrder(played: PlayedOrder, evidence: Evidence): OrderVerdict {
  const expected = expectedOf(played, evidence);
  const found = foundOf(played, evidence);
  const missing = (name: 'sales' | 'invoices' | 'receipts') => Math.max(0, expected[name] - found[name]);
  const surplus = (name: 'sales' | 'invoices' | 'receipts') => Math.max(0, found[name] - expected[name]);
  const wrong = [...differences(expected, found), ...chargeFaults(played, evidence), ...planFaults(played, evidence)];
  return {
    order: played.plan.number,
    variant: played.plan.variant,
    expected,
    found,
    wrong,
    lost: missing('sales') + missing('receipts') + (found.sales > 0 ? missing('invoices') : 0),
    duplicated: surplus('sales') + surplus('receipts') + surplus('invoices'),
  };
}

const differences = (expected: Facts, found: Facts): readonly string[] =>
  (Object.keys(expected) as (keyof Facts)[])
    .filter((name) => expected[name] !== found[name])
    .map((name) => `${name}: expected ${expected[name]}, found ${found[name]}`);

/** Taken from the plan; only what Stripe converted into another currency is Stripe's own word. */
function expectedOf({ plan, ...played }: PlayedOrder, { stripe }: Evidence): Facts {
  const { ending, document, cart } = plan;
  const posts = ending !== 'parked' && ending !== 'cancelled';
  const ours = ending === 'sold' || ending === 'held';
  const charges = posts ? capturedCharges(played, stripe) : [];
  return {
    ending,
    currency: cart.currency,
    sales: ours ? 1 : 0,
    saleMinor: ours ? cart.totalMinor : 0,
    invoices: ending === 'sold' || ending === 'receipt-only' ? 1 : 0,
    receipts: posts ? plan.payments.length : 0,
    receivedMinor: posts ? capturedMinor(plan) : 0,
    settledMinor: charges.reduce((sum, charge) => sum + bookedMinor(charge, stripe), 0),
    unappliedMinor: ending === 'held' ? capturedMinor(plan) : 0,
    writtenBack: ours && document !== undefined,
    parked: ending === 'parked',
  };
}

function foundOf(played: PlayedOrder, { stripe, documents, parked }: Evidence): Facts {
  const { plan, intents } = played;
  const sales = standing(played, documents);
  const numbers = new Set([...sales.map(({ number }) => number), ...(played.erpOrder ? [played.erpOrder] : [])]);
  const invoices = documents.invoices.filter(
    ({ number, orderNo }) => numbers.has(number) || (orderNo && numbers.has(orderNo)),
  );
  const charges = new Set(chargesOf(played, stripe).map(({ id }) => id));
  const receipts = liveReceipts(documents).filter(({ stripeId }) => stripeId && charges.has(stripeId));
  const saleMinor = sum(sales, ({ totalMinor }) => totalMinor);
  const isParked = intents.some((intent) => parked.has(intent));
  return {
    ending: endingOf({ plan, sales, invoices: invoices.length, receipts: receipts.length, isParked }),
    currency: [...sales, ...receipts][0]?.currency ?? plan.cart.currency,
    sales: sales.length,
    saleMinor,
    invoices: invoices.length,
    receipts: receipts.length,
    receivedMinor: sum(receipts, ({ totalMinor }) => totalMinor),
    settledMinor: sum(receipts, ({ settlementMinor }) => settlementMinor),
    unappliedMinor: sum(receipts, ({ unappliedMinor }) => unappliedMinor),
    writtenBack: sales.length > 0 && intents.every((intent) => names(sales, intent, stripe)),
    parked: isParked,
  };
}

type Seen = {
  readonly plan: PlannedOrder;
  readonly sales: readonly Sale[];
  readonly invoices: number;
  readonly receipts: number;
  readonly isParked: boolean;
};
function endingOf({ plan, sales, invoices, receipts, isParked }: Seen): Facts['ending'] {
  if (isParked) return 'parked';
  if (sales.length === 0) return receipts > 0 || plan.source === 'erp' ? 'receipt-only' : 'cancelled';
  return sales.some(({ status }) => status === 'held') || invoices === 0 ? 'held' : 'sold';
}

const standing = ({ plan, reference }: PlayedOrder, { salesOrders, invoices }: ErpDocuments): readonly Sale[] => [
  ...salesOrders.filter(({ webReferenceNo, status }) => webReferenceNo === reference && status !== 'cancelled'),
  ...invoices.filter(
    ({ webReferenceNo, orderNo }) => webReferenceNo === reference && !orderNo && plan.source !== 'erp',
  ),
];

export const liveReceipts = ({ cashReceipts }: ErpDocuments) =>
  cashReceipts.filter(({ status }) => status !== 'reversed');

/** Both the payment and its charge name the document, or the ERP's number is not where people look for it. */
const names = (sales: readonly Sale[], intent: string, { payment_intents, charges }: StripeTruth): boolean =>
  [
    ...payment_intents.filter(({ id }) => id === intent),
    ...charges.filter((charge) => charge.payment_intent === intent && charge.captured),
  ].every(({ metadata }) => sales.some(({ number }) => metadata['ERP_Order_ID'] === number));

const chargesOf = ({ intents }: Pick<PlayedOrder, 'intents'>, { charges }: StripeTruth): readonly Charge[] =>
  charges.filter(({ payment_intent }) => payment_intent && intents.includes(payment_intent));

export const capturedCharges = (played: Pick<PlayedOrder, 'intents'>, stripe: StripeTruth): readonly Charge[] =>
  chargesOf(played, stripe).filter(({ status, captured }) => captured && status === 'succeeded');

const bookedMinor = ({ id }: Charge, { balance_transactions }: StripeTruth): number =>
  sum(
    balance_transactions.filter(({ source }) => source === id),
    ({ amount }) => amount,
  );

/** Sums can agree although two charges are mixed up: each charge has its own receipt, to the cent, in both currencies. */
function chargeFaults({ plan, intents }: PlayedOrder, { stripe, documents }: Evidence): readonly string[] {
  if (plan.ending === 'parked' || plan.ending === 'cancelled') return [];
  return capturedCharges({ intents }, stripe).flatMap((charge) => {
    const receipts = liveReceipts(documents).filter(({ stripeId }) => stripeId === charge.id);
    const received = sum(receipts, ({ totalMinor }) => totalMinor);
    const booked = bookedMinor(charge, stripe);
    return [
      ...(received === charge.amount_captured
        ? []
        : [`${charge.id}: captured ${charge.amount_captured}, received ${received}`]),
      ...(sum(receipts, ({ settlementMinor }) => settlementMinor) === booked
        ? []
        : [`${charge.id}: settled otherwise`]),
      ...(receipts.every(({ currency }) => currency === charge.currency) ? [] : [`${charge.id}: another currency`]),
    ];
  });
}

/** The day itself went as planned, or nothing can be concluded from it. */
function planFaults({ plan, intents }: PlayedOrder, { stripe }: Evidence): readonly string[] {
  const captured = sum(capturedCharges({ intents }, stripe), ({ amount_captured }) => amount_captured);
  const planned = capturedMinor(plan);
  return captured === planned ? [] : [`the day was not played as planned: Stripe captured ${captured}, not ${planned}`];
}

export const sum = <T>(rows: readonly T[], minor: (row: T) => number): number =>
  rows.reduce((total, row) => total + minor(row), 0);
