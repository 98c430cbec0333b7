import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company, startProduct, until, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 120_000);
afterAll(() => product.stop());

const order = (id: string, extra: object = {}) => ({
  id,
  currency: 'USD',
  created: '2026-11-20T10:00:00Z',
  customer: { name: 'Ann Buyer', email: `${id}@buyers.example`, address: { line1: '1 Main St', city: 'Springfield', country: 'US' } },
  lines: [{ sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, discount: 0, tax: 1_900, tax_rate: '19' }],
  total: 11_900,
  ...extra,
});

async function push(id: string, extra: object = {}) {
  const { parseShopOrder } = await import('../../src/mapping/shop-order-schema.ts');
  await product.store.orders.put(company, parseShopOrder(order(id, extra)), 'pushed');
}

const pay = (id: string, amount = 11_900, extra: object = {}) =>
  product.stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { ecommerceorderid: id },
    ...extra,
  });

describe('orderToCash', () => {
  it('posts one order and one receipt, applies the deposit once the ERP has invoiced, and writes the ids back', async () => {
    await push('A-1');
    const { id } = await pay('A-1');

    await product.nudge(id);
    expect(await product.settled(id)).toBe('settled');

    const documents = await until(product.erp, (found) => JSON.stringify(found).includes('"unapplied":0') || JSON.stringify(found).includes('"unappliedMinor":0'));
    console.log(JSON.stringify(documents, null, 1));
    console.log((await product.stripe.paymentIntents.retrieve(id)).metadata, await product.seen(id));
    expect((await product.books()).trialBalanceMinor).toBe(0);
  });
});
