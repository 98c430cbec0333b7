import { z } from 'zod';
import { discounts, taxed } from './checkout-pricing.ts';
import type { PricedLine } from './checkout-pricing.ts';
import { invalid } from './errors.ts';
import { positive, word } from './form.ts';
import { addPrice, newPrice } from './prices.ts';
import { addShippingRate, newShippingRate } from './shipping-rates.ts';
import type { StoredLineItem, StoredPrice } from './store.ts';
import type { World } from './world.ts';

const line = z.object({
  price: word.optional(),
  price_data: newPrice.optional(),
  quantity: positive.default(1),
  tax_rates: z.array(word).default([]),
});
export const cart = z.object({
  line_items: z.array(line).min(1),
  discounts: z
    .array(z.object({ coupon: word }))
    .max(1)
    .default([]),
  shipping_options: z
    .array(z.object({ shipping_rate: word.optional(), shipping_rate_data: newShippingRate.optional() }))
    .default([]),
});
type Cart = z.output<typeof cart>;
type Line = z.output<typeof line>;

export type Priced = {
  readonly currency: string;
  readonly items: StoredLineItem[];
  readonly coupon: string | undefined;
  readonly shipping: (PricedLine & { readonly rate: string }) | undefined;
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly total: number;
};

/**
 * What a cart comes to. Shipping is taxed at the rates of the first line, as it follows what is shipped.
 * @throws StripeProblem for unknown prices, rates or coupons, and for lines of different currencies
 */
export function priceCart(world: World, asked: Cart): Priced {
  const prices = asked.line_items.map((each, index) => priceOf(world, each, index));
  const currency = prices[0]?.currency ?? '';
  if (prices.some((price) => price.currency !== currency)) {
    throw invalid('All line items must have the same currency.', 'line_items');
  }
  const [first] = asked.discounts;
  const coupon = first === undefined ? undefined : world.store.get('coupon', first.coupon, 'discounts[0][coupon]');
  const subtotals = asked.line_items.map((each, index) => (prices[index]?.unit_amount ?? 0) * each.quantity);
  const off = discounts(subtotals, coupon);
  const lines = asked.line_items.map((each, index) =>
    taxed(subtotals[index] ?? 0, off[index] ?? 0, taxRates(world, each.tax_rates)),
  );
  const shipping = shippingOf(world, asked);
  const all = shipping === undefined ? lines : [...lines, shipping];
  return {
    currency,
    items: lines.map((priced, index) => itemOf(world, priced, prices[index], asked.line_items[index])),
    coupon: coupon?.id,
    shipping,
    subtotal: sum(lines, ({ subtotal }) => subtotal),
    discount: sum(lines, ({ discount }) => discount),
    tax: sum(all, ({ tax }) => tax),
    total: sum(all, ({ total }) => total),
  };
}

const sum = (lines: readonly PricedLine[], of: (line: PricedLine) => number): number =>
  lines.reduce((whole, each) => whole + of(each), 0);

/** A price given as data becomes a price of its own, inactive, as in Stripe. */
function priceOf(world: World, { price, price_data: data }: Line, index: number): StoredPrice {
  if (price !== undefined) return world.store.get('price', price, `line_items[${index}][price]`);
  if (data !== undefined) return addPrice(world, data, false);
  throw invalid('You must specify either `price` or `price_data`.', `line_items[${index}]`, 'parameter_missing');
}

const taxRates = (world: World, ids: readonly string[]) =>
  ids.map((id) => world.store.get('tax_rate', id, 'line_items[0][tax_rates]'));

function shippingOf(world: World, { shipping_options: [option], line_items: [first] }: Cart): Priced['shipping'] {
  if (option === undefined) return undefined;
  const rate =
    option.shipping_rate_data === undefined
      ? world.store.get('shipping_rate', option.shipping_rate ?? '', 'shipping_options[0][shipping_rate]')
      : addShippingRate(world, option.shipping_rate_data);
  const { amount = 0 } = rate.fixed_amount ?? {};
  return { ...taxed(amount, 0, taxRates(world, first?.tax_rates ?? [])), rate: rate.id };
}

function itemOf(world: World, priced: PricedLine, price?: StoredPrice, asked?: Line): StoredLineItem {
  const product = world.store.find('product', price?.product ?? null);
  return {
    id: world.ids('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: priced.discount,
    amount_subtotal: priced.subtotal,
    amount_tax: priced.tax,
    amount_total: priced.total,
    currency: price?.currency ?? '',
    description: product?.name ?? null,
    discounts: [],
    metadata: {},
    price: price ?? null,
    quantity: asked?.quantity ?? 1,
    taxes: [...priced.taxes],
  };
}
