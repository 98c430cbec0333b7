import type Stripe from 'stripe';
import { z } from 'zod';
import { currency, mergedMetadata, metadata, natural, read, word } from './form.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

export const newShippingRate = z.object({
  display_name: word,
  fixed_amount: z.object({ amount: natural, currency }),
  metadata: metadata.optional(),
  tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).default('unspecified'),
});

export function addShippingRate(world: World, fields: z.output<typeof newShippingRate>): Stripe.ShippingRate {
  return world.store.insert('shipping_rate', {
    id: world.ids('shr'),
    object: 'shipping_rate',
    active: true,
    created: world.clock.now(),
    delivery_estimate: null,
    display_name: fields.display_name,
    fixed_amount: fields.fixed_amount,
    livemode: world.livemode,
    metadata: mergedMetadata({}, fields.metadata),
    tax_behavior: fields.tax_behavior,
    tax_code: null,
    type: 'fixed_amount',
  });
}

export const shippingRateRoutes = (world: World): Routes => ({
  'POST /v1/shipping_rates': ({ params }) => addShippingRate(world, read(newShippingRate, params)),
  'GET /v1/shipping_rates': ({ params }) => newestFirst(world.store.all('shipping_rate'), params, '/v1/shipping_rates'),
  'GET /v1/shipping_rates/:id': ({ id }) => world.store.get('shipping_rate', id),
});
