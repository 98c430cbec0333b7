import type Stripe from 'stripe';
import { z } from 'zod';
import { previousAttributes } from './events.ts';
import {
  addressOrNull,
  given,
  mergedMetadata,
  metadata,
  read,
  shippingOrNull,
  text,
  textOrNull,
  word,
} from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import { forgetTaxIds } from './tax-ids.ts';
import type { World } from './world.ts';

const creation = z.object({
  address: addressOrNull,
  description: textOrNull,
  email: textOrNull,
  metadata: metadata.optional(),
  name: textOrNull,
  phone: textOrNull,
  shipping: shippingOrNull,
});
const update = z.object({
  address: addressOrNull.unwrap().optional(),
  description: text.optional(),
  email: text.optional(),
  metadata: metadata.optional(),
  name: text.optional(),
  phone: text.optional(),
  shipping: shippingOrNull.unwrap().optional(),
});
const filter = z.object({ email: word.optional() });

export type NewCustomer = Pick<Stripe.Customer, 'email' | 'shipping'> & {
  readonly address: Stripe.Address | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly description?: string | null;
  readonly metadata?: Record<string, string>;
};

export function addCustomer(world: World, fields: NewCustomer): Stripe.Customer {
  const customer = world.store.insert('customer', customerOf(world, fields));
  world.emit('customer.created', customer);
  return customer;
}

/** Many at once, as if they had been there long before anybody listened: without events. */
export const seedCustomers = (world: World, all: readonly NewCustomer[]): string[] =>
  all.map((fields) => world.store.insert('customer', customerOf(world, fields)).id);

function customerOf(world: World, fields: NewCustomer): Stripe.Customer {
  return {
    id: world.ids('cus', 14),
    object: 'customer',
    address: fields.address,
    balance: 0,
    created: world.clock.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: fields.description ?? null,
    discount: null,
    email: fields.email,
    invoice_prefix: world.ids('', 8).slice(1).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: world.livemode,
    metadata: fields.metadata ?? {},
    name: fields.name,
    next_invoice_sequence: 1,
    phone: fields.phone,
    preferred_locales: [],
    shipping: fields.shipping,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export const customerRoutes = (world: World): Routes => ({
  'POST /v1/customers': ({ params }) => {
    const { metadata: asked, ...fields } = read(creation, params);
    return addCustomer(world, { ...fields, metadata: mergedMetadata({}, asked) });
  },
  'GET /v1/customers': ({ params }) => {
    const { email } = read(filter, params);
    const within = createdWithin(params);
    const fits = (customer: Stripe.Customer) => within(customer) && (email === undefined || customer.email === email);
    return newestFirst(world.store.all('customer').filter(fits), params, '/v1/customers');
  },
  /** A deleted one is still shown, as an id that was. */
  'GET /v1/customers/:id': ({ id }) => world.store.find('deleted customer', id) ?? world.store.get('customer', id),
  'POST /v1/customers/:id': ({ id, params }) => {
    const customer = world.store.get('customer', id);
    const { metadata: asked, ...fields } = read(update, params);
    const before = structuredClone(customer);
    Object.assign(customer, given(fields), { metadata: mergedMetadata(customer.metadata, asked) });
    if (Object.keys(previousAttributes(before, customer)).length > 0) world.emit('customer.updated', customer, before);
    return customer;
  },
  'DELETE /v1/customers/:id': ({ id }) => {
    const customer = world.store.get('customer', id);
    world.store.remove('customer', id);
    forgetTaxIds(world, id);
    world.emit('customer.deleted', customer);
    return world.store.insert('deleted customer', { id, object: 'customer', deleted: true });
  },
});
