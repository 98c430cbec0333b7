/**
 * How many digits Stripe's amounts have behind the point. It differs from ISO 4217 and from `Intl`: ISK and UGX are
 * sent with two digits although they have no minor unit, MGA without any.
 * Source: Stripe's currency documentation; the three-digit ones must end in 0 there.
 */
const withoutDecimals = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const withThreeDecimals = 'BHD JOD KWD OMR TND'.split(' ');

const exponents: ReadonlyMap<string, number> = new Map([
  ...withoutDecimals.map((code) => [code, 0] as const),
  ...withThreeDecimals.map((code) => [code, 3] as const),
]);

/** An ISO 4217 code in capitals, as the ERPs write it. Stripe writes it in small letters. */
export function currencyCode(text: string): string {
  const code = text.toUpperCase();
  if (!/^[A-Z]{3}$/.test(code))
    throw new RangeError(`"${text}" is not a currency code; write three letters, as in EUR`);
  return code;
}

/** Digits behind the point of an amount in Stripe's minor units: 0, 2 or 3. */
export const exponentOf = (currency: string): number => exponents.get(currency) ?? 2;
