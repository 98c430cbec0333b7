import { assert, constantFrom, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, toDecimal } from '../../../../src/domain/money.ts';
import {
  amountOf,
  currencyNumber,
  currencyOf,
  plainDecimal,
  wholeNumber,
} from '../../../../src/erp/p21/native/amounts.ts';

const site = { currencies: { USD: '1', EUR: '3' } };

describe('a number of a row', () => {
  it.each([
    ['119.0700', '119.0700'],
    ['100500.0000', '100500.0000'],
    ['0E-9', '0.000000000'],
    ['-5', '-5'],
    ['1.5E3', '1500'],
    ['12.345e1', '123.45'],
    ['12E-4', '0.0012'],
    ['-1.2E-1', '-0.12'],
    ['0012', '12'],
  ])('%s is written %s', (text, plain) => expect(plainDecimal(text, 'amount')).toBe(plain));

  it('keeps every digit of an amount, however many zeros follow it', () => {
    const amounts = tuple(
      integer({ min: -9_999_999_999, max: 9_999_999_999 }),
      constantFrom('USD', 'JPY', 'KWD'),
      constantFrom('', '0', '00', 'E0'),
    );
    assert(
      property(amounts, ([minor, currency, tail]) => {
        const amount = money(minor, currency);
        const text = toDecimal(amount);
        const zeros = tail === 'E0' ? `${text}E0` : `${text}${text.includes('.') ? tail : `.${tail}`}`;
        expect(amountOf(zeros, currency, 'amount')).toEqual(amount);
      }),
    );
  });

  it.each(['', 'twelve', '1,5', '1E', '--1'])('is not "%s"', (text) =>
    expect(() => plainDecimal(text, 'amount')).toThrow(expect.objectContaining({ code: 'conflict', where: 'amount' })),
  );

  it('is nothing where the column is empty', () => expect(amountOf(null, 'USD', 'amount')).toEqual(money(0, 'USD')));

  it('is a conflict when it is finer than the currency', () =>
    expect(() => amountOf('119.0750', 'USD', 'total_amount')).toThrow(
      expect.objectContaining({ code: 'conflict', where: 'total_amount' }),
    ));

  it.each([
    ['100500.0000', '100500'],
    ['7', '7'],
    ['-0', '0'],
  ])('%s names %s', (text, plain) => expect(wholeNumber(text, 'customer_id')).toBe(plain));

  it('names nothing when it has a fraction', () =>
    expect(() => wholeNumber('1.5', 'customer_id')).toThrow(expect.objectContaining({ code: 'conflict' })));
});

describe('a currency', () => {
  it('has a number in Prophet 21', () => {
    expect(currencyNumber(site, 'EUR')).toBe('3');
    expect(currencyOf(site, '3.0000')).toBe('EUR');
  });

  it('that the profile does not know can be neither sent nor read', () => {
    expect(() => currencyNumber(site, 'SEK')).toThrow(
      expect.objectContaining({
        code: 'invalid',
        message: expect.stringContaining("currencies of the site's file") as string,
      }),
    );
    expect(() => currencyNumber(site, 'toString')).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => currencyOf(site, '9')).toThrow(
      expect.objectContaining({
        code: 'conflict',
        message: expect.stringContaining("currencies of the site's file") as string,
      }),
    );
  });
});
