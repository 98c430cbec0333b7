import type Stripe from 'stripe';
import { expectObject, reading } from './fault.ts';

type Row = { readonly id: string; readonly object: string };
type Page = { readonly starting_after?: string; readonly limit: number };

/**
 * The rows of a list, page after page. The package's own paging takes an answer that is no page for the end of the list.
 * @throws StripeFault
 */
export async function* each<T extends Row>(
  kind: NoInfer<T['object']>,
  list: (page: Page) => Promise<Stripe.ApiList<T>>,
): AsyncGenerator<T> {
  for (let last: string | undefined, more = true; more;) {
    const page = await reading(list({ limit: 100, ...(last && { starting_after: last }) }), 'list');
    for (const row of page.data) expectObject<string>(row, kind, { write: false });
    yield* page.data;
    last = page.data.at(-1)?.id;
    more = page.has_more && last !== undefined;
  }
}

/** All of them at once. @throws StripeFault */
export async function every<T extends Row>(
  kind: NoInfer<T['object']>,
  list: (page: Page) => Promise<Stripe.ApiList<T>>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  for await (const row of each(kind, list)) rows.push(row);
  return rows;
}
