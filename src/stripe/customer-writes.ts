import type Stripe from 'stripe';
import type { Address } from '../domain/documents.ts';
import { customerOf, withTaxIds, type StripeCustomer } from './customer.ts';
import { StripeFault, writing } from './fault.ts';
import { keyPrefix } from './metadata.ts';
import { taxIdTypeOf } from './tax-id-type.ts';

/** What is to stand; `null` empties a field, and what is not named stays. */
export type StripeCustomerChange = {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly address?: Address | null;
  readonly metadata?: Readonly<Record<string, string>>;
};

/**
 * Writes the fields that are named and gives the customer as it then stands.
 * @param key makes a second request harmless; our own prefix, by which the echo is known, is put before it
 * @throws StripeFault, `outcome-unknown` when the request may have arrived
 */
export async function writeCustomer(
  stripe: Stripe,
  id: string,
  { name, email, phone, address, metadata }: StripeCustomerChange,
  key: string,
): Promise<StripeCustomer> {
  const fields: Stripe.CustomerUpdateParams = {
    ...(name !== undefined && { name: name ?? '' }),
    ...(email !== undefined && { email: email ?? '' }),
    ...(phone !== undefined && { phone: phone ?? '' }),
    ...(address !== undefined && { address: address === null ? '' : addressParam(address) }),
    ...(metadata && { metadata }),
    expand: ['tax_ids'],
  };
  return customerOf(await writing(stripe.customers.update(id, fields, ours(key)), 'customer'));
}

const ours = (key: string): Stripe.RequestOptions => ({ idempotencyKey: `${keyPrefix}${key}` });

/** Every part is named, so that one that is no longer known is emptied. */
const addressParam = ({ line1, line2, city, state, postalCode, country }: Address): Stripe.AddressParam => ({
  line1: line1 ?? '',
  line2: line2 ?? '',
  city: city ?? '',
  state: state ?? '',
  postal_code: postalCode ?? '',
  country: country ?? '',
});

/** What makes one tax id of those at Stripe the one that is wanted: the new one is added, then the old ones go. */
export type TaxIdChange = {
  readonly add?: { readonly type: Stripe.CustomerCreateTaxIdParams.Type; readonly value: string };
  /** Stripe's ids. */
  readonly remove: readonly string[];
};

/**
 * Stripe has no change of a tax id. Nothing is added where it stands already, and nothing is asked here, so that a person
 * who mends it at either side has nothing to retry.
 * Of several at Stripe the ERP, which has room for one, knows nothing: none of them may go by its word.
 * @param country of the customer's address, which says of what kind the tax id is
 * @throws StripeFault, `invalid` for a tax id whose kind can't be told, and for several of which none is the ERP's
 */
export function taxIdChange(
  { taxIds }: Pick<StripeCustomer, 'taxIds'>,
  value: string | null,
  country?: string,
): TaxIdChange {
  const standing = taxIds.find((taxId) => taxId.value === value);
  if (taxIds.length > 1 && !standing)
    throw new StripeFault(
      'invalid',
      `The customer has ${taxIds.length} tax ids at Stripe, and none of them is the ERP's: leave one of them at Stripe, or skip`,
      { where: 'tax_id' },
    );
  // Two of which one is new: the reply to an earlier attempt was lost before the old one went.
  const remove = taxIds.length > 2 ? [] : taxIds.filter((old) => old !== standing).map(({ id }) => id);
  if (value === null || standing) return { remove };
  return { add: { type: taxIdTypeOf(value, { country, before: taxIds.at(-1)?.type }), value }, remove };
}

/**
 * One that somebody took away meanwhile is gone, as it is to be.
 * @returns the customer with the tax ids that this made of his, and none that anybody has added since he was read
 * @throws StripeFault, `outcome-unknown` when a request may have arrived
 */
export async function writeTaxId(
  stripe: Stripe,
  customer: StripeCustomer,
  { add, remove }: TaxIdChange,
  key: string,
): Promise<StripeCustomer> {
  const { id } = customer;
  const added = add && (await writing(stripe.customers.createTaxId(id, add, ours(`${key}:add`)), 'tax_id'));
  for (const old of remove)
    await writing(stripe.customers.deleteTaxId(id, old, {}, ours(`${key}:${old}`)), 'tax_id').catch(unlessGone);
  const left = customer.taxIds.filter((taxId) => !remove.includes(taxId.id));
  return withTaxIds(customer, added ? [added, ...left] : left);
}

function unlessGone(error: unknown): void {
  if (!(error instanceof StripeFault) || error.code !== 'not-found') throw error;
}
