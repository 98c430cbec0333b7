import { fromDecimal, type Money } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import { conflict } from '../../read-back.ts';
import { tenThousandths } from '../quantity.ts';
import type { Site } from './site.ts';

/**
 * The decimal text of a row in plain digits: `119.0700` stays, `0E-9` is `0.000000000`, `1.5E3` is `1500`.
 * @throws `conflict` for text that is no number
 */
export function plainDecimal(text: string, column: string): string {
  const match = /^([-+]?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d{1,2}))?$/.exec(text.trim());
  if (!match) throw conflict(`"${text}" in ${column} is not a number`, column);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction)
    .padEnd(point, '0')
    .padStart(whole.length + fraction.length + Math.max(0, -point), '0');
  const at = Math.max(0, point);
  const behind = digits.slice(at);
  const before = digits.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  return `${sign === '-' ? '-' : ''}${before}${behind && `.${behind}`}`;
}

/** What a column holds, as money; nothing is zero. @throws `conflict` for an amount finer than the currency's smallest unit */
export function amountOf(text: string | null | undefined, currency: string, column: string): Money {
  const plain = plainDecimal(text ?? '0', column);
  try {
    return fromDecimal(plain, currency);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ErpError('conflict', `${column} holds an amount that nobody can settle: ${why}`, {
      where: column,
      cause: error,
    });
  }
}

/** A whole number as people write it: `100500.0000` is `100500`. @throws `conflict` for anything else */
export function wholeNumber(text: string, column: string): string {
  const [whole = '', fraction = ''] = plainDecimal(text, column).split('.');
  if (/[^0]/.test(fraction)) throw conflict(`${text} in ${column} is not a whole number`, column);
  return whole === '-0' ? '0' : whole;
}

/** A quantity in ten-thousandths of its unit; nothing is zero. @throws `conflict` for one that is finer */
export function quantityOf(text: string | null | undefined, column: string): number {
  const plain = plainDecimal(text ?? '0', column)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  try {
    return plain.startsWith('-') ? -tenThousandths(plain.slice(1)) : tenThousandths(plain);
  } catch {
    throw conflict(`${text ?? ''} in ${column} is not a quantity`, column);
  }
}

/** The ISO code of Prophet 21's number of a currency. @throws `conflict` when the profile doesn't know it */
export function currencyOf(
  { currencies }: Pick<Site, 'currencies'>,
  number: string | null,
  column = 'currency_id',
): string {
  const plain = wholeNumber(number ?? '', column);
  const iso = Object.keys(currencies).find((each) => currencies[each] === plain);
  if (iso !== undefined) return iso;
  throw conflict(`Currency ${plain} of Prophet 21 is not in currencies of the site's file; add it there`, column);
}

/** Prophet 21's number of a currency. @throws `invalid` when the profile doesn't know it */
export function currencyNumber({ currencies }: Pick<Site, 'currencies'>, iso: string): string {
  const number = Object.hasOwn(currencies, iso) ? currencies[iso] : undefined;
  if (number !== undefined) return number;
  const message = `${iso} is not in currencies of the site's file; add Prophet 21's number of it (currency_hdr.currency_id) there`;
  throw new ErpError('invalid', message, { where: 'currency_id' });
}
