import {
  bookedMinor,
  capturedCharges,
  disputesAtStripe,
  entriesOf,
  everCaptured,
  liveMemos,
  receiptsFor,
  refundDocuments,
  refundsAtStripe,
  sum,
  type Evidence,
} from './evidence.ts';
import { entriesWanted, moneyBackFaults } from './judge-money-back.ts';
import { parkedOf } from './judge-parked.ts';
import type { PlayedOrder } from './played.ts';
import { capturedMinor, givenBackMinor, paymentsCaptured, refundsOf, type PlannedOrder } from './plan.ts';
import type { ErpDocuments, StripeTruth } from './truth.ts';

/** One order in the same words for what should be and for what is; amounts in minor units of its currency. */
type Facts = {
  readonly ending: PlannedOrder['ending'];
  readonly currency: string;
  /** Sales orders and direct invoices that stand, or stood until everything was refunded. */
  readonly sales: number;
  /** Less what was credited, or taken off before the ERP invoiced. */
  readonly saleMinor: number;
  readonly invoices: number;
  readonly receipts: number;
  readonly receivedMinor: number;
  /** What the balance transactions say that Stripe credited, before fees, in their currency. */
  readonly settledMinor: number;
  /** What is not applied to an invoice. */
  readonly unappliedMinor: number;
  readonly refunds: number;
  readonly refundedMinor: number;
  /** Refunds that the customer's bank sent back. */
  readonly sentBack: number;
  readonly sentBackMinor: number;
  /** What the order leaves open on its customer: a debit is positive. */
  readonly openMinor: number;
  /** Journal entries about money that a bank held back. */
  readonly disputeEntries: number;
  /** The numbers of the ERP's documents stand in Stripe's metadata. */
  readonly writtenBack: boolean;
  readonly parked: boolean;
};
export type OrderVerdict = {
  readonly order: string;
  readonly variant: string;
  /** The ERP's number of the customer, where there is one. */
  readonly customer?: string;
  readonly expected: Facts;
  readonly found: Facts;
  readonly wrong: readonly string[];
  /** Documents that should be there and aren't; documents too many. */
  readonly lost: number;
  readonly duplicated: number;
};

type Sale = ErpDocuments['salesOrders'][number] | ErpDocuments['invoices'][number];
const counted = ['sales', 'receipts', 'refunds', 'sentBack', 'disputeEntries'] as const;

export function judgeOrder(played: PlayedOrder, evidence: Evidence): OrderVerdict {
  const booked = documentsOf(played, evidence);
  const expected = expectedOf(played, evidence, booked);
  const found = foundOf(played, evidence, booked);
  const less = (name: (typeof counted)[number] | 'invoices') => Math.max(0, expected[name] - found[name]);
  const more = (name: (typeof counted)[number] | 'invoices') => Math.max(0, found[name] - expected[name]);
  // A credit that is missing leaves too much of the sale; one that was given twice leaves too little.
  const credits = found.sales === expected.sales ? Math.sign(found.saleMinor - expected.saleMinor) : 0;
  const customer = booked.sales[0]?.customer ?? booked.invoices[0]?.customer ?? booked.receipts[0]?.customer;
  return {
    order: played.plan.number,
    variant: played.plan.variant,
    ...(customer !== undefined && { customer }),
    expected,
    found,
    wrong: [
      ...differences(expected, found),
      ...(expected.parked ? [] : parkedOf(played, evidence)),
      ...chargeFaults(played, evidence),
      ...moneyBackFaults(played, evidence),
      ...planFaults(played, evidence),
    ],
    lost:
      sum(counted, less) +
      (found.sales > 0 ? less('invoices') : 0) +
      (refundsOf(played.plan).length > 0 ? Math.max(0, credits) : 0),
    duplicated: sum([...counted, 'invoices'], more) + (refundsOf(played.plan).length > 0 ? Math.max(0, -credits) : 0),
  };
}

const differences = (expected: Facts, found: Facts): readonly string[] =>
  (Object.keys(expected) as (keyof Facts)[])
    .filter((name) => expected[name] !== found[name])
    .map((name) => `${name}: expected ${expected[name]}, found ${found[name]}`);

/** All that the ERP holds of one order. */
function documentsOf(played: PlayedOrder, { stripe, documents, byPeople }: Evidence) {
  const standing = salesOf(played, documents);
  const cancelled = played.plan.ending === 'refunded' && standing.length === 0 ? cancelledOf(played, documents) : [];
  const numbers = new Set([...standing.map(({ number }) => number), ...(played.erpOrder ? [played.erpOrder] : [])]);
  const invoices = documents.invoices.filter(
    ({ number, orderNo }) => numbers.has(number) || (orderNo && numbers.has(orderNo)),
  );
  const refunds = refundsAtStripe(played, stripe).map((refund) => refundDocuments(refund, documents));
  const charges = everCaptured(played, stripe).map((charge) => receiptsFor(charge, documents));
  return {
    standing,
    /** It was cancelled before it was shipped: nothing will be invoiced. */
    isCancelled: cancelled.length > 0,
    sales: [...standing, ...cancelled],
    invoices,
    charges,
    receipts: charges.flatMap((charge) => charge.documents),
    paid: refunds.flatMap(({ paid }) => paid),
    sentBack: refunds.flatMap(({ sentBack }) => sentBack),
    memos: [
      ...refunds.flatMap(({ memos }) => memos),
      ...liveMemos(documents).filter(
        ({ number, customer }) => byPeople.has(number) && played.erpOrder && customer === invoices[0]?.customer,
      ),
    ],
  };
}
type Booked = ReturnType<typeof documentsOf>;

const posts = ({ ending }: PlannedOrder): boolean => ending !== 'parked' && ending !== 'cancelled';
const isOurs = (plan: PlannedOrder): boolean => posts(plan) && plan.ending !== 'receipt-only';

/** Taken from the plan; only what Stripe converted into another currency is Stripe's own word. */
function expectedOf(played: PlayedOrder, evidence: Evidence, { invoices, memos, isCancelled }: Booked): Facts {
  const { plan } = played;
  const { ending, cart } = plan;
  const { stripe } = evidence;
  const received = posts(plan) ? capturedMinor(plan) : 0;
  const sentBack = refundsOf(plan).filter(({ bank }) => bank === 'returns');
  const refundedMinor = givenBackMinor(plan);
  const sentBackMinor = sum(sentBack, ({ minor }) => minor);
  const saleMinor = isOurs(plan) ? cart.totalMinor - refundedMinor : 0;
  // People credit what was refunded, unless it came out of a deposit still: then the invoice stays open by it.
  const invoiced =
    ending === 'receipt-only'
      ? sum(invoices, ({ totalMinor }) => totalMinor) - sum(memos, ({ totalMinor }) => totalMinor)
      : saleMinor;
  const isInvoiced = posts(plan) && ending !== 'held' && !isCancelled;
  return {
    ending,
    currency: cart.currency,
    sales: isOurs(plan) ? 1 : 0,
    saleMinor,
    invoices: isInvoiced ? 1 : 0,
    receipts: posts(plan) ? paymentsCaptured(plan) : 0,
    receivedMinor: received,
    settledMinor: posts(plan) ? sum(capturedCharges(played, stripe), ({ id }) => bookedMinor(id, stripe)) : 0,
    unappliedMinor: ending === 'held' ? received : 0,
    refunds: refundsOf(plan).length,
    refundedMinor,
    sentBack: sentBack.length,
    sentBackMinor,
    openMinor: (isInvoiced ? invoiced : 0) - received + refundedMinor - sentBackMinor,
    disputeEntries: sum(disputesAtStripe(played, stripe), (dispute) => entriesWanted(dispute, evidence)),
    writtenBack: isOurs(plan),
    parked: ending === 'parked',
  };
}

function foundOf(played: PlayedOrder, evidence: Evidence, booked: Booked): Facts {
  const { plan, intents } = played;
  const { stripe } = evidence;
  const { standing, sales, invoices, charges, receipts, paid, sentBack, memos } = booked;
  const open = (rows: readonly { readonly unappliedMinor: number }[]) =>
    sum(rows, ({ unappliedMinor }) => unappliedMinor);
  const unappliedMinor = sum(charges, ({ net }) => net((cash) => cash.unappliedMinor));
  const facts = {
    currency: [...sales, ...receipts][0]?.currency ?? plan.cart.currency,
    sales: sales.length,
    saleMinor:
      sum(standing, ({ totalMinor }) => totalMinor) - (isOurs(plan) ? sum(memos, ({ totalMinor }) => totalMinor) : 0),
    invoices: invoices.length,
    receipts: sum(charges, ({ count }) => count),
    receivedMinor: sum(charges, ({ net }) => net(({ totalMinor }) => totalMinor)),
    settledMinor: sum(charges, ({ net }) => net(({ settlementMinor }) => settlementMinor)),
    unappliedMinor,
    refunds: paid.length,
    refundedMinor: sum(paid, ({ totalMinor }) => totalMinor),
    sentBack: sentBack.length,
    sentBackMinor: sum(sentBack, ({ totalMinor }) => totalMinor),
    openMinor: open(invoices) + open(paid) - open(sentBack) - open(memos) - unappliedMinor,
    disputeEntries: sum(disputesAtStripe(played, stripe), (dispute) => entriesOf(dispute, evidence).entries.length),
    // Nobody looks for the number of an order that was cancelled before it was told.
    writtenBack: booked.isCancelled || (sales.length > 0 && intents.every((intent) => names(sales, intent, stripe))),
    parked: parkedOf(played, evidence).length > 0,
  };
  return { ending: endingOf(plan, sales, facts), ...facts };
}

type Found = Omit<Facts, 'ending'>;
function endingOf(plan: PlannedOrder, sales: readonly Sale[], found: Found): Facts['ending'] {
  if (found.parked) return 'parked';
  if (found.sales === 0) return found.receipts > 0 || plan.source === 'erp' ? 'receipt-only' : 'cancelled';
  if (found.saleMinor === 0) return 'refunded';
  if (sales.some(({ status }) => status === 'held') || found.invoices === 0) return 'held';
  return found.receipts === 0 && capturedMinor(plan) === 0 ? 'returned' : 'sold';
}

const salesOf = ({ plan, reference }: PlayedOrder, { salesOrders, invoices }: ErpDocuments): readonly Sale[] => [
  ...salesOrders.filter(({ webReferenceNo, status }) => webReferenceNo === reference && status !== 'cancelled'),
  ...invoices.filter(
    ({ webReferenceNo, orderNo }) => webReferenceNo === reference && !orderNo && plan.source !== 'erp',
  ),
];

const cancelledOf = ({ reference }: PlayedOrder, { salesOrders }: ErpDocuments): readonly Sale[] =>
  salesOrders.filter(({ webReferenceNo, status }) => webReferenceNo === reference && status === 'cancelled').slice(-1);

/** Both the payment and its charge name the document, or the ERP's number is not where people look for it. */
const names = (sales: readonly Sale[], intent: string, { payment_intents, charges }: StripeTruth): boolean =>
  [
    ...payment_intents.filter(({ id }) => id === intent),
    ...charges.filter((one) => one.payment_intent === intent && one.captured && one.status === 'succeeded'),
  ].every(({ metadata }) => sales.some(({ number }) => metadata['ERP_Order_ID'] === number));

/** Sums can agree although two charges are mixed up: each charge has its own receipt, to the cent, in both currencies. */
function chargeFaults(played: PlayedOrder, { stripe, documents }: Evidence): readonly string[] {
  if (!posts(played.plan)) return [];
  return capturedCharges(played, stripe).flatMap((charge) => {
    const { net, documents: receipts } = receiptsFor(charge, documents);
    const received = net(({ totalMinor }) => totalMinor);
    return [
      ...(received === charge.amount_captured
        ? []
        : [`${charge.id}: captured ${charge.amount_captured}, received ${received}`]),
      ...(net(({ settlementMinor }) => settlementMinor) === bookedMinor(charge.id, stripe)
        ? []
        : [`${charge.id}: settled otherwise`]),
      ...(receipts.every(({ currency }) => currency === charge.currency) ? [] : [`${charge.id}: another currency`]),
    ];
  });
}

/** The day itself went as planned, or nothing can be concluded from it. */
function planFaults(played: PlayedOrder, { stripe }: Evidence): readonly string[] {
  const captured = sum(capturedCharges(played, stripe), ({ amount_captured }) => amount_captured);
  const planned = capturedMinor(played.plan);
  return captured === planned ? [] : [`the day was not played as planned: Stripe captured ${captured}, not ${planned}`];
}
