import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProduct, type Product } from '../support/product.ts';
import { usualProfile } from '../support/product-config.ts';
import { salesOf } from '../support/sales.ts';

const house = 'HOUSE';

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({
    orders: `grace_minutes: 0\nwhen_authorised: hold`,
    profile: {
      items: { ...usualProfile.items, otherwise: { item: 'W-100' } },
      customers: { settings: { guests: 'house_account', house_account: house } },
    },
    p21: { customers: [{ CustomerId: house, CustomerName: 'Web sales', CurrencyId: 'USD' }] },
  });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

describe('by choice of the company', () => {
  it('a payment without an order is one line of the default item', async () => {
    const payment = await sales.pay(undefined);
    expect(await sales.dealtWith(payment)).toBe('settled');

    const { orders, receipts } = await sales.applied(payment, payment);
    expect(orders).toMatchObject([{ totalMinor: 11_900, customer: house }]);
    expect(receipts).toMatchObject([{ totalMinor: 11_900, customer: house }]);
  });

  it('guests are the house account, even with an e-mail', async () => {
    await sales.push('H-1');
    const payment = await sales.pay('H-1');
    expect(await sales.dealtWith(payment)).toBe('settled');

    expect((await sales.held('H-1', payment)).orders).toMatchObject([{ customer: house }]);
  });

  it('an authorised payment is an order on hold, let go by its capture', async () => {
    await sales.push('H-2');
    const payment = await sales.pay('H-2', { capture_method: 'manual' });
    expect(await sales.dealtWith(payment)).toBe('settled');
    expect((await sales.held('H-2', payment)).orders).toMatchObject([{ status: 'held', paymentStatus: 'authorised' }]);

    await product.stripe.paymentIntents.capture(payment);
    expect(await sales.dealtWith(payment)).toBe('settled');
    expect((await sales.applied('H-2', payment)).orders).toMatchObject([{ paymentStatus: 'captured' }]);
  });
});
