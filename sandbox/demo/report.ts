import Table from 'cli-table3';
import type { Verdict } from './judge.ts';
import { sum } from './judge-order.ts';

export type Outcome = {
  readonly verdict: Verdict;
  readonly recovered: number;
  readonly mended: number;
  readonly faults: readonly string[];
  readonly seed: number;
  readonly seconds: number;
};
const style = { head: [], border: [] };
/** No line between two rows. */
const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' } as const;
const decimals: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** What Stripe says beside what the ERP holds, then what the judge makes of it. */
export function tableOf({ verdict, recovered, mended, faults, seed, seconds }: Outcome): string {
  const { orders, lost, duplicated, parked, events, documents } = verdict;
  const expectedParked = orders.filter(({ expected }) => expected.parked).length;
  const totals = new Table({ style, chars });
  totals.push(
    ['orders', orders.length],
    ['events that Stripe made', events],
    ['documents in the ERP', documents],
    ['lost', lost],
    ['duplicated', duplicated],
    ['recovered (outcome was unknown, found in the ERP)', recovered],
    ['parked for a person', `${parked}, of which ${expectedParked} should be`],
    ['mended by a person', mended],
    ['trial balance', amounts(verdict.trialBalanceMinor)],
    ['difference of receipts', amounts(verdict.differenceMinor)],
    ['troubles', faults.length],
    ['seed', seed],
    ['seconds', seconds],
  );
  return [currencies(verdict), variantTable(verdict), totals.toString(), ...wrongLines(verdict)].join('\n');
}

/** Captured at Stripe and received in the ERP, by the currency that customers paid in. */
function currencies({ orders }: Verdict): string {
  const table = new Table({
    head: ['currency', 'Stripe captured', 'ERP received', 'applied to invoices'],
    style,
    chars,
  });
  const names = [...new Set(orders.map(({ expected }) => expected.currency))].toSorted();
  for (const currency of names) {
    const rows = orders.filter(({ expected }) => expected.currency === currency);
    const received = sum(rows, ({ found }) => found.receivedMinor);
    const applied = received - sum(rows, ({ found }) => found.unappliedMinor);
    const captured = sum(rows, ({ expected }) => expected.receivedMinor);
    table.push([currency, ...[captured, received, applied].map((minor) => show(minor, currency))]);
  }
  return table.toString();
}

function variantTable({ orders }: Verdict): string {
  const table = new Table({ head: ['what happened', 'orders', 'should end', 'as it should'], style, chars });
  for (const variant of new Set(orders.map((order) => order.variant))) {
    const rows = orders.filter((order) => order.variant === variant);
    const good = rows.filter(({ wrong }) => wrong.length === 0).length;
    table.push([
      variant,
      rows.length,
      rows[0]?.expected.ending ?? '',
      good === rows.length ? 'yes' : `${good} of them`,
    ]);
  }
  return table.toString();
}

const wrongLines = ({ orders, wrong }: Verdict): readonly string[] => [
  ...orders.flatMap((order) => order.wrong.map((what) => `WRONG  ${order.order} (${order.variant})  ${what}`)),
  ...wrong.map((what) => `WRONG  ${what}`),
];

const amounts = (byCurrency: Readonly<Record<string, number>>): string =>
  Object.entries(byCurrency)
    .map(([currency, minor]) => show(minor, currency))
    .join(', ') || '0';

/** Digit by digit: an amount is never a fraction. */
function show(minor: number, currency: string): string {
  const places = decimals[currency] ?? 2;
  const digits = String(Math.abs(minor)).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${minor < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''} ${currency}`;
}

/** The same for machines. */
export const jsonOf = ({ verdict, recovered, mended, faults, seed, seconds }: Outcome) => ({
  lost: verdict.lost,
  duplicated: verdict.duplicated,
  recovered,
  parked: verdict.parked,
  mended,
  good: verdict.good,
  trialBalanceMinor: verdict.trialBalanceMinor,
  differenceMinor: verdict.differenceMinor,
  events: verdict.events,
  documents: verdict.documents,
  wrong: verdict.wrong,
  faults,
  orders: verdict.orders.map(({ order, variant, expected, found, wrong }) => ({
    order,
    variant,
    expected,
    found,
    wrong,
  })),
  seed,
  seconds,
});
