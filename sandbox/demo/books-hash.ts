import { createHash } from 'node:crypto';
import {
  chargesOf,
  disputesAtStripe,
  liveEntries,
  liveMemos,
  liveReceipts,
  liveRefunds,
  refundsAtStripe,
} from './evidence.ts';
import type { PlayedOrder } from './played.ts';
import type { ErpDocuments, ErpTruth, StripeTruth } from './truth.ts';

type Held = { readonly played: readonly PlayedOrder[]; readonly stripe: StripeTruth; readonly erp: ErpTruth };

/**
 * What the books of an ERP come to, whichever way they came about: two days of one plan have the same hash, if the same
 * stands in both ERPs. Numbers, references, times and Stripe's ids differ from day to day; what was reversed or cancelled
 * on the way is no part of the books.
 */
export const booksHash = (held: Held): string => createHash('sha256').update(booksLines(held).join('\n')).digest('hex');

/** What the hash is taken of, sorted, for people who look for a difference. */
export function booksLines({ played, stripe, erp }: Held): readonly string[] {
  const { documents, books } = erp;
  const named = namesOf(played, stripe);
  const who = peopleIn(documents);
  const of = (id: string | null | undefined): string => (id && named.get(id)) ?? 'nobody';
  const line = (what: string, customer: string, { currency, totalMinor }: Amounts, ...more: readonly unknown[]) =>
    [what, who(customer), currency, totalMinor, ...more].join(' | ');
  const orders = documents.salesOrders.filter(({ status }) => status !== 'cancelled');
  const references = new Map(orders.map(({ number, webReferenceNo }) => [number, webReferenceNo ?? 'by people']));
  return [
    ...orders.map((one) => line(`order ${one.webReferenceNo ?? 'by people'}`, one.customer, one, one.status)),
    ...documents.invoices
      .filter(({ status }) => status !== 'reversed')
      .map((one) => {
        const reference = (one.orderNo && references.get(one.orderNo)) ?? one.webReferenceNo ?? 'by people';
        return line(`invoice ${reference}`, one.customer, one, 'open', one.unappliedMinor);
      }),
    ...liveMemos(documents).map((one) => line(`memo of ${of(one.stripeId)}`, one.customer, one, one.unappliedMinor)),
    ...liveReceipts(documents).map((one) => line(`receipt of ${of(one.stripeId)}`, one.customer, one, ...cash(one))),
    ...liveRefunds(documents).map((one) => line(`refund of ${of(one.stripeId)}`, one.customer, one, ...cash(one))),
    ...liveEntries(documents).map((one) => `entry of ${of(one.stripeId)} | ${one.currency} | ${moved(one)}`),
    ...books.trialBalance.map(
      ({ account, debitMinor, creditMinor }) =>
        `account ${account} | ${debitMinor - creditMinor} ${books.homeCurrency}`,
    ),
  ].toSorted();
}

type Amounts = { readonly currency: string; readonly totalMinor: number };
type Cash = ErpDocuments['customerRefunds'][number];
const cash = ({ settlementMinor, settlementCurrency, homeMinor, unappliedMinor }: Cash) => [
  `${settlementMinor} ${settlementCurrency}`,
  homeMinor,
  'open',
  unappliedMinor,
];

const moved = ({ lines }: ErpDocuments['journalEntries'][number]): string =>
  lines
    .map(({ account, amountMinor }) => `${account} ${amountMinor}`)
    .toSorted()
    .join(' ');

/** Stripe's ids in the words of the plan. */
function namesOf(played: readonly PlayedOrder[], stripe: StripeTruth): ReadonlyMap<string, string> {
  return new Map(
    played.flatMap((order) => {
      const { number } = order.plan;
      const money: readonly (readonly [string, string])[] = [
        ...chargesOf(order, stripe).map(
          ({ id, payment_intent: intent }) =>
            [id, `payment ${order.intents.indexOf(intent ?? '')} of ${number}`] as const,
        ),
        ...refundsAtStripe(order, stripe).map(({ id, amount }) => [id, `refund ${amount} of ${number}`] as const),
        ...disputesAtStripe(order, stripe).map(({ id }) => [id, `dispute of ${number}`] as const),
      ];
      const names = new Map(money);
      const txns = stripe.balance_transactions.flatMap(({ id, source, amount }) => {
        const name = source && names.get(source);
        return name ? [[id, `${name}, moved ${amount}`] as const] : [];
      });
      return [...money, ...txns];
    }),
  );
}

/** Guests and the people of the counter are told apart by nothing that stays the same. */
function peopleIn({ customers }: ErpDocuments): (number: string) => string {
  const emails = new Map(customers.map(({ number, email }) => [number, email?.toLowerCase()]));
  return (number) => emails.get(number) ?? 'somebody';
}
