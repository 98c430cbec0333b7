/** Digits behind the point by ISO 4217, which is what the ERP books in; Stripe counts some currencies differently. */
const withoutDecimals = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '));
const withThreeDecimals = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

export function isoDecimals(currency: string): number {
  if (withoutDecimals.has(currency)) return 0;
  return withThreeDecimals.has(currency) ? 3 : 2;
}

/** Digits of a quantity behind the point. */
export const QUANTITY_DIGITS = 4;
const ONE = 10n ** BigInt(QUANTITY_DIGITS);

/** Reads "119.00" as 11900 for two digits; nothing for what is no decimal or has more digits than allowed. */
export function parseDecimal(text: string, digits: number): bigint | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > digits) return undefined;
  return BigInt(`${sign}${whole}${significant.padEnd(digits, '0')}`);
}

export function printDecimal(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const figures = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + figures;
  return `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

/** Without superfluous zeros: "2", "0.5". */
export const printQuantity = (value: bigint): string =>
  printDecimal(value, QUANTITY_DIGITS).replace(/0+$/, '').replace(/\.$/, '');

/** Half a unit goes away from nought, on both sides of it. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * a + b) / (2n * b);
  return negative ? -rounded : rounded;
}

export const timesQuantity = (price: bigint, quantity: bigint): bigint => divideHalfUp(price * quantity, ONE);

/** The part of `whole` that `part` is of `of`; all of it at the end, so that shares add up. */
export const shareOf = (whole: bigint, part: bigint, of: bigint): bigint =>
  part === of ? whole : divideHalfUp(whole * part, of);

export const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

/** For answers in JSON, where an outside judge reads whole numbers. */
export function asInteger(minor: bigint): number {
  const integer = Number(minor);
  if (!Number.isSafeInteger(integer)) throw new RangeError(`${minor} minor units do not fit into a JSON number`);
  return integer;
}
