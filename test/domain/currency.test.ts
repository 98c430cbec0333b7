import { describe, expect, it } from 'vitest';
import { currencyCode, exponentOf } from '../../src/domain/currency.ts';

describe('currencies', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['ISK', 2],
    ['UGX', 2],
    ['MGA', 0],
  ])('counts %s with %i digits, as Stripe does', (currency, digits) => expect(exponentOf(currency)).toBe(digits));

  it('writes codes in capitals', () => expect(currencyCode('eur')).toBe('EUR'));

  it.each(['', 'eu', 'euro', 'e1r', '€'])('refuses "%s" and shows a right one', (text) => {
    expect(() => currencyCode(text)).toThrow(/as in EUR/);
  });
});
