import { ErpError } from '../errors.ts';
import type { Fields, Parameters } from './rfc.ts';

/**
 * How many digits SAP keeps behind the point of a currency (TCURX). It may be another number than Stripe's: many systems
 * keep HUF, IDR, TWD, COP or UGX without any (M).
 */
export type Digits = (currency: string) => number;

/** Fields of true amounts, and where the same row says their currency. */
const amountFields = [
  ['AMT_DOCCUR', 'CURRENCY'],
  ['AMT_BASE', 'CURRENCY'],
  ['COND_VALUE', 'CURRENCY'],
  ['COND_VALUE', 'COND_CURR'],
  ['IV_AMOUNT', 'IV_CURRENCY'],
] as const;

/** @throws `invalid` before anything is sent that SAP would have to round. */
export function mustHold(parameters: Parameters, digits: Digits): void {
  for (const row of rowsOf(parameters))
    for (const [amountField, currencyField] of amountFields) {
      const [amount, currency] = [row[amountField], row[currencyField]];
      if (amount === undefined || currency === undefined || finenessOf(amount) <= digits(currency)) continue;
      throw new ErpError(
        'invalid',
        `SAP keeps ${currency} with ${digits(currency)} digits behind the point (TCURX) and can't hold ${amount}`,
        { where: 'Currency' },
      );
    }
}

/** The parameters that are plain values count as a row, too. */
function rowsOf(parameters: Parameters): readonly Fields[] {
  const values = Object.entries(parameters);
  const plain = values.filter((each): each is [string, string] => typeof each[1] === 'string');
  return [Object.fromEntries(plain), ...values.flatMap(([, value]) => (typeof value === 'string' ? [] : value))];
}

/** Digits behind the point that are more than zeros at the end; a flag in an amount's place has none. */
const finenessOf = (amount: string): number => (amount.split('.')[1] ?? '').replace(/0+$/, '').length;
