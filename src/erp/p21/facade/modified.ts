import type { z } from 'zod';
import { ErpError } from '../../errors.ts';
import type { Client } from './client.ts';
import { page } from './paging.ts';
import type { Route } from './routes.ts';

type Changing = { readonly DateLastModified: string };
type Listed<T> = {
  readonly client: Client;
  readonly route: Route;
  readonly schema: z.ZodType<T>;
  readonly numberOf: (one: T) => string;
};

/**
 * Changed since then, oldest first. Goes on from the last instant seen, not from a page number: what changes meanwhile moves
 * to the end, and everything behind it one place forward, over the edge of a page that was already read.
 */
export async function* changedSince<T extends Changing>(
  { client, route, schema, numberOf }: Listed<T>,
  since: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly T[]> {
  const version = (one: T): string => `${numberOf(one)} ${one.DateLastModified}`;
  let from = instant(since);
  let number = 1;
  const seen = new Set<string>();
  for (;;) {
    const { list, more } = await page(client, route, schema, { ModifiedSince: from }, number, signal);
    yield list.filter((one) => !seen.has(version(one)));
    const last = list.at(-1)?.DateLastModified;
    if (!more || last === undefined) return;
    // A page within a single instant can only be left by its number.
    number = instant(last) === from ? number + 1 : 1;
    from = instant(last);
    for (const one of list) seen.add(version(one));
  }
}

/** All of them by number; what is made meanwhile can only push one to the next page, where it is left out. */
export async function* allByNumber<T>(
  { client, route, schema, numberOf }: Listed<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly T[]> {
  let before = new Set<string>();
  for (let number = 1; ; number += 1) {
    const { list, more } = await page(client, route, schema, { OrderBy: 'Number' }, number, signal);
    const known = before;
    yield list.filter((one) => !known.has(numberOf(one)));
    if (!more) return;
    before = new Set(list.map(numberOf));
  }
}

function instant(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new ErpError('invalid', `"${text}" is not a time; write it as in 2026-01-30T09:15:00.000Z`, {
      where: 'ModifiedSince',
    });
  return at.toISOString();
}
