import { z } from 'zod';
import { invalid } from './errors.ts';
import { currency, flag, given, mergedMetadata, metadata, natural, read, text, textOrNull, word } from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import { addProduct, newProduct } from './products.ts';
import type { Routes } from './router.ts';
import type { StoredPrice } from './store.ts';
import type { World } from './world.ts';

export const newPrice = z.object({
  currency,
  lookup_key: textOrNull,
  metadata: metadata.optional(),
  nickname: textOrNull,
  product: word.optional(),
  product_data: newProduct.optional(),
  tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).default('unspecified'),
  unit_amount: natural,
});
const update = z.object({ active: flag.optional(), metadata: metadata.optional(), nickname: text.optional() });
const filter = z.object({ product: word.optional(), active: flag.optional() });

/** @throws StripeProblem when it names no product, or one that doesn't exist */
export function addPrice(world: World, fields: z.output<typeof newPrice>, active = true): StoredPrice {
  const price: StoredPrice = {
    id: world.ids('price'),
    object: 'price',
    active,
    billing_scheme: 'per_unit',
    created: world.clock.now(),
    currency: fields.currency,
    custom_unit_amount: null,
    livemode: world.livemode,
    lookup_key: fields.lookup_key,
    metadata: mergedMetadata({}, fields.metadata),
    nickname: fields.nickname,
    product: productOf(world, fields),
    recurring: null,
    tax_behavior: fields.tax_behavior,
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: fields.unit_amount,
    unit_amount_decimal: String(fields.unit_amount),
  };
  world.store.insert('price', price);
  world.emit('price.created', price);
  return price;
}

function productOf(world: World, { product, product_data: data }: z.output<typeof newPrice>): string {
  if (product !== undefined) return world.store.get('product', product, 'product').id;
  if (data === undefined)
    throw invalid('You must pass either `product` or `product_data`.', 'product', 'parameter_missing');
  return addProduct(world, data).id;
}

export const priceRoutes = (world: World): Routes => ({
  'POST /v1/prices': ({ params }) => addPrice(world, read(newPrice, params)),
  'GET /v1/prices': ({ params }) => {
    const { product, active } = read(filter, params);
    const within = createdWithin(params);
    const fits = (price: StoredPrice) =>
      within(price) &&
      (product === undefined || price.product === product) &&
      (active === undefined || price.active === active);
    return newestFirst(world.store.all('price').filter(fits), params, '/v1/prices');
  },
  'GET /v1/prices/:id': ({ id }) => world.store.get('price', id),
  'POST /v1/prices/:id': ({ id, params }) => {
    const price = world.store.get('price', id);
    const { metadata: asked, ...fields } = read(update, params);
    const before = structuredClone(price);
    Object.assign(price, given(fields), { metadata: mergedMetadata(price.metadata, asked) });
    world.emit('price.updated', price, before);
    return price;
  },
});
