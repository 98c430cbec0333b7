import type Stripe from 'stripe';
import type { Person } from '../domain/shop-order.ts';
import { reading } from './fault.ts';
import { personOf } from './person.ts';

export type StripeCustomer = {
  readonly id: string;
  /** Empty once the customer was deleted at Stripe. */
  readonly person: Person;
  readonly metadata: Readonly<Record<string, string>>;
  readonly deleted: boolean;
  /** The first that the customer gave, as written; Stripe shows it only to who asks for it. */
  readonly taxId?: string;
};

/** @throws StripeFault */
export async function readCustomer(
  stripe: Stripe,
  id: string,
  options: Stripe.RequestOptions = {},
): Promise<StripeCustomer> {
  const customer = await reading(stripe.customers.retrieve(id, {}, options), 'customer');
  if (customer.deleted) return { id, person: {}, metadata: {}, deleted: true };
  const taxId = customer.tax_ids?.data[0];
  return {
    id,
    person: personOf(customer),
    metadata: customer.metadata ?? {},
    deleted: false,
    ...(taxId && { taxId: taxId.value }),
  };
}
