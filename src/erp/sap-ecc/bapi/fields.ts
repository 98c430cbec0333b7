import type { Extra } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import { wholeIn } from '../../fields.ts';
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

/** SAP counts as JavaScript does: in units of UTF-16. */
export const whole = wholeIn('SAP');

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
