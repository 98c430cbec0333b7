import { exponentOf } from '../../../domain/currency.ts';
import { money, negate, type Money } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Digits } from '../currency-digits.ts';

/**
 * An amount field as a table stores it (type CURR): always with two digits behind the point, which stand for the last
 * two that SAP gives the currency. Without the point they are SAP's smallest units of it: 1191 JPY is `11.91`, 119.073
 * KWD is `1190.73`, and 5000 HUF is `50.00` where SAP keeps no fillér. The minus may stand behind.
 * @throws RangeError when the text is no such amount, `conflict` for one that is finer than Stripe's smallest unit.
 */
export function storedAmount(text: string, currency: string, digits: Digits): Money {
  const match = /^(-?)(\d*)\.(\d{2})(-?)$/.exec(text.replaceAll(' ', ''));
  if (!match) throw new RangeError(`"${text}" is not an amount as SAP stores it, as in 119.07 or 119.07-`);
  const [, before = '', whole = '', fraction = '', behind = ''] = match;
  const amount = money(Number(inOurUnits(whole + fraction, currency, digits(currency))), currency);
  return before !== behind ? negate(amount) : amount;
}

function inOurUnits(units: string, currency: string, digits: number): string {
  const missing = exponentOf(currency) - digits;
  if (missing >= 0) return units + '0'.repeat(missing);
  if (!/^0*$/.test(units.slice(missing)))
    throw new ErpError(
      'conflict',
      `SAP holds ${units} units of ${currency} with ${digits} digits, finer than Stripe's`,
      {
        where: 'Currency',
      },
    );
  return units.slice(0, missing);
}
