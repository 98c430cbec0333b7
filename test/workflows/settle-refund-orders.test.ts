import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refundsOf } from '../support/refunds.ts';
import { salesOf } from '../support/sales.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';

let product: Product;
let shop: ReturnType<typeof salesOf>;
let refunds: ReturnType<typeof refundsOf>;
beforeAll(async () => {
  product = await startProduct({
    p21: { shipAfterMs: 3_600_000 },
    profile: { rules: { hold: 'metadata.wait == "yes"' } },
  });
  shop = salesOf(product);
  refunds = refundsOf(product);
}, 120_000);
afterAll(() => product.stop());

const widgets = { sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' };
const books = { sku: 'SKU-2', description: 'Book', quantity: 3, unit_amount: 1_000, tax: 210, tax_rate: '7' };
const mixed = { lines: [widgets, books], total: 15_110 };

/** An order that nobody ships unless told. */
async function posted(id: string, extra: object = {}, amount = 11_900, metadata: object = {}) {
  await shop.push(id, extra);
  const payment = await shop.pay(id, { amount, metadata: { ecommerceorderid: id, ...metadata } });
  await product.nudge(payment);
  await product.settled(payment);
  const { orders } = await shop.held(id, payment);
  return { payment, order: String(orders[0]?.['number']) };
}
const orderOf = async (number: string) => {
  const { salesOrders = [] } = await product.erp();
  return salesOrders.find((order) => order['number'] === number);
};
const ship = (order: string, invoice: 'Y' | 'N' = 'Y') =>
  product.admin('/_sandbox/ship', { OrderNo: order, Invoice: invoice });

describe('settleRefund of an order that was not invoiced', () => {
  it('cancels the order when all of its money went back, pays it out of the deposit, and posts no order again', async () => {
    const { payment, order } = await posted('N-1');
    const refund = await refunds.give(payment);

    expect(await refunds.dealtWith(refund)).toBe('settled');
    expect(await orderOf(order)).toMatchObject({ status: 'cancelled' });
    const { memos, cash } = await refunds.held(refund);
    expect(memos).toEqual([]);
    expect(cash).toMatchObject([{ totalMinor: 11_900, appliesTo: { ReceiptNo: expect.anything() as unknown } }]);
    await product.nudge(payment);
    await product.settled(payment);
    expect((await shop.held('N-1', payment)).orders).toHaveLength(1);
    expect(await refunds.openOf(payment)).toEqual([]);
  });

  it('reduces the order by an amount over its tax codes, to the cent, and the rest of the deposit pays its invoice', async () => {
    const { payment, order } = await posted('N-2', mixed, 15_110);
    const refund = await refunds.give(payment, { amount: 3_333 });

    expect(await refunds.dealtWith(refund)).toBe('settled');
    expect(await orderOf(order)).toMatchObject({ totalMinor: 15_110 - 3_333, status: 'open' });
    await ship(order);
    await shop.applied('N-2', payment);
    await until(
      () => refunds.openOf(payment),
      (open) => open.length === 0,
    );
  });

  it('takes the goods off the order that the refund names', async () => {
    const { payment, order } = await posted('N-3', mixed, 15_110);
    const refund = await refunds.give(payment, {
      amount: 5_950,
      metadata: { refund_lines: JSON.stringify([{ sku: 'SKU-1', quantity: 1 }]) },
    });

    expect(await refunds.dealtWith(refund)).toBe('settled');
    expect(await orderOf(order)).toMatchObject({ totalMinor: 9_160 });
  });

  it('takes off the pieces that two refunds name at once: neither undoes what the other took', async () => {
    const piece = { amount: 5_950, metadata: { refund_lines: JSON.stringify([{ sku: 'SKU-1', quantity: 1 }]) } };
    for (const id of ['N-31', 'N-32', 'N-33']) {
      const { payment, order } = await posted(id, mixed, 15_110);
      const both = await Promise.all([refunds.give(payment, piece), refunds.give(payment, piece)]);

      expect(await Promise.all(both.map((refund) => refunds.dealtWith(refund)))).toEqual(['settled', 'settled']);
      expect(await orderOf(order)).toMatchObject({ totalMinor: 15_110 - 11_900, status: 'open' });
    }
  });

  it('is through with an order before its payment releases it: it never ships in between with a wrong total', async () => {
    await shop.push('N-34', mixed);
    const payment = await shop.pay('N-34', { amount: 15_110 });
    await product.fault('p21', {
      kind: 'status',
      status: 429,
      retryAfterSeconds: 2,
      count: 3,
      match: { method: 'POST', path: '/release$' },
    });
    await product.nudge(payment);
    await until(
      () => shop.held('N-34', payment),
      ({ orders }) => orders.length === 1,
    );
    const refund = await refunds.give(payment, { amount: 3_333 });
    expect(await refunds.dealtWith(refund)).toBe('waiting'); // For the receipt, which comes after the release.

    const root = 'order/N-34';
    const taken = (await product.store.book.of({ company, root })).filter(({ kind }) => kind === 'reduce');
    expect(taken.map(({ note }) => note?.endsWith(' kept'))).toContain(true);
    await refunds.handle(refund).result();
    await product.settled(payment);
    const { orders } = await shop.held('N-34', payment);
    expect(orders).toMatchObject([{ status: 'open', totalMinor: 15_110 - 3_333 }]);
    const done = (await product.store.book.of({ company, root })).map(({ kind, subject }) => `${kind} ${subject}`);
    expect(done.indexOf('release N-34')).toBeGreaterThan(done.indexOf(`release ${refund}`));
  });

  it('leaves an order that a rule holds held, and lets it go again where a person had released it', async () => {
    const { payment, order } = await posted('N-35', mixed, 15_110, { wait: 'yes' });
    expect(await refunds.dealtWith(await refunds.give(payment, { amount: 3_333 }))).toBe('settled');
    expect(await orderOf(order)).toMatchObject({ status: 'held', totalMinor: 15_110 - 3_333 });

    await shop.release(order);
    expect(await refunds.dealtWith(await refunds.give(payment, { amount: 1_111 }))).toBe('settled');
    expect(await orderOf(order)).toMatchObject({ status: 'open', totalMinor: 15_110 - 4_444 });
  });

  it('asks the person who closes it halfway for the order that it still holds, and posts no more', async () => {
    const { payment, order } = await posted('N-36', mixed, 15_110);
    const refusal = { kind: 'ok-with-error', count: 1 };
    await product.fault('p21', { ...refusal, match: { method: 'PUT', path: '/lines$', body: 'RED7' } });
    const refund = await refunds.give(payment, { amount: 3_333 });
    expect(await refunds.dealtWith(refund)).toBe('parked: rejected');
    const waits = (what: object) =>
      until(
        () => product.store.cases.list({ company, subject: refund, open: true }),
        ([open]) => Object.entries(what).every(([field, value]) => open?.[field as keyof typeof open] === value),
      );
    await product.fault('p21', { ...refusal, match: { method: 'GET', path: `/salesorders/${order}$` } });
    await refunds.wake(refund);
    await waits({ step: 'read the refund' });
    await refunds.decide(refund, 'skip');

    await waits({ code: 'order-left-held' });
    expect(await orderOf(order)).toMatchObject({ status: 'held' });
    await shop.release(order);
    await refunds.decide(refund, 'skip');
    expect(await refunds.rest(refund)).toBe('settled');
    expect(await refunds.dealtWith(refund)).toBe('settled');
    expect((await refunds.held(refund)).cash).toEqual([]);
  });

  it('cancels the order once several refunds come to the whole', async () => {
    const { payment, order } = await posted('N-4', mixed, 15_110);
    for (const amount of [5_000, 111, 9_999]) {
      const refund = await refunds.give(payment, { amount });
      expect(await refunds.dealtWith(refund)).toBe('settled');
    }
    expect(await orderOf(order)).toMatchObject({ status: 'cancelled' });
    expect(await refunds.openOf(payment)).toEqual([]);
  });

  it('waits for the invoice of what has shipped, and then credits it', async () => {
    const { payment, order } = await posted('N-5');
    await ship(order, 'N');
    const refund = await refunds.give(payment, { amount: 4_000 });
    expect(await refunds.dealtWith(refund)).toBe('waiting');

    await product.admin('/_sandbox/invoice', { OrderNo: order });
    await refunds.handle(refund).result();
    expect((await refunds.held(refund)).memos).toMatchObject([{ totalMinor: 4_000, unappliedMinor: 0 }]);
    await until(
      () => refunds.openOf(payment),
      (open) => open.length === 0,
    );
  });

  it('asks a person where the refund names what the order does not have', async () => {
    const { payment } = await posted('N-6');
    const refund = await refunds.give(payment, {
      amount: 1_000,
      metadata: { refund_lines: JSON.stringify([{ sku: 'SKU-9', quantity: 1 }]) },
    });
    expect(await refunds.dealtWith(refund)).toBe('parked: refund-lines');
    expect((await refunds.held(refund)).cash).toEqual([]);
  });

  it('cancels the order that was refunded before it was posted, and ships nothing of it', async () => {
    const payment = await shop.pay('N-7');
    const refund = await refunds.give(payment);
    expect(await refunds.dealtWith(refund)).toBe('waiting');
    await shop.push('N-7');
    await product.nudge(payment);

    await refunds.handle(refund).result();
    expect((await shop.held('N-7', payment)).orders).toMatchObject([{ status: 'cancelled' }]);
    expect((await refunds.held(refund)).cash).toMatchObject([{ totalMinor: 11_900 }]);
  });

  it('keeps an order that two payments paid, less what one of them got back', async () => {
    await shop.push('N-8', { payments: 2 });
    const [first, second] = [await shop.pay('N-8', { amount: 4_000 }), await shop.pay('N-8', { amount: 7_900 })];
    for (const payment of [first, second]) await product.nudge(payment);
    await Promise.all([product.settled(first), product.settled(second)]);
    const refund = await refunds.give(first);

    expect(await refunds.dealtWith(refund)).toBe('settled');
    const { orders } = await shop.held('N-8', first);
    expect(orders).toMatchObject([{ totalMinor: 7_900, status: 'open' }]);
  });

  it('waits while the money of another payment of its order is late, and then credits the invoice', async () => {
    await shop.push('N-38', { payments: 2 });
    const [first, second] = [await shop.pay('N-38', { amount: 4_000 }), await shop.pay('N-38', { amount: 7_900 })];
    const [late] = (await product.stripe.charges.list({ payment_intent: second })).data;
    const match = { method: 'POST', path: '/api/v2/cashreceipts$', body: late?.id ?? 'none' };
    await product.fault('p21', { kind: 'ok-with-error', count: 1, match });
    for (const payment of [first, second]) await product.nudge(payment);
    await product.parked(second);
    await product.nudge(first);
    await product.settled(first);
    const { orders } = await shop.held('N-38', first);
    await ship(String(orders[0]?.['number']));
    await shop.applied('N-38', first);
    const refund = await refunds.give(first, { amount: 1_000 });
    expect(await refunds.dealtWith(refund)).toBe('waiting');

    await shop.decide(second, 'retry');
    await shop.applied('N-38', second);
    expect(await refunds.dealtWith(refund)).toBe('settled');
    const { memos, cash } = await refunds.held(refund);
    expect([memos, cash]).toMatchObject([[{ totalMinor: 1_000, unappliedMinor: 0 }], [{ totalMinor: 1_000 }]]);
    expect(await product.store.cases.list({ company, subject: refund })).toEqual([]);
    await until(
      () => refunds.openOf(first),
      (open) => open.length === 0,
    );
  });
});
