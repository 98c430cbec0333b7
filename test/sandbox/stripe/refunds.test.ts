import type { Stripe } from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, sandboxFor, typesOf } from './start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);

/** A paid hundred, and what the balance holds of it. */
async function paid(stripe: Stripe, method = 'pm_card_visa') {
  const payment = { amount: 10_000, currency: 'eur', payment_method: method, confirm: true };
  return { payment_intent: (await stripe.paymentIntents.create(payment)).id };
}

const bookedOf = async (stripe: Stripe, source: string) =>
  (await stripe.balanceTransactions.list({ source })).data.reverse().map(({ amount, type }) => [type, amount]);

describe('the life of a refund in the Stripe sandbox', () => {
  it('is booked while it is pending, and succeeds when told', async () => {
    const { stripe, admin } = await start();
    const { payment_intent } = await paid(stripe);
    const refund = await stripe.refunds.create({ payment_intent, metadata: { sandbox_refund: 'pending' } });
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
    expect(await bookedOf(stripe, refund.id)).toEqual([['refund', -10_000]]);
    expect(await stripe.paymentIntents.retrieve(payment_intent, { expand: ['latest_charge'] })).toMatchObject({
      latest_charge: { amount_refunded: 10_000, refunded: true },
    });

    await admin(`/refunds/${refund.id}/succeed`, {});

    const succeeded = await stripe.refunds.retrieve(refund.id);
    expect(succeeded.status).toBe('succeeded');
    expect(succeeded).not.toHaveProperty('pending_reason');
    expect(await bookedOf(stripe, refund.id)).toHaveLength(1);
    expect((await typesOf(stripe)).slice(-4)).toEqual([
      'refund.created',
      'charge.refunded',
      'refund.updated',
      'charge.refund.updated',
    ]);
    expect(await admin(`/refunds/${refund.id}/succeed`, {})).toMatchObject({
      error: { type: 'invalid_request_error' },
    });
  });

  it('is booked only when it succeeds where that was asked for, and needs no booking back when it fails before', async () => {
    const { stripe, admin } = await start();
    const metadata = { sandbox_refund: 'pending', sandbox_booked: 'late' };
    const { payment_intent } = await paid(stripe);
    const [first, second] = [
      await stripe.refunds.create({ payment_intent, amount: 4_000, metadata }),
      await stripe.refunds.create({ payment_intent, amount: 6_000, metadata }),
    ];
    expect(first.balance_transaction).toBeNull();

    await admin(`/refunds/${first.id}/succeed`, {});
    await admin(`/refunds/${second.id}/fail`, { reason: 'declined' });

    expect(await bookedOf(stripe, first.id)).toEqual([['refund', -4_000]]);
    expect(await bookedOf(stripe, second.id)).toEqual([]);
    const failed = await stripe.refunds.retrieve(second.id, { expand: ['charge'] });
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'declined', charge: { amount_refunded: 4_000 } });
    expect(failed).not.toHaveProperty('failure_balance_transaction');
  });

  it('fails while it is pending, and its money is back', async () => {
    const { stripe, admin } = await start();
    const refund = await stripe.refunds.create({ ...(await paid(stripe)), metadata: { sandbox_refund: 'pending' } });

    await admin(`/refunds/${refund.id}/fail`, {});

    expect(await bookedOf(stripe, refund.id)).toEqual([
      ['refund', -10_000],
      ['refund_failure', 10_000],
    ]);
    expect(await typesOf(stripe)).toEqual(
      expect.arrayContaining(['refund.updated', 'charge.refund.updated', 'refund.failed']),
    );
  });

  it('is canceled at Stripe only while the customer has to act', async () => {
    const { stripe } = await start();
    const waiting = { metadata: { sandbox_refund: 'requires_action' } };
    const refund = await stripe.refunds.create({ ...(await paid(stripe)), ...waiting });
    expect(refund).toMatchObject({ status: 'requires_action', next_action: { type: 'display_details' } });

    const canceled = await stripe.refunds.cancel(refund.id);

    expect(canceled).toMatchObject({ status: 'canceled', failure_reason: 'merchant_request' });
    expect(await bookedOf(stripe, refund.id)).toEqual([
      ['refund', -10_000],
      ['refund_failure', 10_000],
    ]);
    const final = await stripe.refunds.create(await paid(stripe));
    await expect(stripe.refunds.cancel(final.id)).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
  });

  it('fails when the customer has not acted for 45 days', async () => {
    const { stripe, admin } = await start();
    const waiting = { metadata: { sandbox_refund: 'requires_action' } };
    const { id } = await stripe.refunds.create({ ...(await paid(stripe)), ...waiting });
    await admin('/clock', { advance_seconds: 44 * 86_400 });
    expect((await stripe.refunds.retrieve(id)).status).toBe('requires_action');

    await admin('/clock', { advance_seconds: 86_400 });

    expect((await stripe.refunds.retrieve(id)).status).toBe('failed');
  });

  it('fails a day after it had succeeded, by the clock', async () => {
    const { stripe, admin } = await start();
    const late = { metadata: { sandbox_fails_after: '86400' } };
    const { id, status } = await stripe.refunds.create({ ...(await paid(stripe)), ...late });
    expect(status).toBe('succeeded');
    await admin('/clock', { advance_seconds: 86_300 });
    expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded');

    await admin('/clock', { advance_seconds: 200 });

    const failed = await stripe.refunds.retrieve(id, {
      expand: ['balance_transaction', 'failure_balance_transaction'],
    });
    expect(failed.status).toBe('failed');
    const { balance_transaction: there, failure_balance_transaction: back } = failed as unknown as Record<
      string,
      { created: number; amount: number }
    >;
    expect([there?.amount, back?.amount]).toEqual([-10_000, 10_000]);
    expect((back?.created ?? 0) - (there?.created ?? 0)).toBeGreaterThanOrEqual(86_400);
  });

  it('fails by itself too, where nobody moves the clock', async () => {
    const { stripe } = await start();
    const { id } = await stripe.refunds.create({ ...(await paid(stripe)), metadata: { sandbox_fails_after: '1' } });

    await eventually(async () => (await stripe.refunds.retrieve(id)).status).toBe('failed');
  });

  it('takes its time to a bank, and is named like one', async () => {
    const { stripe, admin } = await start({ refundSettlesMs: 50 });
    const payment = await paid(stripe, 'pm_sepa_debit');
    await admin('/settle', { payment_intent: payment.payment_intent, outcome: 'succeeded' });

    const refund = await stripe.refunds.create({ payment_intent: payment.payment_intent });

    expect(refund).toMatchObject({ id: expect.stringMatching(/^pyr_/), status: 'pending' });
    await eventually(async () => (await stripe.refunds.retrieve(refund.id)).status).toBe('succeeded');
    expect(await bookedOf(stripe, refund.id)).toEqual([['payment_refund', -10_000]]);
  });
});
