import type { Definition } from '../definitions/definition.ts';
import type { Part } from '../definitions/roles.ts';
import type { NativeSite } from '../native-site.ts';
import { unknown } from './failures.ts';
import type { Given, Row } from './given.ts';
import { valueOf } from './given.ts';

/** Counts orders of several lines: every so-manieth loses its last one. */
export type DroppedLines = { readonly isDue: () => boolean; readonly count: () => void };
/** One transaction that is to be carried out. */
export type Work = {
  readonly site: NativeSite;
  readonly definition: Definition;
  readonly part: Part;
  readonly given: Given;
  readonly droppedLines: DroppedLines;
};

export const fieldOf = ({ part }: Work, name: string): string => part.fields[name] ?? name;

export const entry = (work: Work, row: Row, name: string): string | undefined => valueOf(row, work.part.fields[name]);

/** Fields of the books, from what was entered in the window. */
export const fill = (work: Work, row: Row, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = entry(work, row, name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** The ISO code behind Prophet 21's own number of a currency. */
export function currencyIn(work: Work, row: Row, name: string): string | undefined {
  const number = entry(work, row, name);
  if (number === undefined) return undefined;
  const code = work.site.currencies.get(number);
  if (code === undefined) throw unknown(fieldOf(work, name), number);
  return code;
}
