import type { Extra } from '../../../../domain/documents.ts';
import { ErpError } from '../../../errors.ts';
import { allowedExtra, type ExtraFields } from '../../document-fields.ts';
import type { Way, Role } from '../site.ts';
import type { Edit, Element } from '../transactions.ts';
import { inFile } from './ways.ts';

/** A field and what goes into it; it is left out when there is nothing to say. */
export type Said = readonly [field: string, value: string | undefined];

/** In this order, because Prophet 21 carries edits out in theirs. */
export const edits = (...said: readonly Said[]): readonly Edit[] =>
  said.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));

export const form = (name: string, row: readonly Edit[], ...keys: readonly string[]): Element => ({
  name,
  type: 'Form',
  keys,
  rows: [row],
});
/** Rows without a key of their own collapse when they have the same item. */
export const list = (name: string, key: string, rows: readonly (readonly Edit[])[]): Element => ({
  name,
  type: 'List',
  keys: [key],
  rows,
});

/** User-defined fields of a form go by the name of their column. */
export const userDefined = (column: string): string => `ufc_${column}`;

/** Fields that a profile filled, the user-defined ones last. @throws `invalid` for one that the document does not have */
export function extraSaid(extra: Extra, allowed: ExtraFields): readonly Said[] {
  const { fields, own } = allowedExtra(extra, allowed);
  return [
    ...Object.entries(fields),
    ...Object.entries(own).map(([column, value]): Said => [userDefined(column), value]),
  ];
}

/** What may stay unsaid where a site has no field for it; without the others the document would be another one. */
const dispensable: ReadonlySet<string> = new Set(['text', 'stripeId', 'tax']);

/**
 * What a field means to us, in the words of this site.
 * @throws `rejected` when the site's profile names no field for something that must be said
 */
export function editsBy(
  role: Role,
  { fields }: Exclude<Way, { by: 'none' }>,
  ...said: readonly Said[]
): readonly Edit[] {
  return edits(
    ...said
      .filter(([meaning, value]) => value !== undefined && !(dispensable.has(meaning) && !fields[meaning]))
      .map(([meaning, value]): Said => [fieldOf(role, fields, meaning), value]),
  );
}

export function fieldOf(role: Role, fields: Readonly<Record<string, string>>, meaning: string): string {
  const name = fields[meaning];
  if (name) return name;
  const where = inFile(role, 'fields', meaning);
  throw new ErpError('rejected', `${where} is missing: say what Prophet 21 calls it in the window of this site`, {
    where,
  });
}
