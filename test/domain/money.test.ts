import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf } from '../../src/domain/currency.ts';
import {
  add,
  equal,
  fromDecimal,
  least,
  money,
  negate,
  show,
  subtract,
  sum,
  times,
  toDecimal,
  zero,
} from '../../src/domain/money.ts';
import { amounts, currencies } from './arbitrary.ts';

describe('money', () => {
  it.each([
    [11900, 'EUR', '119.00'],
    [5, 'EUR', '0.05'],
    [-5, 'USD', '-0.05'],
    [500, 'JPY', '500'],
    [1230, 'KWD', '1.230'],
    [0, 'KWD', '0.000'],
    [10000, 'ISK', '100.00'],
    [-119, 'JPY', '-119'],
  ])('writes %i minor units of %s as %s and reads them back', (minor, currency, text) => {
    expect(toDecimal(money(minor, currency))).toBe(text);
    expect(fromDecimal(text, currency)).toEqual({ minor, currency });
  });

  it('survives the way to an ERP and back, to the digit, in every currency', () => {
    fc.assert(
      fc.property(amounts(), (amount) => {
        expect(fromDecimal(toDecimal(amount), amount.currency)).toEqual(amount);
      }),
    );
  });

  it('writes as many digits behind the point as the currency has', () => {
    fc.assert(
      fc.property(amounts(), (amount) => {
        expect((toDecimal(amount).split('.')[1] ?? '').length).toBe(exponentOf(amount.currency));
      }),
    );
  });

  it.each(['119,00', '1e3', '', '.', '--1', '1.2.3', 'NaN', '1 000'])('refuses the text "%s"', (text) => {
    expect(() => fromDecimal(text, 'EUR')).toThrow(RangeError);
  });

  it('refuses digits that it would lose, and takes zeros that it would not', () => {
    expect(() => fromDecimal('1.005', 'EUR')).toThrow(/more than 2 digits/);
    expect(() => fromDecimal('100.5', 'JPY')).toThrow(/more than 0 digits/);
    expect(fromDecimal('1.0500', 'EUR')).toEqual(money(105, 'EUR'));
    expect(fromDecimal('-0.00', 'EUR')).toEqual(zero('EUR'));
  });

  it('refuses fractions of a minor unit and amounts that a number can not hold', () => {
    expect(() => money(1.5, 'EUR')).toThrow(RangeError);
    expect(() => money(Number.MAX_SAFE_INTEGER + 1, 'EUR')).toThrow(RangeError);
    expect(() => fromDecimal('90071992547409.93', 'EUR')).toThrow(RangeError);
    expect(() => add(money(Number.MAX_SAFE_INTEGER, 'EUR'), money(1, 'EUR'))).toThrow(RangeError);
  });

  it('never mixes currencies', () => {
    expect(() => add(money(1, 'EUR') as { minor: number; currency: string }, money(1, 'USD'))).toThrow(TypeError);
    expect(equal(money(1, 'EUR'), money(1, 'USD'))).toBe(false);
  });

  it('adds and takes away without a trace, and never makes a negative zero', () => {
    fc.assert(
      fc.property(currencies, fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 20 }), (currency, minors) => {
        const all = minors.map((minor) => money(minor, currency));
        const back = all.reduce((rest, amount) => subtract(rest, amount), sum(all, currency));
        expect(back).toEqual(zero(currency));
        expect(Object.is(negate(back).minor, -0)).toBe(false);
      }),
    );
  });

  it('takes the smaller of two amounts', () => {
    expect(least(money(3, 'EUR'), money(2, 'EUR'))).toEqual(money(2, 'EUR'));
    expect(least(money(-3, 'EUR'), money(2, 'EUR'))).toEqual(money(-3, 'EUR'));
  });

  it('multiplies by whole quantities only', () => {
    expect(times(money(333, 'EUR'), 3)).toEqual(money(999, 'EUR'));
    expect(() => times(money(333, 'EUR'), 0.5)).toThrow(RangeError);
  });

  it('shows people an amount with its currency', () => expect(show(money(123456, 'EUR'))).toBe('1234.56 EUR'));
});
