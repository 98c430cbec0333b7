import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseShopOrder } from '../../src/mapping/shop-order-schema.ts';
import { repair, retryMany } from '../../src/workflows/messages.ts';
import { company, startProduct, until, type ErpDocuments, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    orders: 'grace_minutes: 0',
    profile: { rules: { direct_invoice: 'metadata.delivery == "digital"' } },
  });
}, 120_000);
afterAll(() => product.stop());

const order = (id: string, extra: object = {}) => ({
  id,
  currency: 'USD',
  created: '2026-11-20T10:00:00Z',
  customer: { name: 'Ann Buyer', email: `${id}@buyers.example`, address: { line1: '1 Main St', country: 'US' } },
  lines: [{ sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' }],
  total: 11_900,
  ...extra,
});
const push = (id: string, extra: object = {}) =>
  product.store.orders.put(company, parseShopOrder(order(id, extra)), 'pushed');
const withSku = (sku: string) => ({
  lines: [{ sku, description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_900, tax_rate: '19' }],
});

const pay = async (id: string, extra: object = {}): Promise<string> => {
  const intent = await product.stripe.paymentIntents.create({
    amount: 11_900,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { ecommerceorderid: id },
    ...extra,
  });
  return intent.id;
};

/** What the ERP holds of one order of the shop and of one payment. */
async function held(id: string, payment: string) {
  const { salesOrders = [], invoices = [], cashReceipts = [] } = await product.erp();
  const charges = await product.stripe.charges.list({ payment_intent: payment });
  const of = (list: ErpDocuments[string]) => list.filter((document) => document['webReferenceNo'] === id);
  const receipts = cashReceipts.filter(({ stripeId }) => charges.data.some((charge) => charge.id === stripeId));
  return { orders: of(salesOrders), invoices: of(invoices), receipts };
}
const applied = (id: string, payment: string) =>
  until(
    () => held(id, payment),
    ({ receipts }) => receipts.length > 0 && receipts.every(({ unappliedMinor }) => unappliedMinor === 0),
  );

const decide = async (payment: string, action: 'retry' | 'patch' | 'skip' | 'compensate', number?: string) => {
  const { caseId = '' } = await product.parked(payment);
  const decision = { caseId, action, by: 'ann', reason: 'seen to', ...(number && { number }) };
  await product.handle(payment).executeUpdate(repair, { args: [decision] });
  return caseId;
};

describe('orderToCash', () => {
  it('posts one order and one receipt, applies the deposit once the ERP has invoiced, and writes the ids back', async () => {
    await push('A-1');
    const payment = await pay('A-1');
    await product.nudge(payment);

    expect(await product.settled(payment)).toBe('settled');
    const { orders, invoices, receipts } = await applied('A-1', payment);
    expect(orders).toMatchObject([{ totalMinor: 11_900, paymentStatus: 'captured', stripeId: payment }]);
    expect(invoices).toMatchObject([{ totalMinor: 11_900, status: 'paid' }]);
    expect(receipts).toMatchObject([{ totalMinor: 11_900, account: '1010', settlementMinor: 11_900 }]);
    const { metadata } = await product.stripe.paymentIntents.retrieve(payment);
    expect(metadata).toMatchObject({ ERP_Order_ID: orders[0]?.['number'], erporderid: orders[0]?.['number'] });
    expect((await product.books()).trialBalanceMinor).toBe(0);
  });

  it('posts one order and one receipt when twenty nudges arrive at once', async () => {
    await push('A-2');
    const payment = await pay('A-2');
    await Promise.all(Array.from({ length: 20 }, (_, n) => product.nudge(payment, `evt_${n}`)));

    await product.settled(payment);
    const { orders, receipts } = await held('A-2', payment);
    expect(orders).toHaveLength(1);
    expect(receipts).toHaveLength(1);
  });

  it('posts a direct invoice instead of an order when the rule says so, and applies the receipt at once', async () => {
    await push('A-3');
    const payment = await pay('A-3', { metadata: { ecommerceorderid: 'A-3', delivery: 'digital' } });
    await product.nudge(payment);

    await product.settled(payment);
    const { orders, invoices, receipts } = await held('A-3', payment);
    expect(orders).toHaveLength(0);
    expect(invoices).toMatchObject([{ status: 'paid' }]);
    expect(receipts).toMatchObject([{ unappliedMinor: 0 }]);
  });

  it('evens out the cent by which the tax of the ERP differs, and ends with nothing open', async () => {
    await push('A-4', {
      lines: [
        { sku: 'SKU-1', description: 'a', quantity: 1, unit_amount: 1_003, tax: 191, tax_rate: '19' },
        { sku: 'SKU-2', description: 'b', quantity: 1, unit_amount: 1_003, tax: 191, tax_rate: '19' },
      ],
      total: 2_388,
    });
    const payment = await pay('A-4', { amount: 2_388 });
    await product.nudge(payment);

    await product.settled(payment);
    const { orders, invoices } = await applied('A-4', payment);
    expect(orders).toMatchObject([{ totalMinor: 2_388 }]);
    expect(invoices).toMatchObject([{ status: 'paid', totalMinor: 2_388 }]);
  });

  it('makes one order and two receipts of two payments for one order', async () => {
    await push('A-5', { payments: 2 });
    const first = await pay('A-5', { amount: 4_000 });
    await product.nudge(first);
    await until(
      () => product.seen(first),
      ({ stage }) => stage === 'waiting',
    );
    expect(await held('A-5', first)).toMatchObject({ orders: [], receipts: [{ totalMinor: 4_000 }] });
    const second = await pay('A-5', { amount: 7_900 });
    await product.nudge(second);

    await product.settled(second);
    const whole = await applied('A-5', first);
    await applied('A-5', second);
    await product.settled(first);
    expect(whole.orders).toHaveLength(1);
    expect((await product.stripe.paymentIntents.retrieve(first)).metadata).toHaveProperty('ERP_Order_ID');
  });

  it('leaves a partly captured order whole and receives what was captured', async () => {
    await push('A-6');
    const payment = await pay('A-6', { capture_method: 'manual' });
    await product.nudge(payment);
    await product.settled(payment);
    expect((await held('A-6', payment)).orders).toHaveLength(0);

    await product.stripe.paymentIntents.capture(payment, { amount_to_capture: 5_000 });
    await product.nudge(payment);
    await product.settled(payment);
    const { orders, receipts } = await applied('A-6', payment);
    expect(orders).toMatchObject([{ totalMinor: 11_900 }]);
    expect(receipts).toMatchObject([{ totalMinor: 5_000 }]);
  });

  it('holds the order of a pending bank debit, releases it when the money comes', async () => {
    await push('A-7');
    const payment = await pay('A-7', { payment_method: 'pm_sepa_debit' });
    await product.nudge(payment);
    await product.settled(payment);
    expect((await held('A-7', payment)).orders).toMatchObject([{ status: 'held', paymentStatus: 'pending' }]);

    await fetch(`${product.stripeSandbox.url}/_sandbox/settle`, settle(payment, 'succeeded'));
    await product.nudge(payment);
    await product.settled(payment);
    const { orders, receipts } = await applied('A-7', payment);
    expect(orders).toMatchObject([{ paymentStatus: 'captured' }]);
    expect(receipts).toHaveLength(1);
    const numbered = { metadata: { ERP_Order_ID: orders[0]?.['number'] } };
    expect(await product.stripe.paymentIntents.retrieve(payment)).toMatchObject(numbered);
    expect((await product.stripe.charges.list({ payment_intent: payment })).data).toMatchObject([numbered]);
  });

  it('cancels the held order when the bank debit fails', async () => {
    await push('A-8');
    const payment = await pay('A-8', { payment_method: 'pm_sepa_debit' });
    await product.nudge(payment);
    await product.settled(payment);
    await fetch(`${product.stripeSandbox.url}/_sandbox/settle`, settle(payment, 'failed'));
    await product.nudge(payment);

    await product.settled(payment);
    const { orders, receipts } = await held('A-8', payment);
    expect(orders).toMatchObject([{ status: 'cancelled' }]);
    expect(receipts).toHaveLength(0);
  });

  it('makes one customer of two payments at once', async () => {
    const customer = await product.stripe.customers.create({ email: 'twice@buyers.example', name: 'Twice' });
    await Promise.all(['A-9', 'A-10'].map((id) => push(id, { customer: { email: 'twice@buyers.example' } })));
    const payments = await Promise.all(['A-9', 'A-10'].map((id) => pay(id, { customer: customer.id })));
    await Promise.all(payments.map((payment) => product.nudge(payment)));

    await Promise.all(payments.map((payment) => product.settled(payment)));
    const { customers = [] } = await product.erp();
    expect(customers.filter(({ email }) => email === 'twice@buyers.example')).toHaveLength(1);
  });

  it('posts what was lost on the way back only once', async () => {
    await push('A-11');
    const payment = await pay('A-11');
    await product.fault('p21', {
      kind: 'timeout-after-commit',
      match: { method: 'POST', path: '/api/v2/salesorders$' },
    });
    await product.fault('p21', {
      kind: 'reset-after-commit',
      match: { method: 'POST', path: '/api/v2/cashreceipts$' },
    });
    await product.nudge(payment);

    await product.settled(payment);
    const { orders, receipts } = await applied('A-11', payment);
    expect(orders).toHaveLength(1);
    expect(receipts).toHaveLength(1);
  }, 120_000);
});

describe('a parked payment', () => {
  it('waits for a person when the order is nowhere, and goes on by itself once it is there', async () => {
    const payment = await pay('B-1');
    await product.nudge(payment);
    expect(await product.parked(payment)).toMatchObject({ kind: 'business', code: 'order-missing' });

    await push('B-1');
    await product.nudge(payment);
    expect(await product.settled(payment)).toBe('settled');
    expect((await held('B-1', payment)).orders).toHaveLength(1);
    const open = await product.store.cases.list({ company, subject: payment });
    expect(open).toMatchObject([{ closed: { decision: 'healed' } }]);
  });

  it('goes on after a retry, once the refused item is in the ERP', async () => {
    await push('B-2', withSku('NEW-ITEM'));
    const payment = await pay('B-2');
    await product.nudge(payment);
    expect(await product.parked(payment)).toMatchObject({ kind: 'business' });
    await product.admin('/_sandbox/items', { ItemId: 'NEW-ITEM', QuantityOnHand: '100' });
    await decide(payment, 'retry');

    expect(await product.settled(payment)).toBe('settled');
    expect((await applied('B-2', payment)).orders).toHaveLength(1);
  });

  it('uses a patch that was stored before the decision', async () => {
    await push('B-3', withSku('WRONG-SKU'));
    const payment = await pay('B-3');
    await product.nudge(payment);
    const { caseId = '' } = await product.parked(payment);
    await product.store.cases.storePatch(caseId, { items: { 'WRONG-SKU': 'W-100' } }, { by: 'ann', reason: 'typo' });
    await decide(payment, 'patch');

    expect(await product.settled(payment)).toBe('settled');
    expect((await applied('B-3', payment)).orders).toHaveLength(1);
  });

  it('takes the first of two decisions, and tells the second why not', async () => {
    await push('B-4', withSku('TWO-DECIDE'));
    const payment = await pay('B-4');
    await product.nudge(payment);
    const { caseId = '' } = await product.parked(payment);
    await product.admin('/_sandbox/items', { ItemId: 'TWO-DECIDE', QuantityOnHand: '100' });
    const decision = (by: string) => ({ args: [{ caseId, action: 'retry', by, reason: 'now' }] }) as const;
    const answers = await Promise.allSettled([
      product.handle(payment).executeUpdate(repair, decision('ann') as never),
      product.handle(payment).executeUpdate(repair, decision('bob') as never),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await product.settled(payment)).toBe('settled');
    const [closed] = await product.store.cases.list({ company, subject: payment });
    expect(['ann', 'bob']).toContain(closed?.closed?.by);
  });

  it('refuses a decision without a name or for another case', async () => {
    await push('B-5', withSku('NOBODY-SAYS'));
    const payment = await pay('B-5');
    await product.nudge(payment);
    const { caseId = '' } = await product.parked(payment);
    const ask = (changed: object) =>
      product
        .handle(payment)
        .executeUpdate(repair, { args: [{ caseId, action: 'retry', by: 'ann', reason: 'x', ...changed }] as never });

    await expect(ask({ by: '' })).rejects.toMatchObject({ cause: { message: expect.stringContaining('who decides') } });
    await expect(ask({ caseId: 'another/1' })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('is open') },
    });
    await expect(ask({ reason: 'ann@buyers.example asked' })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('Leave e-mail') },
    });
    await expect(ask({ action: 'explode' })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('one of') },
    });
    expect(await product.seen(payment)).toMatchObject({ stage: 'parked', caseId });
  });

  it('tries again by the signal that a batch sends', async () => {
    await push('B-6', withSku('BATCH-ITEM'));
    const payment = await pay('B-6');
    await product.nudge(payment);
    await product.parked(payment);
    await product.admin('/_sandbox/items', { ItemId: 'BATCH-ITEM', QuantityOnHand: '100' });
    await product.handle(payment).signal(retryMany, 'ann', 'items are in now');

    expect(await product.settled(payment)).toBe('settled');
  });

  it('never posts again what a person settled by hand, however often it is nudged', async () => {
    await push('B-7', withSku('BY-HAND'));
    const payment = await pay('B-7');
    await product.nudge(payment);
    await product.parked(payment);
    const number = await salesOf(product).byHand('B-7');
    await decide(payment, 'skip', number);
    await product.settled(payment);
    await product.admin('/_sandbox/items', { ItemId: 'BY-HAND', QuantityOnHand: '100' });
    await product.nudge(payment);
    await product.settled(payment);

    const { orders, receipts } = await held('B-7', payment);
    expect(orders).toHaveLength(0);
    expect(receipts).toHaveLength(1);
    expect((await product.stripe.paymentIntents.retrieve(payment)).metadata).toMatchObject({ ERP_Order_ID: number });
  });

  it('takes back its own order on compensation, keeps the cash, and posts nothing afterwards', async () => {
    await push('B-8');
    await product.fault('p21', {
      kind: 'status',
      status: 422,
      body: { ErrorMessage: 'Account 1010 is blocked for posting' },
      match: { method: 'POST', path: '/api/v2/cashreceipts$' },
    });
    await product.admin('/_sandbox/items', { ItemId: 'W-100', QuantityOnHand: '0' });
    const payment = await pay('B-8');
    await product.nudge(payment);
    await decide(payment, 'compensate');
    expect(await product.settled(payment)).toBe('compensated');
    await product.nudge(payment);
    await product.settled(payment);

    const { orders, receipts } = await held('B-8', payment);
    expect(orders).toMatchObject([{ status: 'cancelled' }]);
    expect(receipts).toHaveLength(0);
    await product.admin('/_sandbox/items', { ItemId: 'W-100', QuantityOnHand: '100000' });
  });
});

const settle = (payment: string, outcome: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ payment_intent: payment, outcome }),
});
