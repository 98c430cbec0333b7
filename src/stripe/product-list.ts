import type Stripe from 'stripe';
import { each } from './lists.ts';
import { idOf } from './values.ts';

type Metadata = Readonly<Record<string, string>>;
export type ListedProduct = { readonly id: string; readonly name: string; readonly metadata: Metadata };
export type ListedPrice = {
  readonly id: string;
  readonly product: string;
  /** The shop's own name of it. */
  readonly lookupKey?: string;
  readonly metadata: Metadata;
};

/** Every product that is still sold, the newest first, page by page. @throws StripeFault */
export async function* listProducts(
  stripe: Stripe,
  options: Stripe.RequestOptions = {},
): AsyncGenerator<ListedProduct> {
  const pages = each<Stripe.Product>('product', (page) => stripe.products.list({ ...page, active: true }, options));
  for await (const { id, name, metadata } of pages) yield { id, name, metadata };
}

/** Every price that is still asked, the newest first, page by page. @throws StripeFault */
export async function* listPrices(stripe: Stripe, options: Stripe.RequestOptions = {}): AsyncGenerator<ListedPrice> {
  const pages = each<Stripe.Price>('price', (page) => stripe.prices.list({ ...page, active: true }, options));
  for await (const { id, product, lookup_key: lookupKey, metadata } of pages)
    yield { id, product: idOf(product) ?? '', metadata, ...(lookupKey && { lookupKey }) };
}
