import type Stripe from 'stripe';
import { z } from 'zod';
import { flag, mergedMetadata, metadata, read, textOrNull, word } from './form.ts';
import type { Ratio } from './fx.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const creation = z.object({
  country: textOrNull,
  description: textOrNull,
  display_name: word,
  inclusive: flag,
  jurisdiction: textOrNull,
  metadata: metadata.optional(),
  percentage: z.string().regex(/^\d{1,3}(\.\d{1,4})?$/, 'a percentage such as 19 or 7.25'),
  state: textOrNull,
  tax_type: textOrNull,
});

/** `7.25` percent as a ratio of integers: 72500 to 1000000. */
export function percentOf(percentage: number): Ratio {
  const [whole = '0', part = ''] = String(percentage).split('.');
  return { over: BigInt(whole + part.padEnd(4, '0').slice(0, 4)), under: 1_000_000n };
}

export const taxRateRoutes = (world: World): Routes => ({
  'POST /v1/tax_rates': ({ params }) => {
    const { percentage, metadata: asked, ...fields } = read(creation, params);
    const rate: Stripe.TaxRate = {
      id: world.ids('txr'),
      object: 'tax_rate',
      active: true,
      created: world.clock.now(),
      effective_percentage: Number(percentage),
      flat_amount: null,
      jurisdiction_level: null,
      livemode: world.livemode,
      metadata: mergedMetadata({}, asked),
      percentage: Number(percentage),
      rate_type: 'percentage',
      ...fields,
    };
    world.store.insert('tax_rate', rate);
    world.emit('tax_rate.created', rate);
    return rate;
  },
  'GET /v1/tax_rates': ({ params }) => newestFirst(world.store.all('tax_rate'), params, '/v1/tax_rates'),
  'GET /v1/tax_rates/:id': ({ id }) => world.store.get('tax_rate', id),
});
