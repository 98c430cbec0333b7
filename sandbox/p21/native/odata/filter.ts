import type { Comparable } from './literals.ts';
import { comparable, literalFor } from './literals.ts';
import type { Row, Table } from './table.ts';
import type { Reader } from './tokens.ts';
import { readerOf } from './tokens.ts';

export type Holds = (row: Row) => boolean;
type Compare = (a: Comparable, b: Comparable) => boolean;

const operators: Readonly<Record<string, Compare>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/**
 * Comparisons of a column with a literal, `and`, `or` and parentheses; `and` binds closer. A column that holds nothing is
 * unequal to every literal, and neither more nor less than any.
 * @throws ODataRefusal when it can't be read, names no column, or compares what can't be compared
 */
export function filterOf(filter: string, table: Table, local: (instant: string) => string): Holds {
  const reader = readerOf(filter);
  const anyOf = (): Holds => {
    const parts = several('or', allOf);
    return (row) => parts.some((holds) => holds(row));
  };
  const allOf = (): Holds => {
    const parts = several('and', one);
    return (row) => parts.every((holds) => holds(row));
  };
  const several = (joint: 'and' | 'or', part: () => Holds): readonly Holds[] => {
    const parts = [part()];
    while (reader.passed(joint)) parts.push(part());
    return parts;
  };
  const one = (): Holds => {
    if (!reader.passed('(')) return comparison(reader, table, local);
    const inside = anyOf();
    if (!reader.passed(')')) throw reader.wrong();
    return inside;
  };
  const holds = anyOf();
  if (!reader.ended()) throw reader.wrong();
  return holds;
}

function comparison(reader: Reader, table: Table, local: (instant: string) => string): Holds {
  const column = reader.word();
  const type = table.typeOf(column);
  const operator = reader.word();
  const compare = operators[operator];
  if (!compare) throw reader.wrong();
  const wanted = literalFor(type, reader.literal(), local);
  return (row) => {
    const value = row(column);
    return value === null ? operator === 'ne' : compare(comparable(type, value), wanted);
  };
}
