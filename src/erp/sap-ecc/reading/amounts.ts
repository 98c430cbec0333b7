import { money, negate, type Money } from '../../../domain/money.ts';

/**
 * An amount field as a table stores it (type CURR): always with two digits behind the point, which stand for the last
 * two that the currency has. Without the point they are the currency's minor units: 1191 JPY is `11.91`, 119.073 KWD is
 * `1190.73`. The minus may stand behind.
 *
 * So it is in currencies to which SAP (TCURX) gives as many digits as Stripe does. Where a system keeps HUF, IDR or TWD
 * without digits (M), the two can't hold the same amounts, and what is read differs from what was sent: a conflict.
 * @throws RangeError when the text is no such amount.
 */
export function storedAmount(text: string, currency: string): Money {
  const match = /^(-?)(\d*)\.(\d{2})(-?)$/.exec(text.replaceAll(' ', ''));
  if (!match) throw new RangeError(`"${text}" is not an amount as SAP stores it, as in 119.07 or 119.07-`);
  const [, before = '', whole = '', fraction = '', behind = ''] = match;
  const amount = money(Number(whole + fraction), currency);
  return before !== behind ? negate(amount) : amount;
}
