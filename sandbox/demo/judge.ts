import { sum, type Accounts, type Evidence } from './evidence.ts';
import { bookFaults, differenceOf } from './judge-books.ts';
import { judgeOrder, type OrderVerdict } from './judge-order.ts';
import { strangersParked } from './judge-parked.ts';
import { orphansOf, twins } from './judge-strangers.ts';
import type { PlayedOrder } from './played.ts';
import type { ErpTruth, StripeTruth } from './truth.ts';

export type Case = {
  readonly played: readonly PlayedOrder[];
  readonly stripe: StripeTruth;
  readonly erp: ErpTruth;
  readonly parked: Evidence['parked'];
  readonly accounts: Accounts;
  /** Numbers of credit memos that people made in the ERP. */
  readonly byPeople: ReadonlySet<string>;
  /** What people were told of its cases, and what is wrong with that. */
  readonly told?: Verdict['alerts'] & { readonly wrong: readonly string[] };
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
  /** What Stripe captured and gave back less what the ERP did, in the currencies that customers paid in. */
  readonly differenceMinor: ByCurrency;
  /** What is wrong besides single orders. */
  readonly wrong: readonly string[];
  readonly events: number;
  readonly documents: number;
  /** Cases that people were told of, and how many of these they were told are over. */
  readonly alerts: { readonly raised: number; readonly recovered: number };
  readonly good: boolean;
};

/** Compares two truths, Stripe's and the ERP's, with what the day was planned to be. Nothing here has heard of the product's own records. */
export function judge({ played, stripe, erp, parked, accounts, byPeople, told }: Case): Verdict {
  const { documents, books } = erp;
  const evidence = { stripe, documents, parked, accounts, byPeople };
  const orders = played.map((order) => judgeOrder(order, evidence));
  const orphans = orphansOf(played, evidence);
  const doubles = twins(documents);
  const differenceMinor = differenceOf(played, evidence, books.homeCurrency);
  const wrong = [
    ...orphans.map((orphan) => `${orphan} belongs to nobody`),
    ...doubles,
    ...strangersParked(played, evidence),
    ...bookFaults(played, orders, evidence, books),
    ...(told?.wrong ?? []),
    ...Object.entries(differenceMinor).flatMap(([currency, minor]) =>
      minor === 0 ? [] : [`cash differs from Stripe by ${minor} ${currency}, minor units`],
    ),
  ];
  const { salesOrders, invoices, creditMemos, cashReceipts, customerRefunds, journalEntries } = documents;
  return {
    orders,
    lost: sum(orders, ({ lost }) => lost),
    duplicated: sum(orders, ({ duplicated }) => duplicated) + orphans.length + doubles.length,
    orphans,
    parked: parked.size,
    trialBalanceMinor: { [books.homeCurrency]: books.trialBalanceMinor },
    differenceMinor,
    wrong,
    events: sum(Object.values(stripe.events), (count) => count),
    documents: sum(
      [salesOrders, invoices, creditMemos, cashReceipts, customerRefunds, journalEntries],
      ({ length }) => length,
    ),
    alerts: { raised: told?.raised ?? 0, recovered: told?.recovered ?? 0 },
    good: wrong.length === 0 && orders.every((order) => order.wrong.length === 0),
  };
}
