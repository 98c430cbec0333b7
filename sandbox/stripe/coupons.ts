import type Stripe from 'stripe';
import { z } from 'zod';
import { invalid } from './errors.ts';
import { currency, mergedMetadata, metadata, positive, read, textOrNull, word } from './form.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const creation = z.object({
  amount_off: positive.optional(),
  currency: currency.optional(),
  duration: z.enum(['forever', 'once', 'repeating']).default('once'),
  id: word.optional(),
  metadata: metadata.optional(),
  name: textOrNull,
  percent_off: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, 'a percentage such as 10 or 12.5')
    .optional(),
});

export const couponRoutes = (world: World): Routes => ({
  'POST /v1/coupons': ({ params }) => {
    const { amount_off: off, percent_off: percent, ...fields } = read(creation, params);
    if ((off === undefined) === (percent === undefined)) {
      throw invalid('You must pass either `amount_off` or `percent_off`, but not both.', 'amount_off');
    }
    const coupon: Stripe.Coupon = {
      id: fields.id ?? world.ids('', 8).slice(1),
      object: 'coupon',
      amount_off: off ?? null,
      created: world.clock.now(),
      currency: fields.currency ?? null,
      duration: fields.duration,
      duration_in_months: null,
      livemode: world.livemode,
      max_redemptions: null,
      metadata: mergedMetadata({}, fields.metadata),
      name: fields.name,
      percent_off: percent === undefined ? null : Number(percent),
      redeem_by: null,
      times_redeemed: 0,
      valid: true,
    };
    world.store.insert('coupon', coupon);
    world.emit('coupon.created', coupon);
    return coupon;
  },
  'GET /v1/coupons': ({ params }) => newestFirst(world.store.all('coupon'), params, '/v1/coupons'),
  'GET /v1/coupons/:id': ({ id }) => world.store.get('coupon', id),
});
