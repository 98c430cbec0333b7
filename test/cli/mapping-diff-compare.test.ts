import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differencesOf, movesBetween, summed } from '../../src/cli/mapping/diff-compare.ts';
import { journalOf } from '../../src/cli/mapping/try-journal.ts';
import type { Invoice, Line } from '../../src/domain/documents.ts';
import { money, sum, zero } from '../../src/domain/money.ts';

const line = (revenueAccount: string, net: number, tax = 0): Line => ({
  item: 'W-100',
  description: 'Widget',
  quantity: 1,
  unitPrice: money(net, 'USD'),
  discount: zero('USD'),
  net: money(net, 'USD'),
  tax: money(tax, 'USD'),
  taxCode: 'STD',
  revenueAccount,
});
const invoice = (...lines: readonly Line[]): Invoice => ({
  kind: 'invoice',
  customer: '100',
  orderNumber: 'S-1',
  date: '2026-11-18',
  currency: 'USD',
  lines,
  total: sum(
    lines.flatMap(({ net, tax }) => [net, tax]),
    'USD',
  ),
  stripeId: 'pi_1',
  payment: 'captured',
  extra: {},
});

describe('two documents of two versions', () => {
  it('differ by the fields that differ, amounts as people write them', () => {
    const before = invoice(line('4000', 10_000));
    const after = { ...invoice(line('4010', 10_001)), extra: { Taker: 'Q' } };
    expect(differencesOf(before, after)).toEqual([
      { field: 'extra.Taker', after: 'Q' },
      { field: 'lines[0].net', before: '100.00 USD', after: '100.01 USD' },
      { field: 'lines[0].revenue_account', before: '4000', after: '4010' },
      { field: 'lines[0].unit_price', before: '100.00 USD', after: '100.01 USD' },
      { field: 'total', before: '100.00 USD', after: '100.01 USD' },
    ]);
  });

  it('move what one account loses to the one that gains it', () => {
    const before = invoice(line('4000', 10_000, 1_900), line('4000', 500));
    const after = invoice(line('4010', 10_000, 1_900), line('4000', 500));
    expect(movesBetween(before, after)).toEqual([{ from: '4000', to: '4010', amount: money(10_000, 'USD') }]);
  });

  it('are the same when nothing differs', () => {
    const same = invoice(line('4000', 10_000, 1_900));
    expect([differencesOf(same, same), movesBetween(same, same)]).toEqual([[], []]);
  });
});

const lines = fc
  .array(fc.tuple(fc.constantFrom('4000', '4010', '4020'), fc.nat(10_000), fc.nat(2_000)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((all) => all.map(([account, net, tax]) => line(account, net, tax)));

describe('whatever the lines', () => {
  it('the journal of a document balances', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const entries = journalOf(invoice(...all));
        const of = (side: 'debit' | 'credit') =>
          sum(
            entries.filter((entry) => entry.side === side).map(({ amount }) => amount),
            'USD',
          );
        expect(of('debit')).toEqual(of('credit'));
      }),
    );
  });

  it('all that one version takes off accounts stands on others by the other', () => {
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.constantFrom('4000', '4010', '4020'), { minLength: 5, maxLength: 5 }),
        (all, accounts) => {
          const after = all.map((one, at) => ({ ...one, revenueAccount: accounts[at] ?? '4000' }));
          const moved = summed(movesBetween(invoice(...all), invoice(...after)));
          const balance = (document: Invoice, account: string) =>
            document.lines
              .filter((one) => one.revenueAccount === account)
              .reduce((total, { net }) => total + net.minor, 0);
          for (const account of ['4000', '4010', '4020']) {
            const change = moved.reduce(
              (total, { from, to, amount }) =>
                total + (to === account ? amount.minor : 0) - (from === account ? amount.minor : 0),
              0,
            );
            expect(change).toBe(balance(invoice(...after), account) - balance(invoice(...all), account));
          }
        },
      ),
    );
  });
});
