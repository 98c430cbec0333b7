import type Stripe from 'stripe';
import { add, money, subtract, times, zero, type Money } from '../domain/money.ts';
import { shares } from '../domain/shares.ts';
import type { ShopLine } from '../domain/shop-order.ts';
import { rateOf } from './tax-rate.ts';
import { amountOf } from './values.ts';

/** What Stripe leaves out of a line unless asked for. */
export const lineParts = ['data.price.product', 'data.taxes'];

/**
 * A Checkout line without its tax. Stripe's unit prices may have fractions of a minor unit: the unit amount is rounded
 * up, and what that is too much goes to the discount, so that quantity x unit - discount is what was sold.
 */
export function lineOf(item: Stripe.LineItem, index: number): ShopLine {
  const quantity = item.quantity ?? 1;
  const [total, tax] = [amountOf(item.amount_total, item.currency), amountOf(item.amount_tax, item.currency)];
  const net = subtract(total, tax);
  const listed = add(net, discountOf(item, net, tax));
  const unitAmount = quantity > 0 ? money(roundedUp(listed.minor, quantity), listed.currency) : listed;
  return {
    sku: skuOf(item),
    description: item.description ?? skuOf(item),
    quantity,
    unitAmount,
    discount: subtract(times(unitAmount, quantity), net),
    tax,
    taxRate: rateOf(item.amount_tax, item.taxes, `line_items.data[${index}].taxes`),
  };
}

/** Where tax is included in the price, the discount includes its share of it too. */
function discountOf(item: Stripe.LineItem, net: Money, tax: Money): Money {
  const discount = amountOf(item.amount_discount, item.currency);
  const inclusive = item.taxes?.some(({ rate }) => rate.inclusive) ?? false;
  if (!inclusive || tax.minor === 0 || discount.minor === 0) return discount;
  return shares(discount, [net.minor, tax.minor])[0] ?? zero(discount.currency);
}

function roundedUp(minor: number, quantity: number): number {
  const down = Math.floor(minor / quantity);
  return down * quantity < minor ? down + 1 : down;
}

/** The shop's own number of the article, from wherever the shop writes it. */
function skuOf({ id, price }: Stripe.LineItem): string {
  const product = price?.product;
  const onProduct = typeof product === 'object' && !product.deleted ? product.metadata.sku : undefined;
  const names = [
    onProduct,
    price?.metadata.sku,
    price?.lookup_key,
    typeof product === 'string' ? product : product?.id,
  ];
  return names.map((name) => name?.trim()).find(Boolean) ?? id;
}
