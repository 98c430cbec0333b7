import type Stripe from 'stripe';
import type { Person } from '../domain/shop-order.ts';
import { reading } from './fault.ts';
import { personOf } from './person.ts';
import { isoOf } from './values.ts';

export type StripeTaxId = {
  readonly id: string;
  /** Stripe's word for its kind, `eu_vat`. */
  readonly type: string;
  /** As written. */
  readonly value: string;
};
export type StripeCustomer = {
  readonly id: string;
  /** Empty once the customer was deleted at Stripe. */
  readonly person: Person;
  readonly metadata: Readonly<Record<string, string>>;
  readonly deleted: boolean;
  /** The first that the customer gave, as written. */
  readonly taxId?: string;
  readonly taxIds: readonly StripeTaxId[];
  /** ISO time; empty once deleted. */
  readonly createdAt: string;
};

/** With its tax ids, which Stripe shows only to who asks for them. @throws StripeFault */
export async function readCustomer(
  stripe: Stripe,
  id: string,
  options: Stripe.RequestOptions = {},
): Promise<StripeCustomer> {
  const customer = await reading(stripe.customers.retrieve(id, { expand: ['tax_ids'] }, options), 'customer');
  return customer.deleted ? gone(id) : customerOf(customer);
}

const gone = (id: string): StripeCustomer => ({
  id,
  person: {},
  metadata: {},
  deleted: true,
  taxIds: [],
  createdAt: '',
});

export const customerOf = (customer: Stripe.Customer): StripeCustomer =>
  withTaxIds(
    {
      id: customer.id,
      person: personOf(customer),
      metadata: customer.metadata ?? {},
      deleted: false,
      createdAt: isoOf(customer.created),
    },
    customer.tax_ids?.data ?? [],
  );

/** @param newestFirst as Stripe lists them; the one that was there first is the customer's own */
export function withTaxIds(
  { taxId: _before, ...customer }: Omit<StripeCustomer, 'taxIds'>,
  newestFirst: readonly StripeTaxId[],
): StripeCustomer {
  const taxIds = newestFirst.map(({ id, type, value }) => ({ id, type, value }));
  const first = taxIds.at(-1);
  return { ...customer, ...(first && { taxId: first.value }), taxIds };
}
