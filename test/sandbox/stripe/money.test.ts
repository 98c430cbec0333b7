import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFx, defaultRates, share } from '../../../sandbox/stripe/fx.ts';
import { clientOf, idOf, sandboxFor } from './start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);
const paid = (amount: number, currency: string, metadata = {}) => ({
  amount,
  currency,
  metadata,
  payment_method: 'pm_card_visa',
  confirm: true,
  expand: ['latest_charge.balance_transaction'],
});

describe('money in the Stripe sandbox', () => {
  it.each([
    ['eur', 11_900, 'eur', 11_900],
    ['usd', 11_900, 'usd', 11_900],
    ['gbp', 10_000, 'eur', 11_759],
    ['jpy', 12_345, 'eur', 7_658],
    ['kwd', 10_120, 'eur', 3_045],
  ])('%s %i settles in %s as %i', async (currency, amount, settlement, settled) => {
    const { stripe } = await start();
    const { latest_charge: charge } = await stripe.paymentIntents.create(paid(amount, currency));

    expect(charge).toMatchObject({
      currency,
      amount_captured: amount,
      balance_transaction: { currency: settlement, amount: settled },
    });
  });

  it("gives the exchange rate that turns Stripe's one amount into the other", async () => {
    const { stripe } = await start({ rates: { gbp: '125/100', eur: '1/1' } });
    const { latest_charge: charge } = await stripe.paymentIntents.create(paid(1_000, 'gbp'));

    expect(charge).toMatchObject({ balance_transaction: { amount: 1_250, exchange_rate: 1.25 } });
  });

  it('settles one payment where its metadata says, and by default in the first currency of the account', async () => {
    const { stripe } = await start({ settlementCurrencies: ['usd'], rates: { eur: '110/100' } });
    const metadata = { sandbox_settlement: 'eur' };

    expect(await stripe.paymentIntents.create(paid(1_000, 'eur', metadata))).toMatchObject({
      latest_charge: { balance_transaction: { currency: 'eur', amount: 1_000 } },
    });
    expect(await stripe.paymentIntents.create(paid(1_000, 'eur'))).toMatchObject({
      latest_charge: { balance_transaction: { currency: 'usd', amount: 1_100 } },
    });
  });

  it('keeps net = amount - fee and the fee = the sum of its details, whatever is paid and given back', async () => {
    const { sandbox } = await start();
    const stripe = clientOf(sandbox);
    const payment = fc.record({
      amount: fc.integer({ min: 60, max: 9_999_999 }),
      currency: fc.constantFrom('eur', 'usd', 'jpy', 'kwd', 'gbp'),
      method: fc.constantFrom('pm_card_visa', 'pm_card_amex'),
    });
    await fc.assert(
      fc.asyncProperty(payment, async ({ amount, currency, method }) => {
        const whole = amount * (currency === 'kwd' ? 10 : 1);
        const intent = await stripe.paymentIntents.create({ ...paid(whole, currency), payment_method: method });
        await stripe.refunds.create({ payment_intent: intent.id, amount: currency === 'kwd' ? 10 : 1 });
      }),
      { numRuns: 25 },
    );

    const all = await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 });
    expect(all).toHaveLength(50);
    for (const txn of all) {
      expect(txn.net).toBe(txn.amount - txn.fee);
      expect(txn.fee).toBe(txn.fee_details.reduce((sum, { amount }) => sum + amount, 0));
    }
  });

  it('converts to the minor unit next to the true value', () => {
    const fx = createFx(defaultRates);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (minor) => {
        const there = fx.convert(minor, 'kwd', 'usd');
        const exact = BigInt(minor) * 325n;
        expect(2n * (BigInt(there) * 1_000n - exact)).toBeLessThanOrEqual(1_000n);
        expect(2n * (BigInt(there) * 1_000n - exact)).toBeGreaterThanOrEqual(-1_000n);
      }),
    );
    expect(share(5, { over: 1n, under: 2n })).toBe(3);
    expect(share(-5, { over: 1n, under: 2n })).toBe(-3);
  });

  it('makes funds available as its clock moves on', async () => {
    const { stripe, admin } = await start({ clockStart: 1_790_000_000 });
    const { latest_charge: charge } = await stripe.paymentIntents.create(paid(10_000, 'eur'));
    const txn = (charge as { balance_transaction: { id: string; available_on: number; net: number } })
      .balance_transaction;
    expect(txn.available_on % 86_400).toBe(0);
    expect(await stripe.balance.retrieve()).toMatchObject({ pending: [{ amount: txn.net, currency: 'eur' }, {}] });

    const { now } = await admin<{ now: number }>('/clock', { now: txn.available_on });

    expect(now).toBe(txn.available_on);
    expect(await stripe.balanceTransactions.retrieve(txn.id)).toMatchObject({ status: 'available' });
    expect(await stripe.balance.retrieve()).toMatchObject({
      available: [{ amount: txn.net, currency: 'eur' }, { amount: 0 }],
      pending: [{ amount: 0 }, { amount: 0 }],
    });
  });

  it('books a partial capture as one movement, or as a whole and a reversal when told so', async () => {
    const { stripe, admin } = await start();
    const capture = async () => {
      const { id } = await stripe.paymentIntents.create({ ...paid(10_000, 'eur'), capture_method: 'manual' });
      const { latest_charge: charge } = await stripe.paymentIntents.capture(id, { amount_to_capture: 7_000 });
      const { data } = await stripe.balanceTransactions.list({ source: idOf(charge) });
      return data.reverse().map(({ amount, reporting_category: category }) => [amount, category]);
    };
    expect(await capture()).toEqual([[7_000, 'charge']]);
    await admin('/behaviour', { partialCaptureReverses: true });

    expect(await capture()).toEqual([
      [10_000, 'charge'],
      [-3_000, 'partial_capture_reversal'],
    ]);
  });

  it('finds balance transactions by their source and by time', async () => {
    const { stripe, admin } = await start({ clockStart: 1_790_000_000 });
    const first = await stripe.paymentIntents.create(paid(1_000, 'eur'));
    await admin('/clock', { advance_seconds: 1_000 });
    const second = await stripe.paymentIntents.create(paid(2_000, 'eur'));
    const sourceOf = (intent: typeof first) => (intent.latest_charge as { id: string }).id;

    const bySource = await stripe.balanceTransactions.list({ source: sourceOf(first) });
    expect(bySource.data.map(({ amount }) => amount)).toEqual([1_000]);
    const byTime = await stripe.balanceTransactions.list({ created: { gte: 1_790_000_900 } });
    expect(byTime.data.map(({ source }) => source)).toEqual([sourceOf(second)]);
  });
});

describe('refunds in the Stripe sandbox', () => {
  it('gives a part back, then the rest, each with its own balance transaction and no fee', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create(paid(10_000, 'eur'));
    const part = await stripe.refunds.create({ payment_intent: id, amount: 4_000, reason: 'requested_by_customer' });
    const rest = await stripe.refunds.create({ payment_intent: id, expand: ['balance_transaction', 'charge'] });

    expect(part).toMatchObject({ status: 'succeeded', amount: 4_000, reason: 'requested_by_customer' });
    expect(rest).toMatchObject({
      amount: 6_000,
      charge: { amount_refunded: 10_000, refunded: true },
      balance_transaction: { type: 'refund', amount: -6_000, fee: 0, net: -6_000, reporting_category: 'refund' },
    });
    const events = await stripe.events.list({ types: ['refund.created', 'charge.refunded'] });
    expect(events.data).toHaveLength(4);
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
  });

  it('gives back no more than was captured, and nothing that was only authorised', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create({ ...paid(10_000, 'eur'), capture_method: 'manual' });
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: 'charge_not_refundable',
    });
    await stripe.paymentIntents.capture(id, { amount_to_capture: 7_000 });

    await expect(stripe.refunds.create({ payment_intent: id, amount: 7_001 })).rejects.toMatchObject({
      param: 'amount',
    });
  });

  it('restores the balance when the refund fails later', async () => {
    const { stripe, admin } = await start();
    const { id } = await stripe.paymentIntents.create(paid(10_000, 'eur'));
    const refund = await stripe.refunds.create({ payment_intent: id });
    await admin(`/refunds/${refund.id}/fail`, {});

    const failed = await stripe.refunds.retrieve(refund.id, { expand: ['failure_balance_transaction', 'charge'] });
    expect(failed).toMatchObject({
      status: 'failed',
      charge: { amount_refunded: 0, refunded: false },
      failure_balance_transaction: { type: 'refund_failure', amount: 10_000 },
    });
    const events = await stripe.events.list({ types: ['refund.failed', 'refund.updated', 'charge.refund.updated'] });
    expect(events.data).toHaveLength(3);
  });
});
