import { ErpError } from '../../errors.ts';
import type { Columns, ColumnType } from './tables.ts';

/** A column compared with a literal; which literal is written depends on the column's type. */
export type Condition = {
  readonly column: string;
  readonly is: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
  /** Of a time: an instant with its zone. A number column equals nothing that is no number, which is not even asked. */
  readonly value: string;
};
/** All of them must hold; a list of conditions within the list: one of them. */
export type Where = readonly (Condition | readonly Condition[])[];

/**
 * A value as OData writes it, by the type of its column; nothing, where no row can hold it. `now()` and arithmetic are not
 * known to Prophet 21 (V), so the right side is always a literal.
 */
const literals: Readonly<Record<ColumnType, (value: string) => string | undefined>> = {
  // Half a character can't be sent, and no row has one.
  text: (value) => (/\p{Surrogate}/u.test(value) ? undefined : `'${value.replaceAll("'", "''")}'`),
  number: (value) => (/^-?(0|[1-9]\d{0,27})(\.\d{1,10})?$/.test(value) ? value : undefined),
  time: (value) => (zoned.test(value) && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined),
};
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** What a query asks for, as `$filter`; nothing, where no row can be meant, as with a customer number of letters. */
export function filterOf(columns: Columns, where: Where): string | undefined {
  const parts = where.map((part) => ('column' in part ? comparison(columns, part) : anyOf(columns, part)));
  return parts.every((part) => part !== undefined) ? parts.join(' and ') : undefined;
}

function anyOf(columns: Columns, conditions: readonly Condition[]): string | undefined {
  const possible = conditions.map((each) => comparison(columns, each)).filter((each) => each !== undefined);
  return possible.length === 0 ? undefined : `(${possible.join(' or ')})`;
}

function comparison(columns: Columns, { column, is, value }: Condition): string | undefined {
  const type = columns.get(column);
  if (type === undefined) throw new ErpError('invalid', `${column} is not a column that this adapter reads`);
  const literal = literals[type](value);
  if (literal !== undefined) return `${column} ${is} ${literal}`;
  if (is === 'eq' && type !== 'time') return undefined;
  const needs = type === 'time' ? 'a time with its zone' : `a ${type}`;
  throw new ErpError('invalid', `${column} is compared with ${needs} only`, { where: column });
}
