import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refundsOf } from '../support/refunds.ts';
import { salesOf } from '../support/sales.ts';
import { startProduct, type Product } from '../support/product.ts';
import { sapProfile } from '../support/profiles.ts';

let product: Product;
let shop: ReturnType<typeof salesOf>;
let refunds: ReturnType<typeof refundsOf>;
beforeAll(async () => {
  product = await startProduct({
    erp: 'sap-ecc',
    limits: 'late_seconds: 2',
    profile: {
      ...sapProfile({ '19': 'A1', '10': 'A3' }),
      customers: { settings: { house_account: '100000' } },
      rules: { hold: 'metadata.wait == "yes"' },
    },
    stripe: { settlementCurrencies: ['eur'] },
  });
  shop = salesOf(product);
  refunds = refundsOf(product);
}, 120_000);
afterAll(() => product.stop());

const widgets = { sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' };
const books = { sku: 'SKU-2', description: 'Book', quantity: 3, unit_amount: 1_000, tax: 300, tax_rate: '10' };
const mixed = { currency: 'EUR', lines: [widgets, books], total: 15_200 };

async function posted(id: string, wait: 'yes' | 'no' = 'no'): Promise<string> {
  await shop.push(id, mixed);
  const metadata = { ecommerceorderid: id, wait };
  const payment = await shop.pay(id, { currency: 'eur', amount: 15_200, metadata });
  await product.nudge(payment);
  await product.settled(payment);
  return payment;
}
const ended = async (refund: string): Promise<unknown> => {
  await refunds.wake(refund);
  return refunds.handle(refund).result();
};

describe('settleRefund on SAP ECC', () => {
  it('credits what was invoiced line by line, in parts up to the whole', async () => {
    const payment = await posted('S-1');
    for (const amount of [4_001, 11_199]) {
      const refund = await refunds.give(payment, { amount });
      expect(await ended(refund)).toBe('settled');
      const { memos, cash } = await refunds.held(refund);
      expect(memos).toMatchObject([{ totalMinor: amount, unappliedMinor: 0 }]);
      expect(cash).toMatchObject([{ totalMinor: amount, unappliedMinor: 0 }]);
    }
    expect((await product.books()).trialBalanceMinor).toBe(0);
  }, 120_000);

  it('reduces an order that waits, to the cent, and cancels it once all has gone back', async () => {
    const payment = await posted('S-2', 'yes');
    const first = await refunds.give(payment, { amount: 3_333 });
    expect(await ended(first)).toBe('settled');
    expect((await shop.held('S-2', payment)).orders).toMatchObject([{ totalMinor: 11_867 }]);

    const second = await refunds.give(payment);
    expect(await ended(second)).toBe('settled');
    expect((await shop.held('S-2', payment)).orders).toMatchObject([{ status: 'cancelled' }]);
    expect((await refunds.held(second)).cash).toMatchObject([{ totalMinor: 11_867, unappliedMinor: 0 }]);
    expect(await refunds.openOf(payment)).toEqual([]);
    expect((await product.books()).trialBalanceMinor).toBe(0);
  }, 120_000);
});
