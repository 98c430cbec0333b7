import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { creditedOf, creditIn, creditNote, leftOf, type Credited } from '../../../src/domain/settle-refund/lines.ts';
import type { SoldLine } from '../../../src/domain/settle-refund/seen.ts';

const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
const sold = (code: string) =>
  fc.array(
    fc.record({
      item: fc.constantFrom('A', 'B', 'C'),
      quantity: fc.integer({ min: 1, max: 20 }),
      net: fc.integer({ min: 0, max: 1_000_000 }).map((minor) => money(minor, code)),
      tax: fc.integer({ min: 0, max: 190_000 }).map((minor) => money(minor, code)),
      taxCode: fc.constantFrom('STD19', 'RED7'),
    }),
    { minLength: 1, maxLength: 8 },
  );
const gross = (lines: readonly Pick<SoldLine, 'net' | 'tax'>[]): number =>
  lines.reduce((total, { net, tax }) => total + net.minor + tax.minor, 0);

describe('what a refund is of which line', () => {
  it('comes to it exactly, over any number of refunds, takes nothing that is not there, and in the end leaves nothing', () => {
    fc.assert(
      fc.property(
        currency.chain((code) => fc.tuple(fc.constant(code), sold(code))),
        fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 6 }),
        ([code, lines], percents) => {
          const done: Credited[] = [];
          for (const percent of [...percents, 100]) {
            const left = leftOf(lines, done);
            const amount = Math.floor((gross(left) * percent) / 100);
            if (amount === 0) continue;
            const credited = creditedOf(money(amount, code), left, undefined, 0);
            expect(gross(credited ?? [])).toBe(amount);
            done.push(...(credited ?? []));
            expect(leftOf(lines, done).every(({ net, tax }) => net.minor >= 0 && tax.minor >= 0)).toBe(true);
          }
          expect(gross(leftOf(lines, done))).toBe(0);
        },
      ),
    );
  });

  it('is read back from the ledger as it was noted', () => {
    fc.assert(
      fc.property(sold('EUR'), fc.option(fc.constantFrom('IN-1', '90000001'), { nil: undefined }), (lines, invoice) => {
        const credited = creditedOf(money(Math.max(1, gross(lines) >> 1), 'EUR'), lines, undefined, 0) ?? [];
        const read = creditIn(creditNote(invoice, credited), 'EUR');
        expect(read.credited).toEqual(credited);
        expect(read.invoice).toBe(invoice);
      }),
    );
  });

  const line = (net: number, tax: number, quantity = 1): SoldLine => ({
    item: 'A',
    quantity,
    net: money(net, 'EUR'),
    tax: money(tax, 'EUR'),
    taxCode: 'STD19',
  });

  it('is the pieces that it names, with their share of the tax', () =>
    expect(
      creditedOf(money(5_950, 'EUR'), [line(10_000, 1_900, 2), line(100, 19)], [{ line: 0, quantity: 1 }], 0),
    ).toEqual([{ line: 0, net: money(5_000, 'EUR'), tax: money(950, 'EUR'), quantity: 1 }]));

  it('is the amount that it names of a line, tax included', () =>
    expect(creditedOf(money(119, 'EUR'), [line(10_000, 1_900)], [{ line: 0, amount: money(119, 'EUR') }], 0)).toEqual([
      { line: 0, net: money(100, 'EUR'), tax: money(19, 'EUR') },
    ]));

  it.each([
    ['what it names comes to something else', 5_000, [{ line: 0, quantity: 1 }]],
    ['it names more than is left', 5_950, [{ line: 0, quantity: 3 }]],
    [
      'it names a line twice',
      5_950,
      [
        { line: 0, amount: money(2_975, 'EUR') },
        { line: 0, amount: money(2_975, 'EUR') },
      ],
    ],
    ['the lines hold less', 12_000, undefined],
  ] as const)('is nothing that can be told where %s', (_, amount, named) =>
    expect(creditedOf(money(amount, 'EUR'), [line(10_000, 1_900, 2)], named, 1)).toBeUndefined(),
  );
});
