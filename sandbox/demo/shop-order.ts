import type { ShopOrder } from '../shop/index.ts';
import type { Market } from './market.ts';
import type { PlannedOrder } from './plan.ts';

/** The order as the shop tells it, whether it is asked for it or pushes it. */
export function shopOrder({ number, cart, buyer, payments }: PlannedOrder, address: Market['address']): ShopOrder {
  const { lines, shipping, giftCardMinor, totalMinor } = cart;
  return {
    id: number,
    currency: cart.currency.toLowerCase(),
    created: Math.floor(Date.now() / 1_000),
    customer: { email: buyer.email ?? '', name: buyer.name ?? '', phone: null, address },
    lines: lines.map((line) => ({
      sku: line.sku,
      description: line.description,
      quantity: line.quantity,
      unit_amount: line.unitMinor,
      discount: line.discountMinor,
      tax: line.taxMinor,
      tax_rate: line.taxRate,
    })),
    shipping: {
      amount: shipping?.amountMinor ?? 0,
      tax: shipping?.taxMinor ?? 0,
      tax_rate: shipping?.taxRate ?? '0',
    },
    tenders: giftCardMinor > 0 ? [{ kind: 'gift_card', amount: giftCardMinor }] : [],
    total: totalMinor,
    payments: payments.length,
  };
}
