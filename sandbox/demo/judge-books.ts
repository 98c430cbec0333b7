import {
  bookedMinor,
  capturedCharges,
  disputesAtStripe,
  everCaptured,
  isSentBack,
  liveEntries,
  liveReceipts,
  liveRefunds,
  refundsAtStripe,
  sum,
  type Evidence,
} from './evidence.ts';
import type { OrderVerdict } from './judge-order.ts';
import type { PlayedOrder } from './played.ts';
import type { ErpTruth } from './truth.ts';

type Books = ErpTruth['books'];

/** What is wrong with the ledger as a whole. Fees are not in it: they are posted by the day, not by the payment. */
export function bookFaults(
  played: readonly PlayedOrder[],
  orders: readonly OrderVerdict[],
  { stripe, documents, accounts }: Evidence,
  books: Books,
): readonly string[] {
  const sources = posting(played).flatMap((order) =>
    [...everCaptured(order, stripe), ...refundsAtStripe(order, stripe), ...disputesAtStripe(order, stripe)].map(
      ({ id }) => id,
    ),
  );
  const atStripe = sum(sources, (source) => bookedMinor(source, stripe));
  const cleared = sum(
    books.cash.filter(({ account }) => account === accounts.clearingAccount),
    ({ minor }) => minor,
  );
  const foreign = [...liveReceipts(documents), ...liveRefunds(documents)].filter(
    ({ settlementMinor, homeMinor }) => settlementMinor !== homeMinor,
  );
  return [
    ...(books.trialBalanceMinor === 0 ? [] : [`the trial balance is ${books.trialBalanceMinor}, not 0`]),
    ...(books.receivablesMinor === books.openItemsMinor ? [] : ['receivables are not what the open items come to']),
    ...(atStripe === cleared ? [] : [`Stripe's balance moved by ${atStripe}, the clearing account by ${cleared}`]),
    ...foreign.map(({ number }) => `cash document ${number} has another amount in the ledger than at Stripe`),
    ...openItemFaults(orders, books),
  ];
}

const posting = (played: readonly PlayedOrder[]) =>
  played.filter(({ plan: { ending } }) => ending !== 'parked' && ending !== 'cancelled');

/** Each customer owes, or has to get, what their orders leave open; nobody else owes anything. */
function openItemFaults(orders: readonly OrderVerdict[], { openItems }: Books): readonly string[] {
  const open = new Map<string, { wanted: number; found: number }>();
  const at = (customer: string, currency: string) => {
    const key = `customer ${customer} in ${currency}`;
    const one = open.get(key) ?? { wanted: 0, found: 0 };
    open.set(key, one);
    return one;
  };
  for (const { customer, expected } of orders)
    if (customer !== undefined) at(customer, expected.currency).wanted += expected.openMinor;
  for (const { side, customer, currency, openMinor } of openItems)
    at(customer, currency).found += side === 'debit' ? openMinor : -openMinor;
  return [...open].flatMap(([who, { wanted, found }]) =>
    wanted === found ? [] : [`${who}: ${wanted} should be open, ${found} is`],
  );
}

type Moved = { readonly currency: string; readonly minor: number };
const byCurrency = (rows: readonly Moved[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...new Set(rows.map(({ currency }) => currency))].toSorted().map((currency) => [
      currency,
      sum(
        rows.filter((row) => row.currency === currency),
        ({ minor }) => minor,
      ),
    ]),
  );

/** What moved at Stripe less what moved in the ERP: in the customer's currency; what banks held back, in that of the books. */
export function differenceOf(
  played: readonly PlayedOrder[],
  { stripe, documents, accounts }: Evidence,
  homeCurrency: string,
): Readonly<Record<string, number>> {
  const atStripe = posting(played).flatMap((order): readonly Moved[] => [
    ...capturedCharges(order, stripe).map(({ currency, amount_captured: minor }) => ({ currency, minor })),
    ...refundsAtStripe(order, stripe)
      .filter((refund) => !isSentBack(refund))
      .map(({ currency, amount }) => ({ currency, minor: -amount })),
    ...disputesAtStripe(order, stripe).map(({ id }) => ({ currency: homeCurrency, minor: bookedMinor(id, stripe) })),
  ]);
  const inErp: readonly Moved[] = [
    ...liveReceipts(documents).map(({ currency, totalMinor }) => ({ currency, minor: -totalMinor })),
    ...liveRefunds(documents).map(({ currency, totalMinor: minor }) => ({ currency, minor })),
    ...liveEntries(documents).flatMap(({ currency, lines }) =>
      lines
        .filter(({ account }) => account === accounts.clearingAccount)
        .map(({ amountMinor }) => ({ currency, minor: -amountMinor })),
    ),
  ];
  return byCurrency([...atStripe, ...inErp]);
}
