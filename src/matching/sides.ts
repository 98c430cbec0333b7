import type { Listed } from './evidence.ts';

/** One list, which rows of it have a line already, and what is known of those that have none. */
export type Side<R> = {
  readonly rows: readonly R[];
  readonly settled: Uint8Array;
  readonly notes: Map<number, string>;
};

export const sideOf = <R extends Listed>(rows: readonly R[]): Side<R> => {
  const sorted = [...rows].sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  return { rows: sorted, settled: new Uint8Array(sorted.length), notes: new Map() };
};

/** Gives the row, which is not free from now on. */
export function take<R extends Listed>(side: Side<R>, at: number): R {
  side.settled[at] = 1;
  const row = side.rows[at];
  if (row === undefined) throw new RangeError(`There is no row ${at}`);
  return row;
}

/** The first thing that is known of a row without a partner stays. */
export function noted<R extends Listed>({ settled, notes }: Side<R>, at: number, words: () => string): void {
  if (!settled[at] && !notes.has(at)) notes.set(at, words());
}

const mostNamed = 5;
/** A crowd is counted, not listed: the review stays as long as the lists. */
export function named<R extends Listed>({ rows }: Side<R>, at: readonly number[]): string {
  const ids = at.slice(0, mostNamed).map((index) => rows[index]?.id ?? '');
  return at.length > mostNamed ? `${ids.join(', ')} or ${at.length - mostNamed} more` : ids.join(' or ');
}
