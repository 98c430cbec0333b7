import { incompatible, unreadable } from './refused.ts';

/** What a filter compares a column with; `word` is text that nobody put into quotes. */
export type Literal = { readonly kind: 'text' | 'number' | 'time' | 'word'; readonly value: string };
/** Something that `<` and `>` order as the column does. */
export type Comparable = string | bigint;

/** Enough for every decimal of the wire. */
const DIGITS = 10;

export function scaled(decimal: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${fraction.slice(0, DIGITS).padEnd(DIGITS, '0')}`);
}

const kinds = { text: 'text', whole: 'number', decimal: 'number', time: 'time' } as const;
type ColumnType = keyof typeof kinds;

/** What a column holds, ready to be compared. */
export const comparable = (type: ColumnType, value: string): Comparable =>
  kinds[type] === 'number' ? scaled(value) : value;

/**
 * @param local what an instant is by Prophet 21's clock, as which columns hold it
 * @throws ODataRefusal 404 when the literal is of another type than the column
 */
export function literalFor(type: ColumnType, literal: Literal, local: (instant: string) => string): Comparable {
  if (literal.kind !== kinds[type]) throw incompatible(kinds[type], literal.kind);
  if (literal.kind === 'number') return scaled(literal.value);
  if (literal.kind !== 'time') return literal.value;
  if (Number.isNaN(Date.parse(literal.value))) throw unreadable(`'${literal.value}' is no instant.`);
  return local(literal.value);
}
