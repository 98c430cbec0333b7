import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf } from '../../../../src/domain/currency.ts';
import { money } from '../../../../src/domain/money.ts';
import { comesTo, unitPrice } from '../../../../src/erp/p21/native/documents/unit-price.ts';

/** Written again, so that it can't share a mistake: quantity x price, half up by magnitude, in minor units. */
function product(count: number, price: string, currency: string): bigint {
  const [whole = '', fraction = ''] = price.replace('-', '').split('.');
  const fine = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  const unit = 10n ** BigInt(10 - exponentOf(currency));
  const all = fine * BigInt(count);
  const minor = all / unit + ((all % unit) * 2n >= unit ? 1n : 0n);
  return price.startsWith('-') ? -minor : minor;
}

describe('a price per unit', () => {
  it.each([
    [100_00, 'USD', 20_000, '50.00'],
    [-1, 'USD', 10_000, '-0.01'],
    [100_00, 'USD', 30_000, '33.333333'],
    [-100_00, 'USD', 30_000, '-33.333333'],
    [100, 'JPY', 30_000, '33.333333'],
    [101, 'JPY', 5_000, '202'],
    [119_073, 'KWD', 10_000, '119.073'],
    [1, 'USD', 30_000, '0.003333'],
    [0, 'USD', 30_000, '0.00'],
  ])('makes %i %s of %i ten-thousandths of a unit: %s', (net, currency, count, price) =>
    expect(unitPrice(money(net, currency), count, 'unit_price')).toBe(price),
  );

  it('comes to the net, rounded half up, for any net and quantity', () => {
    const currency = constantFrom('USD', 'JPY', 'KWD');
    // Up to a thousand units six digits are enough in every currency.
    const all = property(
      integer({ min: -999_999_999, max: 999_999_999 }),
      integer({ min: 1, max: 10_000_000 }),
      currency,
      (net, count, iso) => {
        const price = unitPrice(money(net, iso), count, 'unit_price');
        expect(price).toMatch(/^-?\d+(\.\d{1,6})?$/);
        expect(product(count, price, iso)).toBe(BigInt(net));
        expect(comesTo(money(net, iso), count, price)).toBe(true);
        expect(comesTo(money(net + 1, iso), count, price)).toBe(false);
      },
    );
    assert(all, { numRuns: 500 });
  });

  it('is refused where no price of six digits comes to the net', () => {
    const refused = expect.objectContaining({ code: 'invalid', where: 'unit_price' });

    expect(() => unitPrice(money(1, 'USD'), 999_999_990_000, 'unit_price')).toThrow(refused);
    expect(() => unitPrice(money(1, 'USD'), 0, 'unit_price')).toThrow(refused);
  });

  it('is either right or refused, for any quantity at all', () => {
    const all = property(
      integer({ min: 1, max: 9_999_999 }),
      integer({ min: 1, max: 9_999_999_999_999 }),
      (net, count) => {
        let price: string;
        try {
          price = unitPrice(money(net, 'USD'), count, 'unit_price');
        } catch {
          return;
        }
        expect(product(count, price, 'USD')).toBe(BigInt(net));
      },
    );
    assert(all, { numRuns: 500 });
  });
});

describe('what a price comes to', () => {
  it.each([
    [1, 10_000, '0.005', true],
    [0, 10_000, '0.004999', true],
    [1, 10_000, '0.004999', false],
    [-1, 10_000, '-0.005', true],
    [33_33, 10_000, '33.333333333', true],
    [100_00, 30_000, '33.333333000', true],
  ])('is %i cents or not, of %i ten-thousandths at %s: %s', (net, count, price, does) =>
    expect(comesTo(money(net, 'USD'), count, price)).toBe(does),
  );
});
