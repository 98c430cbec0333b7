import type Stripe from 'stripe';
import { subtract, zero, type Money } from '../domain/money.ts';
import { shares } from '../domain/shares.ts';
import type { ShopLine } from '../domain/shop-order.ts';
import { unitPriceOf } from '../domain/unit-price.ts';
import { rateOf } from './tax-rate.ts';
import { amountOf, idOf } from './values.ts';

/** What Stripe leaves out of a line unless asked for. */
export const lineParts = ['data.price.product', 'data.taxes'];

/** A Checkout line without its tax. Stripe's unit prices may have fractions of a minor unit, ours may not. */
export function lineOf(item: Stripe.LineItem, index: number): ShopLine {
  const quantity = item.quantity ?? 1;
  const [total, tax] = [amountOf(item.amount_total, item.currency), amountOf(item.amount_tax, item.currency)];
  const net = subtract(total, tax);
  const { unitPrice, discount } = unitPriceOf(net, discountOf(item, net, tax), quantity);
  return {
    sku: skuOf(item),
    description: item.description ?? skuOf(item),
    quantity,
    unitAmount: unitPrice,
    discount,
    tax,
    taxRate: rateOf(item.amount_tax, item.taxes, `line_items.data[${index}].taxes`),
    ...soldAs(item),
  };
}

/** What the item and its account may be determined by. */
function soldAs({ price }: Stripe.LineItem): Pick<ShopLine, 'product' | 'price' | 'metadata'> {
  const product = price?.product;
  const ofProduct = typeof product === 'object' && !product.deleted ? product.metadata : {};
  const [productId, metadata] = [idOf(product), { ...ofProduct, ...price?.metadata }];
  return {
    ...(productId && { product: productId }),
    ...(price?.id && { price: price.id }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** Where tax is included in the price, the discount includes its share of it too. */
function discountOf(item: Stripe.LineItem, net: Money, tax: Money): Money {
  const discount = amountOf(item.amount_discount, item.currency);
  const inclusive = item.taxes?.some(({ rate }) => rate.inclusive) ?? false;
  if (!inclusive || tax.minor === 0 || discount.minor === 0) return discount;
  return shares(discount, [net.minor, tax.minor])[0] ?? zero(discount.currency);
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
