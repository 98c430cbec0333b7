import { array, assert, asyncProperty, constantFrom, integer, record, type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line, Reference } from '../../../../src/domain/documents.ts';
import { money, sum } from '../../../../src/domain/money.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';

const reference = 'R000000000000001' as Reference;

/** Whatever a shop sells: items on several lines, parts of a unit, discounts, nothing to pay. */
const lineIn = (currency: string): Arbitrary<Line> =>
  record({
    item: constantFrom('W-100', 'W-200', 'SHIPPING'),
    quarters: integer({ min: 1, max: 200 }),
    price: integer({ min: 0, max: 99_999 }),
    off: integer({ min: 0, max: 999 }),
    description: constantFrom('Widget, "small"', '', 'Größe M'),
  }).map(({ item, quarters, price, off, description }) => {
    // Of a price of four times as much, so that a quarter of a unit costs a whole number.
    const gross = quarters * price;
    const discount = money(Math.min(off, gross), currency);
    return {
      item,
      description,
      quantity: Number(`${quarters >> 2}.${['0', '25', '5', '75'][quarters & 3] ?? '0'}`),
      unitPrice: money(price * 4, currency),
      discount,
      net: money(gross - discount.minor, currency),
      tax: money(0, currency),
      taxCode: 'NOTAX',
    };
  });
const sales = constantFrom('USD', 'JPY', 'KWD').chain((currency) =>
  array(lineIn(currency), { minLength: 1, maxLength: 8 }).map((lines) => ({
    lines,
    total: sum(
      lines.map(({ net }) => net),
      currency,
    ),
  })),
);

describe('any order that lines can make', () => {
  it.each(['salesOrder', 'invoice'] as const)('is read back as it was sent: %s', async (kind) => {
    const all = asyncProperty(sales, async ({ lines, total }) => {
      const { native } = fakeBooks();
      const erp = createPosting(native);

      const receipt = await erp.post(of[kind](total, { lines }), reference);

      expect(receipt).toMatchObject({ total, reference, customer: '100500' });
      expect(await erp.find(receipt.kind as 'invoice', reference)).toEqual(receipt);
    });
    await assert(all, { numRuns: 100 });
  });

  it('is made whole, whichever of its lines were dropped on the way', async () => {
    const all = asyncProperty(sales, array(integer({ min: 1, max: 8 })), async ({ lines, total }, places) => {
      const { native, habits, sent } = fakeBooks();
      for (const place of places) habits.drops.set(`0${place}0`, 1);

      expect(await createPosting(native).post(of.salesOrder(total, { lines }), reference)).toMatchObject({ total });

      expect(sent).toHaveLength(places.some((place) => place <= lines.length) ? 2 : 1);
    });
    await assert(all, { numRuns: 100 });
  });
});
