import { divideHalfUp, isoDecimals, parseDecimal, printDecimal } from '../money.ts';

const RATE_DIGITS = 8;
/** Worth of one unit in euros; round figures, invented. */
const inventedRates = {
  EUR: '1',
  AUD: '0.61',
  BHD: '2.45',
  CAD: '0.68',
  CHF: '1.04',
  GBP: '1.18',
  ISK: '0.0067',
  JPY: '0.0062',
  KRW: '0.00068',
  KWD: '3.01',
  UGX: '0.00025',
  USD: '0.93',
} as const;

/** The currencies that are set up (TCURC, TCURX), and the ERP's own rates. */
export function createCurrencies(ledger: string, rates: Readonly<Record<string, string>> = {}) {
  const worth = new Map(
    Object.entries({ ...inventedRates, ...rates }).map(([code, rate]) => [code, parseDecimal(rate, RATE_DIGITS) ?? 1n]),
  );
  const scale = (currency: string): bigint => 10n ** BigInt(isoDecimals(currency));
  const worthOf = (currency: string): bigint => worth.get(currency) ?? 1n;
  return {
    ledger,
    exists: (currency: string): boolean => worth.has(currency),
    codes: (): readonly string[] => [...worth.keys()],
    digits: isoDecimals,
    /** Nothing for what is no amount of that currency. */
    parse: (text: string, currency: string): bigint | undefined =>
      text === '' ? 0n : parseDecimal(text, isoDecimals(currency)),
    /** As BAPIs answer: true amounts, initial ones as `0.0`. */
    print: (minor: bigint, currency: string): string =>
      minor === 0n ? '0.0' : printDecimal(minor, isoDecimals(currency)),
    toLedger: (minor: bigint, currency: string): bigint =>
      currency === ledger
        ? minor
        : divideHalfUp(minor * worthOf(currency) * scale(ledger), worthOf(ledger) * scale(currency)),
  };
}

/** Digits of a quantity behind the point. */
const QUANTITY_DIGITS = 3;
export const ONE_UNIT = 1000n;
export const parseQuantity = (text: string): bigint | undefined =>
  text === '' ? 0n : parseDecimal(text, QUANTITY_DIGITS);
export const printQuantity = (quantity: bigint): string =>
  quantity === 0n ? '0.0' : printDecimal(quantity, QUANTITY_DIGITS);
export const timesQuantity = (price: bigint, quantity: bigint): bigint => divideHalfUp(price * quantity, ONE_UNIT);
