import { capturedCharges, judgeOrder, liveReceipts, sum, type OrderVerdict } from './judge-order.ts';
import type { PlayedOrder } from './played.ts';
import type { ErpTruth, StripeTruth } from './truth.ts';

export type Case = {
  readonly played: readonly PlayedOrder[];
  readonly stripe: StripeTruth;
  readonly erp: ErpTruth;
  /** Stripe ids of payments that wait for a person. */
  readonly parked: readonly string[];
  /** The ERP's account of the money at Stripe. */
  readonly clearingAccount: string;
};
type ByCurrency = Readonly<Record<string, number>>;
export type Verdict = {
  readonly orders: readonly OrderVerdict[];
  readonly lost: number;
  /** Documents too many, those that belong to nobody included. */
  readonly duplicated: number;
  readonly orphans: readonly string[];
  readonly parked: number;
  readonly trialBalanceMinor: ByCurrency;
  /** What Stripe captured less what the ERP received, in the currencies that customers paid in. */
  readonly differenceMinor: ByCurrency;
  /** What is wrong besides single orders. */
  readonly wrong: readonly string[];
  readonly events: number;
  readonly documents: number;
  readonly good: boolean;
};

/** Compares two truths, Stripe's and the ERP's, with what the day was planned to be. Nothing here has heard of the product's own records. */
export function judge({ played, stripe, erp, parked, clearingAccount }: Case): Verdict {
  const evidence = { stripe, documents: erp.documents, parked: new Set(parked) };
  const orders = played.map((order) => judgeOrder(order, evidence));
  const orphans = orphansOf(played, stripe, erp);
  const { homeCurrency, trialBalanceMinor } = erp.books;
  const differenceMinor = differenceOf(played, stripe, erp);
  const wrong = [
    ...orphans.map((orphan) => `${orphan} belongs to nobody`),
    ...twins(erp),
    ...strangersParked(played, parked),
    ...bookFaults(played, stripe, erp, clearingAccount),
    ...Object.entries(differenceMinor).flatMap(([currency, minor]) =>
      minor === 0 ? [] : [`receipts differ from Stripe by ${minor} ${currency}, minor units`],
    ),
  ];
  const { salesOrders, invoices, creditMemos, cashReceipts, customerRefunds, journalEntries } = erp.documents;
  return {
    orders,
    lost: sum(orders, ({ lost }) => lost),
    duplicated: sum(orders, ({ duplicated }) => duplicated) + orphans.length + twins(erp).length,
    orphans,
    parked: new Set(parked).size,
    trialBalanceMinor: { [homeCurrency]: trialBalanceMinor },
    differenceMinor,
    wrong,
    events: sum(Object.values(stripe.events), (count) => count),
    documents: sum(
      [salesOrders, invoices, creditMemos, cashReceipts, customerRefunds, journalEntries],
      ({ length }) => length,
    ),
    good: wrong.length === 0 && orders.every((order) => order.wrong.length === 0),
  };
}

/** Documents that no order of the day accounts for. */
function orphansOf(played: readonly PlayedOrder[], stripe: StripeTruth, { documents }: ErpTruth): readonly string[] {
  const references = new Set(played.map(({ reference }) => reference));
  const byPeople = new Set(played.flatMap(({ erpOrder }) => erpOrder ?? []));
  const charges = new Set(played.flatMap((order) => capturedCharges(order, stripe).map(({ id }) => id)));
  const orders = new Set(documents.salesOrders.map(({ number }) => number));
  const isKnown = (reference: string | null | undefined) => Boolean(reference && references.has(reference));
  return [
    ...documents.salesOrders
      .filter(({ number, webReferenceNo }) => !isKnown(webReferenceNo) && !byPeople.has(number))
      .map(({ number }) => `sales order ${number}`),
    ...documents.invoices
      .filter(({ orderNo, webReferenceNo }) => (orderNo ? !orders.has(orderNo) : !isKnown(webReferenceNo)))
      .map(({ number }) => `invoice ${number}`),
    ...liveReceipts(documents)
      .filter(({ stripeId }) => !stripeId || !charges.has(stripeId))
      .map(({ number }) => `cash receipt ${number}`),
    ...documents.creditMemos.map(({ number }) => `credit memo ${number}`),
    ...documents.customerRefunds.map(({ number }) => `customer refund ${number}`),
    ...documents.journalEntries.map(({ number }) => `journal entry ${number}`),
  ];
}

/** One person, one customer: by Stripe's id, and by e-mail. */
function twins({ documents }: ErpTruth): readonly string[] {
  const active = documents.customers.filter(({ status }) => status !== 'deleted');
  const twice = (name: 'stripeId' | 'email') => {
    const values = active.flatMap((customer) => customer[name]?.toLowerCase() ?? []);
    return values.filter((value, index) => values.indexOf(value) !== index);
  };
  return [...new Set([...twice('stripeId'), ...twice('email')])].map((who) => `${who} is more than one customer`);
}

const strangersParked = (played: readonly PlayedOrder[], parked: readonly string[]): readonly string[] => {
  const known = new Set(played.flatMap(({ intents }) => intents));
  return parked.filter((subject) => !known.has(subject)).map((subject) => `${subject} is parked and nobody knows it`);
};

function bookFaults(
  played: readonly PlayedOrder[],
  stripe: StripeTruth,
  { books, documents }: ErpTruth,
  clearingAccount: string,
): readonly string[] {
  const posted = new Set(posting(played).flatMap((order) => capturedCharges(order, stripe).map(({ id }) => id)));
  const atStripe = sum(
    stripe.balance_transactions.filter(({ source }) => source && posted.has(source)),
    ({ amount }) => amount,
  );
  const cleared = sum(
    books.cash.filter(({ account }) => account === clearingAccount),
    ({ minor }) => minor,
  );
  const foreign = liveReceipts(documents).filter(({ settlementMinor, homeMinor }) => settlementMinor !== homeMinor);
  return [
    ...(books.trialBalanceMinor === 0 ? [] : [`the trial balance is ${books.trialBalanceMinor}, not 0`]),
    ...(books.receivablesMinor === books.openItemsMinor ? [] : ['receivables are not what the open items come to']),
    ...(atStripe === cleared ? [] : [`Stripe credited ${atStripe}, the clearing account holds ${cleared}`]),
    ...foreign.map(({ number }) => `cash receipt ${number} has another amount in the ledger than at Stripe`),
  ];
}

const posting = (played: readonly PlayedOrder[]) =>
  played.filter(({ plan: { ending } }) => ending !== 'parked' && ending !== 'cancelled');

function differenceOf(played: readonly PlayedOrder[], stripe: StripeTruth, { documents }: ErpTruth): ByCurrency {
  const captured = posting(played).flatMap((order) =>
    capturedCharges(order, stripe).map(({ currency, amount_captured }) => ({ currency, minor: amount_captured })),
  );
  const received = liveReceipts(documents).map(({ currency, totalMinor }) => ({ currency, minor: -totalMinor }));
  const all = [...captured, ...received];
  return Object.fromEntries(
    [...new Set(all.map(({ currency }) => currency))].toSorted().map((currency) => [
      currency,
      sum(
        all.filter((row) => row.currency === currency),
        ({ minor }) => minor,
      ),
    ]),
  );
}
