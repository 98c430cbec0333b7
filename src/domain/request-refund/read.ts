import { currencyCode } from '../currency.ts';
import { fromDecimal, type Money } from '../money.ts';

/** `40.00 EUR` -> 4000 minor units. @throws RangeError that says how an amount is written */
export function readAmount(text: string): Money {
  const [, digits, code] = /^\s*(\S+)\s+([A-Za-z]{3})\s*$/.exec(text) ?? [];
  if (!digits || !code)
    throw new RangeError(`"${text}" is not an amount; write it with its currency, as in "40.00 EUR"`);
  const amount = fromDecimal(digits, currencyCode(code));
  if (amount.minor <= 0) throw new RangeError(`"${text}" is nothing that could go back; write more than 0`);
  return amount;
}

/** `SKU-7=2` -> two pieces of SKU-7. @throws RangeError that says how a line is written */
export function readLine(text: string): { readonly sku: string; readonly quantity: number } {
  const [, sku, count] = /^(.+)=(\d{1,9})$/.exec(text) ?? [];
  const quantity = Number(count);
  if (!sku || !(quantity > 0)) throw new RangeError(`"${text}" is not a line; write SKU=pieces, as in "SKU-7=2"`);
  return { sku, quantity };
}
