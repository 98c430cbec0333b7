import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRefundRequest } from '../../src/activities/request-refund/start.ts';
import { money } from '../../src/domain/money.ts';
import type { RefundRequest } from '../../src/domain/request-refund/request.ts';
import { approve, progress, refundRequestId } from '../../src/workflows/messages.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ profile: { rules: { refund_approval: 'amount > 5000' } } });
}, 120_000);
afterAll(() => product.stop());

const pay = async (amount = 11_900): Promise<string> =>
  (
    await product.stripe.paymentIntents.create({
      amount,
      currency: 'usd',
      confirm: true,
      payment_method: 'pm_card_visa',
    })
  ).id;
const ask = (request: string, payment: string, more: Partial<RefundRequest> = {}) =>
  startRefundRequest(product.client, {
    company,
    request,
    payment,
    reason: 'requested_by_customer',
    requester: 'anna',
    ...more,
  });
const flow = (request: string) => product.client.workflow.getHandle(refundRequestId({ company, request }));
const decide = (request: string, approved: boolean, by: string) =>
  flow(request).executeUpdate(approve, { args: [{ approved, by, reason: 'looked at it' }] });
const parked = (request: string, code: string) =>
  until(
    () => flow(request).query(progress),
    (seen) => seen.code === code,
  );
const refundsOf = async (payment: string) =>
  (await product.stripe.refunds.list({ payment_intent: payment })).data.map(({ amount }) => amount);
const decidedAs = async (request: string) =>
  (await product.store.cases.list({ company, subject: request })).map(({ closed }) => closed);

describe('a refund that somebody asks for', () => {
  it('is made once below the limit, however often it is asked under one name', async () => {
    const payment = await pay();
    expect(await ask('small', payment, { amount: money(4_000, 'USD') })).toBe('new');
    expect(await ask('small', payment, { amount: money(4_000, 'USD') })).toBe('known');
    expect(await flow('small').result()).toBe('settled');
    expect(await ask('small', payment, { amount: money(9_000, 'USD') })).toBe('known');
    expect(await refundsOf(payment)).toEqual([4_000]);
  });

  it('waits above the limit for somebody else than who asked', async () => {
    const payment = await pay();
    await ask('large', payment);
    await parked('large', 'refund-approval');
    await expect(decide('large', true, ' Anna ')).rejects.toThrow();
    expect(await refundsOf(payment)).toEqual([]);

    await decide('large', true, 'bert');
    expect(await flow('large').result()).toBe('settled');
    expect(await refundsOf(payment)).toEqual([11_900]);
    expect(await decidedAs('large')).toMatchObject([{ decision: 'approved', by: 'bert', reason: 'looked at it' }]);
  });

  it('is not made when it was rejected, and can not be approved afterwards', async () => {
    const payment = await pay();
    await ask('rejected', payment);
    await parked('rejected', 'refund-approval');
    await decide('rejected', false, 'bert');
    expect(await flow('rejected').result()).toBe('settled');
    await expect(decide('rejected', true, 'carl')).rejects.toThrow();
    expect(await refundsOf(payment)).toEqual([]);
    expect(await decidedAs('rejected')).toMatchObject([{ decision: 'rejected', by: 'bert' }]);
  });

  it('is weighed again after the approval: what is no longer there does not go back', async () => {
    const payment = await pay();
    await ask('late', payment, { amount: money(11_900, 'USD') });
    await parked('late', 'refund-approval');
    await product.stripe.refunds.create({ payment_intent: payment, amount: 1_000 });
    await decide('late', true, 'bert');
    await parked('late', 'refund-too-much');
    expect(await refundsOf(payment)).toEqual([1_000]);
  });

  it('is made once when the reply was lost: it is looked for before it is asked for again', async () => {
    const payment = await pay();
    const match = { method: 'POST', path: '^/v1/refunds$' };
    await product.fault('stripe', { kind: 'reset-after-commit', match });
    await ask('lost', payment, { amount: money(4_000, 'USD') });
    expect(await flow('lost').result()).toBe('settled');
    expect(await refundsOf(payment)).toEqual([4_000]);
  });

  it('is taken for made where Stripe has it already, though nothing is left to go back', async () => {
    const payment = await pay();
    const metadata = { quittance_request: 'unheard' };
    const made = await product.stripe.refunds.create({ payment_intent: payment, metadata });
    await ask('unheard', payment, { amount: money(11_900, 'USD') });
    expect(await flow('unheard').result()).toBe('settled');
    expect(await refundsOf(payment)).toEqual([11_900]);
    const effects = await product.store.book.of({ company, root: 'refund-request/unheard' });
    expect(effects).toMatchObject([{ kind: 'stripe-refund', state: 'posted' }]);
    expect(made.status).toBe('succeeded');
  });

  it('parks with more than was paid, and is asked anew under another name', async () => {
    const payment = await pay(1_000);
    await ask('more', payment, { amount: money(1_001, 'USD') });
    await parked('more', 'refund-too-much');
    await ask('right', payment, { amount: money(1_000, 'USD') });
    expect(await flow('right').result()).toBe('settled');
  });
});
