import type Stripe from 'stripe';
import { expectObject, reading } from './fault.ts';

type Row = { readonly id: string; readonly object: string };
type Page = { readonly starting_after?: string; readonly limit: number };

/**
 * Every row of a list, page after page. The package's own paging takes an answer that is no page for the end of the list.
 * @throws StripeFault
 */
export async function every<T extends Row>(
  kind: NoInfer<T['object']>,
  list: (page: Page) => Promise<Stripe.ApiList<T>>,
): Promise<readonly T[]> {
  const rows: T[] = [];
  for (;;) {
    const last = rows.at(-1)?.id;
    const page = await reading(list({ limit: 100, ...(last && { starting_after: last }) }), 'list');
    for (const row of page.data) expectObject<string>(row, kind, { write: false });
    rows.push(...page.data);
    if (!page.has_more || page.data.length === 0) return rows;
  }
}
