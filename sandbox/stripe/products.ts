import type Stripe from 'stripe';
import { z } from 'zod';
import { flag, given, mergedMetadata, metadata, read, text, textOrNull, word } from './form.ts';
import { previousAttributes } from './events.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

export const newProduct = z.object({
  active: flag.default(true),
  description: textOrNull,
  id: word.optional(),
  metadata: metadata.optional(),
  name: word,
  tax_code: textOrNull,
  unit_label: textOrNull,
});
const filter = z.object({ active: flag.optional() });
const update = z.object({
  active: flag.optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  name: word.optional(),
});

export function addProduct(world: World, fields: z.output<typeof newProduct>): Stripe.Product {
  const product: Stripe.Product = {
    id: fields.id ?? world.ids('prod', 14),
    object: 'product',
    active: fields.active,
    created: world.clock.now(),
    default_price: null,
    description: fields.description,
    images: [],
    livemode: world.livemode,
    marketing_features: [],
    metadata: mergedMetadata({}, fields.metadata),
    name: fields.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: fields.tax_code,
    tax_details: null,
    type: 'service',
    unit_label: fields.unit_label,
    updated: world.clock.now(),
    url: null,
  };
  world.store.insert('product', product);
  world.emit('product.created', product);
  return product;
}

export const productRoutes = (world: World): Routes => ({
  'POST /v1/products': ({ params }) => addProduct(world, read(newProduct, params)),
  'GET /v1/products': ({ params }) => {
    const { active } = read(filter, params);
    const within = createdWithin(params);
    const fits = (product: Stripe.Product) => within(product) && (active === undefined || product.active === active);
    return newestFirst(world.store.all('product').filter(fits), params, '/v1/products');
  },
  'GET /v1/products/:id': ({ id }) => world.store.get('product', id),
  'POST /v1/products/:id': ({ id, params }) => {
    const product = world.store.get('product', id);
    const { metadata: asked, ...fields } = read(update, params);
    const before = structuredClone(product);
    Object.assign(product, given(fields), { metadata: mergedMetadata(product.metadata, asked) });
    if (Object.keys(previousAttributes(before, product)).length === 0) return product;
    product.updated = world.clock.now();
    world.emit('product.updated', product, before);
    return product;
  },
});
