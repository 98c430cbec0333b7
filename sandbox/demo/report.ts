import Table from 'cli-table3';
import { sum } from './evidence.ts';
import type { Verdict } from './judge.ts';
import { isGood, totalOf, type CompanyOutcome, type Outcome } from './outcome.ts';

const style = { head: [], border: [] };
/** No line between two rows. */
const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' } as const;
const decimals: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** What Stripe says beside what the ERPs hold, then what the judge makes of it, company by company. */
export const tableOf = (outcome: Outcome): string =>
  [
    currencies(outcome.companies),
    variantTable(outcome.companies),
    totals(outcome),
    ...outcome.companies.flatMap(wrongLines),
  ].join('\n');

function totals(outcome: Outcome): string {
  const { companies, recovered, faults, seed, seconds } = outcome;
  const table = new Table({ head: ['', ...companies.map(titleOf), 'together'], style, chars });
  const all = totalOf(outcome);
  const row = (what: string, of: (one: CompanyOutcome) => string | number, together: string | number) =>
    table.push([what, ...companies.map(of), together]);
  const shared = (what: string, value: number) => row(what, () => '', value);
  row('orders', ({ verdict }) => verdict.orders.length, all.orders);
  row('events that Stripe made', ({ verdict }) => verdict.events, all.events);
  row('documents in the ERP', ({ verdict }) => verdict.documents, all.documents);
  row('lost', ({ verdict }) => verdict.lost, all.lost);
  row('duplicated', ({ verdict }) => verdict.duplicated, all.duplicated);
  row('parked for a person', ({ verdict }) => verdict.parked, all.parked);
  row('  of which should be', shouldPark, sum(companies, shouldPark));
  row('mended by a person', ({ mended }) => mended, all.mended);
  row('alerts of cases, and that they are over', ({ verdict }) => told(verdict.alerts), told(all.alerts));
  row('trial balance', ({ verdict }) => amounts(verdict.trialBalanceMinor), amounts(all.trialBalanceMinor));
  row('difference of cash', ({ verdict }) => amounts(verdict.differenceMinor), amounts(all.differenceMinor));
  shared('recovered (outcome was unknown, found in the ERP)', recovered);
  shared('troubles', faults.length);
  shared('seed', seed);
  shared('seconds', seconds);
  return table.toString();
}

const told = ({ raised, recovered }: Verdict['alerts']): string => `${raised}, ${recovered}`;
const titleOf = ({ company }: CompanyOutcome): string => `${company.key} on ${company.erp.name}`;
const shouldPark = ({ verdict }: CompanyOutcome): number =>
  verdict.orders.filter(({ expected }) => expected.parked).length;

/** What came in and went back at Stripe and in the ERP, by the currency that customers paid in. */
function currencies(companies: readonly CompanyOutcome[]): string {
  const table = new Table({
    head: [
      'company',
      'currency',
      'Stripe captured',
      'ERP received',
      'not applied',
      'Stripe refunded',
      'ERP refunded',
      'sent back',
    ],
    style,
    chars,
  });
  for (const { company, verdict } of companies) {
    const names = [...new Set(verdict.orders.map(({ expected }) => expected.currency))].toSorted();
    for (const currency of names) {
      const rows = verdict.orders.filter(({ expected }) => expected.currency === currency);
      const amounts = [
        sum(rows, ({ expected }) => expected.receivedMinor),
        sum(rows, ({ found }) => found.receivedMinor),
        sum(rows, ({ found }) => found.unappliedMinor),
        sum(rows, ({ expected }) => expected.refundedMinor),
        sum(rows, ({ found }) => found.refundedMinor),
        sum(rows, ({ found }) => found.sentBackMinor),
      ];
      table.push([company.key, currency, ...amounts.map((minor) => show(minor, currency))]);
    }
  }
  return table.toString();
}

function variantTable(companies: readonly CompanyOutcome[]): string {
  const head = ['what happened', 'should end', ...companies.map(({ company }) => `as it should: ${company.key}`)];
  const table = new Table({ head, style, chars });
  const endings = new Map(
    companies.flatMap(({ verdict }) => verdict.orders.map(({ variant, expected }) => [variant, expected.ending])),
  );
  for (const [variant, ending] of endings)
    table.push([variant, ending, ...companies.map(({ verdict }) => howMany(verdict, variant))]);
  return table.toString();
}

function howMany({ orders }: Verdict, variant: string): string {
  const rows = orders.filter((order) => order.variant === variant);
  return `${rows.filter(({ wrong }) => wrong.length === 0).length} of ${rows.length}`;
}

const wrongLines = ({ company: { key }, verdict: { orders, wrong } }: CompanyOutcome): readonly string[] => [
  ...orders.flatMap((order) => order.wrong.map((what) => `WRONG  ${key} ${order.order} (${order.variant})  ${what}`)),
  ...wrong.map((what) => `WRONG  ${key}  ${what}`),
];

const amounts = (byCurrency: Readonly<Record<string, number>>): string =>
  Object.entries(byCurrency)
    .map(([currency, minor]) => show(minor, currency))
    .join('\n') || '0';

/** Digit by digit: an amount is never a fraction. */
function show(minor: number, currency: string): string {
  const places = decimals[currency] ?? 2;
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${minor < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''} ${currency}`;
}

/** The same for machines: the companies together, then each by itself. */
export function jsonOf(outcome: Outcome) {
  const { companies, recovered, faults, seed, seconds } = outcome;
  const { orders: _, ...together } = totalOf(outcome);
  return {
    ...together,
    recovered,
    good: isGood(outcome),
    wrong: companies.flatMap(({ company, verdict }) => verdict.wrong.map((what) => `${company.key}: ${what}`)),
    faults,
    seed,
    seconds,
    companies: Object.fromEntries(companies.map((one) => [one.company.key, jsonOfCompany(one)])),
  };
}

const jsonOfCompany = ({ company, verdict, mended }: CompanyOutcome) => ({
  erp: company.erp.name,
  lost: verdict.lost,
  duplicated: verdict.duplicated,
  parked: verdict.parked,
  mended,
  good: verdict.good,
  trialBalanceMinor: verdict.trialBalanceMinor,
  differenceMinor: verdict.differenceMinor,
  events: verdict.events,
  documents: verdict.documents,
  alerts: verdict.alerts,
  wrong: verdict.wrong,
  orders: verdict.orders.map(({ order, variant, expected, found, wrong }) => ({
    order,
    variant,
    expected,
    found,
    wrong,
  })),
});
