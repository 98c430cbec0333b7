import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { comparedBy, isSince, literalSince, momentGiven, momentOf, type Comparison } from './times.ts';

type Signal = AbortSignal | undefined;
/** When a row was last changed, in every table. */
export const changed = 'date_last_modified';

/** Which rows of a table, and the columns that tell them apart. */
type Changing = {
  readonly table: string;
  readonly where: readonly Condition[];
  readonly key: readonly string[];
};

/**
 * Rows that were changed since then, oldest first, each version of one once.
 * Goes on from the last instant seen, not by counting rows: one that changes meanwhile moves to the end, and
 * everything behind it one place forward, over the edge of a page that was already read. So the page that follows is only
 * looked for, and asked for anew from there; but one that ends in the instant it was asked from can be left by counting alone.
 * Which instant that is shows as soon as a row comes that one way of comparing times would have left out.
 */
export async function* changedRows(
  native: Native,
  changing: Changing,
  since: string,
  signal: Signal,
): AsyncGenerator<readonly Row[]> {
  const { timeZone } = native.site;
  const moment = momentGiven(since);
  const seen = new Set<string>();
  const version = (row: Row): string => [...changing.key, changed].map((column) => row[column] ?? '').join(' ');
  const fresh = (row: Row): boolean => !seen.has(version(row)) && isSince(row[changed], moment, timeZone, changed);
  let by: Comparison | undefined;
  let from: string | undefined = literalSince(moment, timeZone);
  while (from !== undefined) {
    const asked: string = from;
    from = undefined;
    const answered = pagesFrom(native, changing, asked, signal);
    for (let page = await answered.next(); page.done !== true; page = await answered.next()) {
      const rows = page.value.filter(fresh);
      yield rows;
      for (const row of rows) seen.add(version(row));
      by ??= page.value.map((row) => comparedBy(row[changed], asked, timeZone, changed)).find((each) => each);
      const last = page.value.at(-1);
      const next = last && literalSince(momentOf(last[changed], timeZone, changed), timeZone, by);
      if (next === undefined || next <= asked) continue;
      if ((await answered.next()).done !== true) from = next;
      break;
    }
    await answered.return(undefined);
  }
}

const pagesFrom = (
  { odata }: Native,
  { table, where, key }: Changing,
  from: string,
  signal: Signal,
): AsyncGenerator<readonly Row[]> =>
  odata.pages(
    table,
    { where: [...where, { column: changed, is: 'ge', value: from }], orderBy: [changed, ...key] },
    signal,
  );
