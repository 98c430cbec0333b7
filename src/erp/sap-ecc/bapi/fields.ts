import type { Extra } from '../../../domain/documents.ts';
import { toDecimal, type Money } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import type { Fields } from '../rfc.ts';

/** Initial values are left out. */
export const filled = (fields: Readonly<Record<string, string | undefined>>): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter((each): each is [string, string] => each[1] !== undefined && each[1] !== ''),
  );

/** The update structure of a BAPI: SAP takes a field only if this says so. Keys are repeated, the rest is flagged. */
export function flags(fields: Fields, updateFlag: 'I' | 'U', keys: readonly string[] = []): Fields {
  const kept = keys.map((key) => [key, fields[key] ?? '']);
  const marks = Object.keys(fields)
    .filter((name) => !keys.includes(name))
    .map((name) => [name, 'X']);
  return Object.fromEntries([...kept, ['UPDATEFLAG', updateFlag], ...marks]) as Fields;
}

/** Text for people may be cut, though not through a character; what identifies something may not. */
export const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');

/** SAP counts as JavaScript does: in units of UTF-16. */
export function whole(name: string, text: string, length: number): string {
  if (text.length <= length) return text;
  throw invalid(name, `${name} has ${text.length} characters; SAP holds ${length}. Shorten it in the mapping`);
}

/** Amounts of one document share its currency, because SAP names it once. */
export function inCurrency(currency: string, name: string, amount: Money): string {
  if (amount.currency === currency) return toDecimal(amount);
  throw invalid(name, `${name} is in ${amount.currency}, its document in ${currency}`);
}

/** A quantity of SAP (QUAN 13.3). One that it can't hold to the digit is refused. */
export function quantity(name: string, count: number): string {
  const text = String(count);
  if (/^\d{1,10}(\.\d{1,3})?$/.test(text)) return text;
  throw invalid(name, `${name} is ${text}; SAP takes three digits behind the point at most`);
}

export const invalid = (where: string, message: string): ErpError => new ErpError('invalid', message, { where });

/** @throws `invalid` for a field of one ERP that this document has not in SAP. */
export function onlyExtra(extra: Extra, ...allowed: readonly string[]): void {
  const unknown = Object.keys(extra).find((name) => !allowed.includes(name));
  if (unknown === undefined) return;
  const advice = allowed.length > 0 ? `it takes ${allowed.join(', ')}` : 'it takes none';
  throw invalid(`extra.${unknown}`, `SAP has no field "${unknown}" on this document; ${advice}`);
}
