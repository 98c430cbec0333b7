import type Stripe from 'stripe';
import { customerOf, type StripeCustomer } from './customer.ts';
import { each } from './lists.ts';

export type ListedCustomer = StripeCustomer;

/** Every customer that is not deleted, with tax ids, the newest first, page by page. @throws StripeFault */
export async function* listCustomers(
  stripe: Stripe,
  options: Stripe.RequestOptions = {},
): AsyncGenerator<ListedCustomer> {
  const list = (page: Stripe.CustomerListParams) =>
    stripe.customers.list({ ...page, expand: ['data.tax_ids'] }, options);
  for await (const customer of each<Stripe.Customer>('customer', list)) yield customerOf(customer);
}
