import type { z } from 'zod';
import type { Client } from './client.ts';
import type { Route } from './routes.ts';
import { Page } from './schema.ts';

const pageSize = '200';
type Query = Readonly<Record<string, string>>;
type PageOf<T> = { readonly list: readonly T[]; readonly more: boolean };

/** One page. A gateway that ignores `Page` would be read for ever, so it must say which one it gives. */
export async function page<T>(
  client: Client,
  route: Route,
  item: z.ZodType<T>,
  query: Query,
  number: number,
  signal?: AbortSignal,
): Promise<PageOf<T>> {
  const decode = (body: unknown): PageOf<T> => {
    const { list, Page: given, More } = Page.parse(body);
    if (given !== number) throw new RangeError(`page ${given} came in place of page ${number}`);
    if (More === 'Y' && list.length === 0) throw new RangeError('an empty page promises more');
    return { list: list.map((each) => item.parse(each)), more: More === 'Y' };
  };
  return client.send(route, decode, { query: { ...query, Page: String(number), PageSize: pageSize }, signal });
}

/** All that a query finds, page after page. */
export async function all<T>(
  client: Client,
  route: Route,
  item: z.ZodType<T>,
  query: Query,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const found: T[] = [];
  for (let number = 1; ; number += 1) {
    const { list, more } = await page(client, route, item, query, number, signal);
    found.push(...list);
    if (!more) return found;
  }
}
