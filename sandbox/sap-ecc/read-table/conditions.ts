import { written } from './columns.ts';
import type { Column, Row } from './columns.ts';
import { ReadTableError } from './errors.ts';

type Condition = (row: Row) => boolean;
type Token = { readonly kind: 'word' | 'literal' | '(' | ')'; readonly text: string };
type Cursor = { readonly peek: () => Token | undefined; readonly next: () => Token };

/** Width of OPTIONS-TEXT. */
const TEXT_LENGTH = 72;
const tokenPattern = /\s*(?:(?<paren>[()])|'(?<literal>(?:[^']|'')*)'|(?<word>[^\s()']+))/y;

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  EQ: (order) => order === 0,
  NE: (order) => order !== 0,
  GE: (order) => order >= 0,
  GT: (order) => order > 0,
  LE: (order) => order <= 0,
  LT: (order) => order < 0,
};
const signs: Readonly<Record<string, string>> = { '=': 'EQ', '<>': 'NE', '>=': 'GE', '>': 'GT', '<=': 'LE', '<': 'LT' };

/**
 * The WHERE clause in the rows of OPTIONS, which are joined with a blank; no rows let everything through.
 * @throws ReadTableError OPTION_NOT_VALID for what can't be parsed, FIELD_NOT_VALID for a field that the table lacks
 */
export function conditionOf(rows: readonly string[], columns: readonly Column[]): Condition {
  const tooLong = rows.find((row) => row.length > TEXT_LENGTH);
  if (tooLong !== undefined) throw invalid(`a row has ${tooLong.length} characters, there is room for ${TEXT_LENGTH}`);
  const tokens = tokensOf(rows.map((row) => row.trimEnd()).join(' '));
  if (tokens.length === 0) return () => true;

  const cursor = cursorOn(tokens);
  const condition = disjunction(cursor, columns);
  const rest = cursor.peek();
  if (rest) throw invalid(`"${rest.text}" is one too many`);
  return condition;
}

function tokensOf(text: string): readonly Token[] {
  const pattern = new RegExp(tokenPattern);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw invalid(`the literal is not closed in "${text.slice(from)}"`);
    const { paren, literal, word } = groups;
    if (paren === '(' || paren === ')') tokens.push({ kind: paren, text: paren });
    else if (literal !== undefined) tokens.push({ kind: 'literal', text: literal.replaceAll("''", "'") });
    else tokens.push({ kind: 'word', text: word ?? '' });
  }
  return tokens;
}

function cursorOn(tokens: readonly Token[]): Cursor {
  let at = 0;
  const peek = () => tokens[at];
  const next = () => {
    const token = tokens[at];
    if (!token) throw invalid('it ends too early');
    at += 1;
    return token;
  };
  return { peek, next };
}

function disjunction(cursor: Cursor, columns: readonly Column[]): Condition {
  const parts = [conjunction(cursor, columns)];
  while (takes(cursor, 'OR')) parts.push(conjunction(cursor, columns));
  return (row) => parts.some((part) => part(row));
}

function conjunction(cursor: Cursor, columns: readonly Column[]): Condition {
  const parts = [single(cursor, columns)];
  while (takes(cursor, 'AND')) parts.push(single(cursor, columns));
  return (row) => parts.every((part) => part(row));
}

function takes(cursor: Cursor, word: string): boolean {
  const token = cursor.peek();
  const found = token?.kind === 'word' && token.text.toUpperCase() === word;
  if (found) cursor.next();
  return found;
}

function single(cursor: Cursor, columns: readonly Column[]): Condition {
  const first = cursor.next();
  if (first.kind === '(') {
    const inner = disjunction(cursor, columns);
    if (cursor.next().kind !== ')') throw invalid('a parenthesis is not closed');
    return inner;
  }
  if (first.kind !== 'word') throw invalid(`"${first.text}" stands where a field should`);
  const column = columns.find(({ name }) => name === first.text.toUpperCase());
  if (!column) throw new ReadTableError('FIELD_NOT_VALID', first.text);
  return comparison(column, cursor.next(), cursor.next());
}

function comparison(column: Column, operator: Token, wanted: Token): Condition {
  if (operator.kind !== 'word') throw invalid(`"${operator.text}" stands where an operator should`);
  if (wanted.kind !== 'literal') throw invalid(`"${wanted.text}" is no literal in quotation marks`);
  const word = operator.text.toUpperCase();
  if (word === 'LIKE') {
    const pattern = patternOf(wanted.text);
    return (row) => pattern.test(textOf(row, column));
  }
  const holds = comparisons[signs[word] ?? word];
  if (!holds) throw invalid(`${operator.text} is no operator`);
  return (row) => holds(order(row, column, wanted.text));
}

/** Trailing blanks don't count, as in every CHAR field. */
function order(row: Row, column: Column, literal: string): number {
  const value = row[column.name];
  if (typeof value === 'bigint') return Number(value > storedAmount(literal)) - Number(value < storedAmount(literal));
  const [left, right] = [textOf(row, column), literal.trimEnd()];
  return Number(left > right) - Number(left < right);
}

/** "11.91" as the 1191 that a CURR field holds. */
function storedAmount(literal: string): bigint {
  const [, sign = '', whole = '', cents = ''] = /^\s*(-?)(\d+)(?:\.(\d{1,2}))?\s*$/.exec(literal) ?? [];
  if (whole === '') throw invalid(`'${literal}' is no amount with two decimals`);
  return BigInt(`${sign}${whole}${cents.padEnd(2, '0')}`);
}

const textOf = (row: Row, column: Column): string => written(column, row[column.name]).trimEnd();

/** `%` stands for any text, `_` for one character. */
const patternOf = (like: string): RegExp =>
  new RegExp(
    `^${like
      .trimEnd()
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.')}$`,
    's',
  );

const invalid = (why: string): ReadTableError => new ReadTableError('OPTION_NOT_VALID', why);
