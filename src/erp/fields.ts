import { toDecimal, type Money } from '../domain/money.ts';
import { ErpError } from './errors.ts';

export { cut } from '../domain/cut.ts';

/** @throws `invalid` for text that is longer than the ERP's field, counted in units of UTF-16 */
export const wholeIn =
  (erp: string) =>
  (name: string, text: string, length: number): string => {
    if (text.length <= length) return text;
    const message = `${name} has ${text.length} characters; ${erp} holds ${length}. Shorten it in the mapping`;
    throw new ErpError('invalid', message, { where: name });
  };

/** Amounts of one document share its currency, because the wire names it once. @throws `invalid` for another */
export function inCurrency(currency: string, name: string, amount: Money): string {
  if (amount.currency === currency) return toDecimal(amount);
  throw new ErpError('invalid', `${name} is in ${amount.currency}, its document in ${currency}`, { where: name });
}
