import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.ts';
import { readAmount, readLine } from '../../../src/domain/request-refund/read.ts';
import { weigh, type Refundable } from '../../../src/domain/request-refund/request.ts';

const usd = (minor: number) => money(minor, 'USD');
const charge = (name: string, left: number, disputed = false): Refundable => ({
  charge: name,
  left: usd(left),
  disputed,
});
const paid = usd(11_900);

describe('a refund that is asked for', () => {
  it('is of all that is left, where no amount is named', () => {
    expect(weigh([charge('ch_1', 7_900)], undefined, paid)).toEqual({ charge: 'ch_1', amount: usd(7_900) });
  });

  it('is of one charge that has enough left', () => {
    expect(weigh([charge('ch_1', 1_000), charge('ch_2', 5_000)], usd(4_000), paid)).toMatchObject({ charge: 'ch_2' });
  });

  it.each([
    ['refund-nothing-left', [], undefined],
    ['refund-nothing-left', [charge('ch_1', 0)], usd(100)],
    ['refund-too-much', [charge('ch_1', 4_000)], usd(4_001)],
    ['refund-currency', [charge('ch_1', 4_000)], money(100, 'EUR')],
    ['refund-disputed', [charge('ch_1', 4_000, true)], usd(100)],
  ] as const)('is refused as %s', (refused, charges, asked) => {
    expect(weigh(charges, asked, paid)).toMatchObject({ refused });
  });

  it('never gives back more than one charge has left, nor of a charge that is disputed', () => {
    const any = fc.array(fc.record({ charge: fc.string(), left: fc.nat(20_000).map(usd), disputed: fc.boolean() }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        any,
        fc.option(fc.integer({ min: 1, max: 20_000 }).map(usd), { nil: undefined }),
        (charges, asked) => {
          const weighed = weigh(charges, asked, paid);
          if (weighed.refused !== undefined) return;
          expect(weighed.amount.minor).toBeGreaterThan(0);
          const given = charges.some(
            (one) => one.charge === weighed.charge && !one.disputed && one.left.minor >= weighed.amount.minor,
          );
          expect(given).toBe(true);
        },
      ),
    );
  });
});

describe('what a person writes', () => {
  it('is read to the minor unit, in any currency', () => {
    expect(readAmount('40.00 EUR')).toEqual(money(4_000, 'EUR'));
    expect(readAmount('1200 jpy')).toEqual(money(1_200, 'JPY'));
    expect(readAmount('1.230 KWD')).toEqual(money(1_230, 'KWD'));
    expect(readLine('SKU=7=2')).toEqual({ sku: 'SKU=7', quantity: 2 });
  });

  it.each(['40', '40,00 EUR', '0.00 EUR', '-1.00 EUR', '1.001 EUR', 'EUR 40'])(
    '"%s" is no amount, and says why',
    (text) => {
      expect(() => readAmount(text)).toThrow(RangeError);
    },
  );

  it.each(['SKU-7', 'SKU-7=0', '=2', 'SKU-7=1.5'])('"%s" is no line', (text) => {
    expect(() => readLine(text)).toThrow('as in "SKU-7=2"');
  });
});
