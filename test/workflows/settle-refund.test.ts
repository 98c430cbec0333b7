import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refundsOf } from '../support/refunds.ts';
import { salesOf } from '../support/sales.ts';
import { startProduct, until, type Product } from '../support/product.ts';

let product: Product;
let shop: ReturnType<typeof salesOf>;
let refunds: ReturnType<typeof refundsOf>;
beforeAll(async () => {
  product = await startProduct({
    orders: 'grace_minutes: 0',
    profile: { rules: { direct_invoice: 'metadata.delivery == "digital"' } },
  });
  shop = salesOf(product);
  refunds = refundsOf(product);
}, 120_000);
afterAll(() => product.stop());

/** A sale that the ERP has shipped and invoiced, and that the deposit has paid. */
async function invoiced(id: string, extra: object = {}): Promise<string> {
  await shop.push(id, extra);
  const payment = await shop.pay(id);
  await product.nudge(payment);
  await shop.applied(id, payment);
  // The ledger may hear of it a moment later than the ERP.
  await product.settled(payment);
  return payment;
}

describe('settleRefund', () => {
  it('credits an invoice that was refunded in full, and pays the money out of the credit memo', async () => {
    const payment = await invoiced('R-1');
    const refund = await refunds.give(payment);

    expect(await refunds.dealtWith(refund)).toBe('settled');
    const { memos, cash } = await refunds.held(refund);
    expect(memos).toMatchObject([{ totalMinor: 11_900, unappliedMinor: 0 }]);
    expect(cash).toMatchObject([
      {
        totalMinor: 11_900,
        settlementMinor: 11_900,
        account: '1010',
        appliesTo: { CreditMemoNo: memos[0]?.['number'] },
      },
    ]);
    expect(await refunds.openOf(payment)).toEqual([]);
    expect((await product.books()).trialBalanceMinor).toBe(0);
    // The flow of the payment says so, which that of the refund has woken last of all.
    const [order] = await until(
      async () => (await shop.held('R-1', payment)).orders,
      (orders) => orders[0]?.['paymentStatus'] !== 'captured',
    );
    expect(order).toMatchObject({ paymentStatus: 'refunded' });
  });

  it('credits in parts up to the whole, to the cent, and posts nothing twice when it is nudged again', async () => {
    const payment = await invoiced('R-2');
    const given: string[] = [];
    for (const amount of [1, 4_000, 3_333, 4_566]) {
      const refund = await refunds.give(payment, { amount });
      expect(await refunds.dealtWith(refund)).toBe('settled');
      given.push(refund);
    }
    for (const refund of given) expect(await refunds.dealtWith(refund)).toBe('settled');
    const held = await Promise.all(given.map((refund) => refunds.held(refund)));
    expect(held.flatMap(({ memos }) => memos).map(({ totalMinor }) => totalMinor)).toEqual([1, 4_000, 3_333, 4_566]);
    expect(held.flatMap(({ cash }) => cash)).toHaveLength(4);
    expect(await refunds.openOf(payment)).toEqual([]);
  });

  it('credits the goods that the refund names, as they were sold', async () => {
    const payment = await invoiced('R-3');
    const refund = await refunds.give(payment, {
      amount: 5_950,
      metadata: { refund_lines: JSON.stringify([{ sku: 'SKU-1', quantity: 1 }]) },
    });
    expect(await refunds.dealtWith(refund)).toBe('settled');
    expect((await refunds.held(refund)).memos).toMatchObject([{ totalMinor: 5_950, unappliedMinor: 0 }]);
  });

  it('gives the customer a credit when the refund fails later, and leaves the credit memo', async () => {
    const payment = await invoiced('R-4');
    const refund = await refunds.give(payment, { amount: 4_000 });
    expect(await refunds.dealtWith(refund)).toBe('settled');
    await product.stripeAdmin(`/_sandbox/refunds/${refund}/fail`, {});

    expect(await refunds.dealtWith(refund)).toBe('settled');
    const { memos, back } = await refunds.held(refund);
    expect(memos).toHaveLength(1);
    expect(back).toMatchObject([{ totalMinor: 4_000, unappliedMinor: 4_000 }]);
    expect(await refunds.openOf(payment)).toEqual([-4_000]);
  });

  it('posts the same of a refund that had failed before it was first seen', async () => {
    const payment = await invoiced('R-5');
    const refund = await refunds.give(payment, { amount: 4_000 });
    await product.stripeAdmin(`/_sandbox/refunds/${refund}/fail`, {});

    expect(await refunds.dealtWith(refund)).toBe('settled');
    const { memos, cash, back } = await refunds.held(refund);
    expect([memos, cash, back].map((list) => list.length)).toEqual([1, 1, 1]);
  });

  it('waits for a refund that Stripe has not booked, and posts nothing of one that was cancelled first', async () => {
    const payment = await invoiced('R-6');
    const metadata = { sandbox_refund: 'requires_action', sandbox_booked: 'late' };
    const refund = await refunds.give(payment, { amount: 4_000, metadata });
    expect(await refunds.dealtWith(refund)).toBe('waiting');
    await product.stripeAdmin(`/_sandbox/refunds/${refund}/cancel`, {});
    await refunds.wake(refund);
    await refunds.handle(refund).result();
    const { memos, cash } = await refunds.held(refund);
    expect([...memos, ...cash]).toEqual([]);
  });

  it('credits a direct invoice at once', async () => {
    await shop.push('R-7');
    const payment = await shop.pay('R-7', { metadata: { ecommerceorderid: 'R-7', delivery: 'digital' } });
    await product.nudge(payment);
    await product.settled(payment);
    const refund = await refunds.give(payment, { amount: 2_500 });

    expect(await refunds.dealtWith(refund)).toBe('settled');
    expect((await refunds.held(refund)).memos).toMatchObject([{ totalMinor: 2_500, unappliedMinor: 0 }]);
    expect(await refunds.openOf(payment)).toEqual([]);
  });

  it('wakes the fraud review when that was the reason', async () => {
    const payment = await invoiced('R-9');
    const refund = await refunds.give(payment, { reason: 'fraudulent' });
    expect(await refunds.dealtWith(refund)).toBe('settled');
    const review = product.client.workflow.getHandle(`review-fraud/acme/${payment}`);
    await until(
      () => review.describe(),
      ({ status }) => status.name === 'RUNNING',
    );
    await review.terminate('seen');
  });

  it('asks a person about a refund whose receipt never came, and posts nothing once it is closed', async () => {
    const payment = await shop.pay(undefined);
    const refund = await refunds.give(payment);
    expect(await refunds.dealtWith(refund)).toBe('parked: receipt-missing');
    await refunds.decide(refund, 'compensate');
    expect(await refunds.handle(refund).result()).toBe('compensated');
    expect((await refunds.held(refund)).cash).toEqual([]);
  });
});
