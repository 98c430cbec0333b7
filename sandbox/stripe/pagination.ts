import { z } from 'zod';
import { invalid } from './errors.ts';
import { created, integer, read, word } from './form.ts';
import type { Params } from './form.ts';

const page = z.object({
  limit: integer.refine((value) => value >= 1 && value <= 100, 'must be between 1 and 100').default(10),
  starting_after: word.optional(),
  ending_before: word.optional(),
});

export type Page<T> = { object: 'list'; url: string; has_more: boolean; data: T[] };

/**
 * One page out of a list that is already in the order shown.
 * @throws StripeProblem when the cursor names nothing in the list
 */
export function paged<T extends { readonly id: string }>(all: readonly T[], params: Params, url: string): Page<T> {
  const { limit, starting_after: after, ending_before: before } = read(page, params);
  if (before !== undefined) {
    const end = indexOf(all, before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', url, has_more: start > 0, data: all.slice(start, end) };
  }
  const start = after === undefined ? 0 : indexOf(all, after, 'starting_after') + 1;
  return { object: 'list', url, has_more: start + limit < all.length, data: all.slice(start, start + limit) };
}

/** Newest first, as Stripe lists everything but line items. */
export const newestFirst = <T extends { readonly id: string }>(
  all: readonly T[],
  params: Params,
  url: string,
): Page<T> => paged([...all].reverse(), params, url);

function indexOf(all: readonly { readonly id: string }[], id: string, param: string): number {
  const index = all.findIndex((candidate) => candidate.id === id);
  if (index < 0) throw invalid(`No such object in this list: '${id}'`, param, 'resource_missing');
  return index;
}

const range = z.object({ created });

/** Whether an object's time of creation lies in the range that the request asks for, if any. */
export function createdWithin(params: Params): (object: { readonly created: number }) => boolean {
  const { created: asked } = read(range, params);
  if (asked === undefined) return () => true;
  if (typeof asked === 'number') return (object) => object.created === asked;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = asked;
  return ({ created: at }) => at > gt && at >= gte && at < lt && at <= lte;
}
