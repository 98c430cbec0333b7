import { determined } from './accounts.ts';
import type { Line } from './books.ts';
import { shareOf, sum } from '../money.ts';
import type { BilledLine, Revenue, SaleLine, Totals } from './records.ts';

export const accountOf = ({ revenueAccount }: Pick<SaleLine, 'revenueAccount'>): string =>
  revenueAccount ?? determined.revenue;

/** Of the lines of an invoice, or of a memo that names lines. */
export function revenueOf(lines: readonly BilledLine[]): Revenue {
  const revenue = new Map<string, bigint>();
  for (const line of lines) revenue.set(accountOf(line), (revenue.get(accountOf(line)) ?? 0n) + line.net);
  return revenue;
}

export function plus(one: Revenue, other: Revenue): Revenue {
  const both = new Map(one);
  for (const [account, amount] of other) both.set(account, (both.get(account) ?? 0n) + amount);
  return both;
}

/** An amount, divided as another one is; what rounding leaves goes to the last account. */
export function dividedLike(revenue: Revenue, amount: bigint): Revenue {
  const whole = sum([...revenue.values()]);
  let rest = amount;
  const parts = [...revenue].map(([account, part], index): [string, bigint] => {
    const share = index === revenue.size - 1 ? rest : shareOf(amount, part, whole || 1n);
    rest -= share;
    return [account, share];
  });
  return new Map(parts);
}

/** What is left of an invoice's revenue when others have been credited. */
export const leftOf = (revenue: Revenue, credited: Revenue): Revenue =>
  plus(revenue, new Map([...credited].map(([account, amount]) => [account, -amount])));

type Worth = { readonly home: bigint; readonly currency: string };

/** Revenue and tax of a sale (`-1n`: credits) or of its memo (`1n`). */
export function revenueLines(
  { tax, total }: Totals,
  revenue: Revenue,
  { home, currency }: Worth,
  sign: 1n | -1n,
): Line[] {
  const taxHome = total === 0n ? 0n : shareOf(home, tax, total);
  const atHome = dividedLike(revenue, home - taxHome);
  return [
    ...[...revenue].map(([account, amount]) => ({
      account,
      currency,
      amount: sign * amount,
      home: sign * (atHome.get(account) ?? 0n),
    })),
    { account: determined.tax, currency, amount: sign * tax, home: sign * taxHome },
  ];
}
