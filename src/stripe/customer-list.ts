import type Stripe from 'stripe';
import type { StripeCustomer } from './customer.ts';
import { each } from './lists.ts';
import { personOf } from './person.ts';
import { isoOf } from './values.ts';

export type ListedCustomer = StripeCustomer & {
  /** ISO time. */
  readonly createdAt: string;
};

/** Every customer that is not deleted, the newest first, page by page. Without tax ids. @throws StripeFault */
export async function* listCustomers(
  stripe: Stripe,
  options: Stripe.RequestOptions = {},
): AsyncGenerator<ListedCustomer> {
  const pages = each<Stripe.Customer>('customer', (page) => stripe.customers.list(page, options));
  for await (const customer of pages)
    yield {
      id: customer.id,
      person: personOf(customer),
      metadata: customer.metadata ?? {},
      deleted: false,
      createdAt: isoOf(customer.created),
    };
}
