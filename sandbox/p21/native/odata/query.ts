import { filterOf } from './filter.ts';
import { comparable } from './literals.ts';
import { unreadable } from './refused.ts';
import type { Row, Table } from './table.ts';

/** So many rows at once, and not one more. */
const MOST = 5_000;
const options = new Set(['$filter', '$select', '$orderby', '$top', '$skip', '$count', '$format']);

export type Query = Readonly<Record<string, unknown>>;
export type Found = { readonly columns: readonly string[]; readonly rows: readonly Row[]; readonly count?: number };

/** @throws ODataRefusal for what the query asks that is not there, or can't be read */
export function find(table: Table, query: Query, local: (instant: string) => string): Found {
  const unknown = Object.keys(query).find((name) => name.startsWith('$') && !options.has(name));
  if (unknown) throw unreadable(`The query parameter '${unknown}' is not supported.`);
  const filter = textIn(query, '$filter');
  const holds = filter === undefined ? () => true : filterOf(filter, table, local);
  const columns = columnsIn(table, textIn(query, '$select'));
  const order = orderIn(table, textIn(query, '$orderby'));
  const top = countIn(query, '$top') ?? MOST;
  if (top > MOST) throw unreadable(`The limit of '${MOST}' for Top query has been exceeded.`);
  const skip = countIn(query, '$skip') ?? 0;

  const found = table.rows().filter(holds).sort(order);
  return {
    columns,
    rows: found.slice(skip, skip + top),
    ...(textIn(query, '$count') === 'true' && { count: found.length }),
  };
}

function textIn(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value !== undefined && typeof value !== 'string') throw unreadable(`'${name}' is given twice.`);
  return value;
}

function countIn(query: Query, name: string): number | undefined {
  const text = textIn(query, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw unreadable(`Invalid value '${text}' for ${name} query option found.`);
  return Number(text);
}

const namesIn = (list: string): readonly string[] => list.split(',').map((name) => name.trim());

function columnsIn(table: Table, select: string | undefined): readonly string[] {
  if (select === undefined || select === '*') return table.columns;
  const columns = namesIn(select);
  for (const column of columns) table.typeOf(column);
  return columns;
}

/** By one column after the other; without any, rows come as they lie, which changes as documents do. */
function orderIn(table: Table, orderBy: string | undefined): (a: Row, b: Row) => number {
  if (orderBy === undefined) return () => 0;
  const orders = namesIn(orderBy).map((written) => {
    const [, column = '', direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(written) ?? [];
    if (column === '') throw unreadable(`Syntax error in $orderby '${orderBy}'.`);
    const type = table.typeOf(column);
    const sign = direction === 'desc' ? -1 : 1;
    return (a: Row, b: Row) => sign * compareValues(type, a(column), b(column));
  });
  return (a, b) => orders.reduce((result, order) => result || order(a, b), 0);
}

/** Nothing comes before everything. */
function compareValues(type: ReturnType<Table['typeOf']>, a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  const [left, right] = [comparable(type, a), comparable(type, b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
