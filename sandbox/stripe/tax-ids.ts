import type Stripe from 'stripe';
import { z } from 'zod';
import { invalid } from './errors.ts';
import { read, word } from './form.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const creation = z.object({ type: word, value: word });
/** Enough of Stripe's list to refuse what is no kind of tax id. */
const kind = /^[a-z]{2}_[a-z0-9_]{2,24}$/;
const mostOfOne = 5;

const taxIdsOf = ({ taxIds }: World, customer: string): readonly Stripe.TaxId[] => taxIds.get(customer) ?? [];

/** Without an event: they go with their customer. */
export function forgetTaxIds(world: World, customer: string): void {
  for (const { id } of taxIdsOf(world, customer)) world.store.remove('tax_id', id);
  world.taxIds.delete(customer);
}

export const taxIdPage = (world: World, customer: string, params: Parameters<typeof newestFirst>[1] = {}) =>
  newestFirst(taxIdsOf(world, customer), params, `/v1/customers/${customer}/tax_ids`);

export function addTaxId(world: World, customer: string, { type, value }: z.output<typeof creation>): Stripe.TaxId {
  if (!kind.test(type)) throw invalid(`Invalid type: must be one of ad_nrt, ae_trn, …, za_vat`, 'type');
  if (taxIdsOf(world, customer).length >= mostOfOne)
    throw invalid(`You cannot add more than ${mostOfOne} tax IDs to a customer.`, undefined, 'customer_tax_ids_limit');
  const taxId = {
    id: world.ids('txi', 24),
    object: 'tax_id',
    country: type.slice(0, 2).toUpperCase(),
    created: world.clock.now(),
    customer,
    customer_account: null,
    livemode: world.livemode,
    owner: { customer, type: 'customer' },
    type,
    value,
    verification: { status: 'pending', verified_address: null, verified_name: null },
  } as Stripe.TaxId;
  world.store.insert('tax_id', taxId);
  world.taxIds.set(customer, [...taxIdsOf(world, customer), taxId]);
  world.emit('customer.tax_id.created', taxId);
  return taxId;
}

export const taxIdRoutes = (world: World): Routes => ({
  'POST /v1/customers/:id/tax_ids': ({ id, params }) =>
    addTaxId(world, world.store.get('customer', id).id, read(creation, params)),
  'GET /v1/customers/:id/tax_ids': ({ id, params }) => taxIdPage(world, world.store.get('customer', id).id, params),
  'GET /v1/customers/:id/tax_ids/:part': ({ id, part }) => ownedBy(world, id, part),
  'DELETE /v1/customers/:id/tax_ids/:part': ({ id, part }) => {
    const taxId = ownedBy(world, id, part);
    world.store.remove('tax_id', taxId.id);
    const others = taxIdsOf(world, id).filter((other) => other.id !== taxId.id);
    world.taxIds.set(id, others);
    world.emit('customer.tax_id.deleted', taxId);
    return { id: taxId.id, object: 'tax_id', deleted: true };
  },
});

function ownedBy(world: World, customer: string, id: string): Stripe.TaxId {
  const taxId = world.store.get('tax_id', id);
  return taxId.customer === customer ? taxId : world.store.get('tax_id', `${id} of ${customer}`);
}
