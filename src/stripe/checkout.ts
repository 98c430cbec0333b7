import type Stripe from 'stripe';
import type { Person, Shipping, ShopOrder } from '../domain/shop-order.ts';
import { lineOf, lineParts } from './checkout-line.ts';
import { reading, StripeFault } from './fault.ts';
import { every } from './lists.ts';
import { personOf } from './person.ts';
import { rateOf } from './tax-rate.ts';
import { amountOf, isoOf } from './values.ts';

/**
 * The order that a Checkout session holds: all its lines, shipping, tax and discounts, exact to the minor unit.
 * @param idKeys metadata keys that may name the shop's number of the order, the first that is filled wins
 * @throws StripeFault, `invalid` when the session is not one of a payment
 */
export async function checkoutOrder(
  stripe: Stripe,
  sessionId: string,
  idKeys: readonly string[] = [],
  options: Stripe.RequestOptions = {},
): Promise<ShopOrder> {
  const [session, items] = await Promise.all([
    reading(
      stripe.checkout.sessions.retrieve(sessionId, { expand: ['shipping_cost.taxes'] }, options),
      'checkout.session',
    ),
    every<Stripe.LineItem>('item', (page) =>
      stripe.checkout.sessions.listLineItems(sessionId, { ...page, expand: lineParts }, options),
    ),
  ]);
  const { currency, amount_total } = session;
  if (!currency || amount_total === null)
    throw new StripeFault('invalid', 'The Checkout session has no total: it does not sell anything', {
      where: 'session.amount_total',
    });
  const total = amountOf(amount_total, currency);
  return {
    id: numberOf(session, idKeys),
    currency: total.currency,
    created: isoOf(session.created),
    customer: buyerOf(session),
    lines: items.map(lineOf).filter(({ quantity }) => quantity > 0),
    ...shippingOf(session, total.currency),
    tenders: [],
    total,
    payments: 1,
    metadata: session.metadata ?? {},
  };
}

const numberOf = ({ id, client_reference_id, metadata }: Stripe.Checkout.Session, idKeys: readonly string[]): string =>
  idKeys.map((key) => metadata?.[key]?.trim()).find(Boolean) ?? (client_reference_id?.trim() || id);

/** Where the goods go, if they go somewhere else than the bill. */
function buyerOf({ customer_details, collected_information }: Stripe.Checkout.Session): Person {
  const shipped = personOf({ ...collected_information?.shipping_details });
  return { ...personOf({ ...customer_details }), ...(shipped.address && { address: shipped.address }) };
}

/** A discount on shipping is already taken off. */
function shippingOf({ shipping_cost }: Stripe.Checkout.Session, currency: string): { readonly shipping?: Shipping } {
  if (!shipping_cost) return {};
  const { amount_total, amount_tax, taxes } = shipping_cost;
  return {
    shipping: {
      amount: amountOf(amount_total - amount_tax, currency),
      tax: amountOf(amount_tax, currency),
      taxRate: rateOf(amount_tax, taxes, 'shipping_cost.taxes'),
    },
  };
}
