import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf } from '../../../../src/domain/currency.ts';
import { money } from '../../../../src/domain/money.ts';
import { storedAmount } from '../../../../src/erp/sap-ecc/reading/amounts.ts';
import { sapDigits } from './fake-rfc.ts';

describe('an amount as a table stores it', () => {
  it('has two digits behind the point in every currency', () => {
    expect(storedAmount('119.07', 'USD', sapDigits)).toEqual(money(119_07, 'USD'));
    expect(storedAmount('  11.91', 'JPY', sapDigits)).toEqual(money(1_191, 'JPY'));
    expect(storedAmount('1190.73', 'KWD', sapDigits)).toEqual(money(119_073, 'KWD'));
  });

  it('may have its minus behind, in front or at a distance', () => {
    expect(['40.00-', '-40.00', '40.00 -'].map((text) => storedAmount(text, 'EUR', sapDigits).minor)).toEqual([
      -40_00, -40_00, -40_00,
    ]);
    expect(storedAmount('0.00-', 'EUR', sapDigits)).toEqual(money(0, 'EUR'));
  });

  it('is read to the digit, whatever it is', () => {
    const amounts = fc.tuple(fc.maxSafeInteger(), fc.constantFrom('JPY', 'EUR', 'KWD', 'ISK'));
    fc.assert(
      fc.property(amounts, fc.nat(8), ([minor, currency], blanks) => {
        const digits = String(Math.abs(minor)).padStart(3, '0');
        const text = `${' '.repeat(blanks)}${digits.slice(0, -2)}.${digits.slice(-2)}${minor < 0 ? '-' : ''}`;

        expect(storedAmount(text, currency, sapDigits)).toEqual(money(minor === 0 ? 0 : minor, currency));
      }),
    );
  });

  it('is the true amount shifted by the digits that the currency lacks or has beyond two', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.constantFrom('JPY', 'EUR', 'KWD'), (minor, currency) => {
        // Stored = true x 10^(digits - 2), in hundredths; counted in thousandths all three are whole.
        const trueThousandths = minor * 10n ** BigInt(3 - exponentOf(currency));
        const storedHundredths = (trueThousandths * 10n ** BigInt(exponentOf(currency))) / 1_000n;
        const digits = String(storedHundredths).padStart(3, '0');

        expect(storedAmount(`${digits.slice(0, -2)}.${digits.slice(-2)}`, currency, sapDigits).minor).toBe(
          Number(minor),
        );
      }),
    );
  });

  it('is shifted by the digits that SAP gives the currency, not by those that Stripe does', () => {
    expect(storedAmount('50.00', 'HUF', sapDigits)).toEqual(money(5_000_00, 'HUF'));
    expect(storedAmount('50.01-', 'HUF', sapDigits)).toEqual(money(-5_001_00, 'HUF'));
    expect(storedAmount('5000.00', 'HUF', () => 2)).toEqual(money(5_000_00, 'HUF'));
    expect(storedAmount('119100.00', 'JPY', () => 4)).toEqual(money(1_191, 'JPY'));
  });

  it('is a conflict where it is finer than what Stripe knows', () => {
    expect(() => storedAmount('119100.01', 'JPY', () => 4)).toThrow(
      expect.objectContaining({ code: 'conflict', where: 'Currency' }) as Error,
    );
  });

  it.each(['', '11,91', '119', '1.190', '$', '1.19.00'])('is not "%s"', (text) => {
    expect(() => storedAmount(text, 'EUR', sapDigits)).toThrow(RangeError);
  });
});
