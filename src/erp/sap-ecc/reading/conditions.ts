import { ErpError } from '../../errors.ts';
import type { Fields } from '../rfc.ts';

/** Words of a WHERE that must not be torn apart: a comparison, a bracket, an AND. */
export type Condition = readonly string[];
type Operator = 'EQ' | 'NE' | 'GE' | 'GT' | 'LE';

/** Length of a row of OPTIONS. */
const rowLength = 72;

export const is = (field: string, value: string, operator: Operator = 'EQ'): Condition => [
  `${field} ${operator} '${value.replaceAll("'", "''")}'`,
];
export const isNot = (field: string, value: string): Condition => is(field, value, 'NE');
export const isOneOf = (field: string, values: readonly string[]): Condition =>
  either(...values.map((value) => is(field, value)));
export const all = (...conditions: readonly Condition[]): Condition => joined(conditions, 'AND');
export const either = (...conditions: readonly Condition[]): Condition => ['(', ...joined(conditions, 'OR'), ')'];

const joined = (conditions: readonly Condition[], word: string): Condition =>
  conditions.flatMap((condition, place) => (place === 0 ? condition : [word, ...condition]));

/** Fills rows of OPTIONS; SAP joins them with a blank. @throws `invalid` for a value too long to be compared. */
export function optionsOf(condition: Condition): readonly Fields[] {
  const rows: string[] = [];
  for (const word of condition) {
    if (word.length > rowLength)
      throw new ErpError('invalid', `A value is too long to be looked for in SAP: ${rowLength} characters are all`, {
        where: word.slice(0, word.indexOf(' ')),
      });
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= rowLength) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows.map((TEXT) => ({ TEXT }));
}
