import { ExpressionFault } from '../fault.ts';
import { letters, onlyAscii } from './characters-table.ts';

const sets: Readonly<Record<string, RegExp>> = {
  latin1: /^[\x20-\x7e\xa0-\xff\n\r\t]$/,
  ascii: /^[\x20-\x7e\n\r\t]$/,
};

/**
 * Writes a text in `unicode` (as it is), `latin1` or `ascii`: by the table, else without accents, else `?`.
 * @throws ExpressionFault for another set
 */
export function transliterate(text: string, characters: string): string {
  if (characters === 'unicode') return text;
  const fits = Object.hasOwn(sets, characters) ? sets[characters] : undefined;
  if (!fits) throw new ExpressionFault('failed', '$transliterate knows unicode, latin1 and ascii');
  return Array.from(text.normalize('NFC'), (sign) => inSet(sign, fits)).join('');
}

function inSet(sign: string, fits: RegExp): string {
  if (fits.test(sign)) return sign;
  const written = (fits === sets['ascii'] ? onlyAscii.get(sign) : undefined) ?? letters.get(sign);
  if (written !== undefined)
    return Array.from(written, (part) => (fits.test(part) ? part : inSet(part, fits))).join('');
  const bare = sign.normalize('NFKD').replace(/\p{M}/gu, '');
  if (bare === sign) return /^[\p{M}\p{Cf}]$/u.test(sign) ? '' : '?';
  return Array.from(bare, (part) => inSet(part, fits)).join('');
}
