import type { Stripe } from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, idOf, sandboxFor, typesOf } from './start.ts';

type Options = Parameters<typeof sandboxFor>[1];

/** A paid charge of 100.00, and what a bank can be told to do about it. */
async function charged(options?: Options, method = 'pm_card_visa', currency = 'eur') {
  const { stripe, admin } = await sandboxFor(onTestFinished, options);
  const payment = { amount: 10_000, currency, payment_method: method, confirm: true };
  const intent = await stripe.paymentIntents.create(payment);
  if (intent.status === 'processing') await admin('/settle', { payment_intent: intent.id, outcome: 'succeeded' });
  const charge = idOf(intent.latest_charge);
  const dispute = (fields: object = {}) => admin<Stripe.Dispute>('/disputes', { charge, ...fields });
  const decide = (id: string, fields: object) => admin<Stripe.Dispute>(`/disputes/${id}`, fields);
  return { stripe, admin, intent: intent.id, charge, dispute, decide };
}

const newTypes = async (stripe: Stripe, after: number) => (await typesOf(stripe)).slice(after);
const movements = ({ balance_transactions: all }: Stripe.Dispute) =>
  all.map(({ reporting_category: category, amount, fee, net }) => [category, amount, fee, net]);

describe('a dispute in the Stripe sandbox', () => {
  it('takes the money and a fee when it is a chargeback, and marks the charge', async () => {
    const { stripe, charge, intent, dispute } = await charged();
    const before = (await typesOf(stripe)).length;
    const { id } = await dispute({ reason: 'product_not_received', due_in_seconds: 1_000 });

    const seen = await stripe.disputes.retrieve(id, { expand: ['charge'] });
    expect(seen).toMatchObject({
      amount: 10_000,
      charge: { id: charge, disputed: true },
      payment_intent: intent,
      reason: 'product_not_received',
      status: 'needs_response',
      is_charge_refundable: false,
      evidence_details: { due_by: seen.created + 1_000, has_evidence: false, past_due: false, submission_count: 0 },
      payment_method_details: { type: 'card', card: { brand: 'visa', case_type: 'chargeback' } },
    });
    expect(movements(seen)).toEqual([['dispute', -10_000, 1_500, -11_500]]);
    expect(seen.balance_transactions[0]).toMatchObject({
      type: 'adjustment',
      source: id,
      fee_details: [{ amount: 1_500, type: 'stripe_fee' }],
    });
    expect(await newTypes(stripe, before)).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn']);
    expect((await stripe.disputes.list({ charge })).data.map((found) => found.id)).toEqual([id]);
    expect((await stripe.disputes.list({ payment_intent: 'pi_other' })).data).toEqual([]);
  });

  it('gives money and fee back when it is won', async () => {
    const { stripe, dispute, decide } = await charged();
    const { id } = await dispute();
    const before = (await typesOf(stripe)).length;

    const won = await decide(id, { outcome: 'won' });

    expect(won.status).toBe('won');
    expect(movements(won)).toEqual([
      ['dispute', -10_000, 1_500, -11_500],
      ['dispute_reversal', 10_000, -1_500, 11_500],
    ]);
    expect(await newTypes(stripe, before)).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated']);
  });

  it('keeps the fee where it is told to, and pays back later than it decides', async () => {
    const { dispute, decide } = await charged();
    const { id } = await dispute({ fee: 2_000 });
    expect(movements(await decide(id, { outcome: 'won', reinstate: false }))).toHaveLength(1);

    expect(movements(await decide(id, { outcome: 'reinstate' }))).toEqual([
      ['dispute', -10_000, 2_000, -12_000],
      ['dispute_reversal', 10_000, 0, 10_000],
    ]);
    expect(await decide(id, { outcome: 'reinstate' })).toMatchObject({ error: { param: 'amount' } });
  });

  it('gives a part back when it is won in part', async () => {
    const { dispute, decide } = await charged();
    const { id } = await dispute({ amount: 8_000 });

    const won = await decide(id, { outcome: 'partially_won', amount: 3_000 });

    expect(won.status).toBe('won');
    expect(movements(won)).toEqual([
      ['dispute', -8_000, 1_500, -9_500],
      ['dispute_reversal', 3_000, 0, 3_000],
    ]);
  });

  it('is lost, appealed against and won after all, or lost again', async () => {
    const { dispute, decide } = await charged();
    const { id } = await dispute();
    expect((await decide(id, { outcome: 'lost' })).status).toBe('lost');
    expect((await decide(id, { outcome: 'reopen' })).status).toBe('appeal_needs_response');
    expect((await decide(id, { outcome: 'lost' })).status).toBe('lost');
    await decide(id, { outcome: 'reopen' });

    const won = await decide(id, { outcome: 'won' });

    expect(won.status).toBe('won');
    expect(movements(won)).toHaveLength(2);
    expect(await decide(id, { outcome: 'lost' })).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('takes nothing as an inquiry, until that becomes a chargeback', async () => {
    const { stripe, dispute, decide } = await charged();
    const before = (await typesOf(stripe)).length;
    const inquiry = await dispute({ inquiry: true });
    expect(inquiry).toMatchObject({
      status: 'warning_needs_response',
      is_charge_refundable: true,
      balance_transactions: [],
    });

    const chargeback = await decide(inquiry.id, { outcome: 'escalate' });

    expect(chargeback).toMatchObject({ id: inquiry.id, status: 'needs_response', is_charge_refundable: false });
    expect(movements(chargeback)).toEqual([['dispute', -10_000, 1_500, -11_500]]);
    expect(await newTypes(stripe, before)).toEqual([
      'charge.dispute.created',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
    ]);
  });

  it('is prevented with or without money taken', async () => {
    const { dispute, decide } = await charged();
    const blocked = await dispute({ inquiry: true, amount: 4_000 });
    const resolved = await dispute({ amount: 6_000, fee: 0 });

    expect(await decide(blocked.id, { outcome: 'prevent' })).toMatchObject({
      status: 'prevented',
      balance_transactions: [],
      payment_method_details: { card: { case_type: 'block' } },
    });
    const prevented = await decide(resolved.id, { outcome: 'prevent' });
    expect(prevented.payment_method_details?.card?.case_type).toBe('resolution');
    expect(movements(prevented)).toEqual([['dispute', -6_000, 0, -6_000]]);
  });

  it('waits for its money where it is told to', async () => {
    const { dispute, decide } = await charged();
    const { id } = await dispute({ withdraw: false });
    expect(movements(await decide(id, { outcome: 'withdraw' }))).toEqual([['dispute', -10_000, 1_500, -11_500]]);
    expect(await decide(id, { outcome: 'withdraw' })).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('settles in the currency in which its charge did', async () => {
    const { dispute } = await charged({ settlementCurrencies: ['eur'] }, 'pm_card_visa', 'gbp');

    const { balance_transactions: all } = await dispute();

    expect(all).toMatchObject([{ currency: 'eur', amount: -11_759, fee: 1_500, net: -13_259 }]);
  });

  it('is final for a bank debit', async () => {
    const { dispute } = await charged({}, 'pm_sepa_debit');

    expect(await dispute()).toMatchObject({
      id: expect.stringMatching(/^pdp_/),
      status: 'lost',
      evidence_details: { due_by: null },
    });
  });
});

describe('the clock of a dispute', () => {
  it('runs out for who sends no evidence', async () => {
    const { stripe, admin, dispute } = await charged();
    const { id } = await dispute({ due_in_seconds: 86_400 });
    await admin('/clock', { advance_seconds: 86_300 });
    expect((await stripe.disputes.retrieve(id)).status).toBe('needs_response');

    await admin('/clock', { advance_seconds: 200 });

    expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'lost', evidence_details: { past_due: true } });
    expect((await typesOf(stripe)).at(-1)).toBe('charge.dispute.closed');
  });

  it('runs out by itself where nobody moves it', async () => {
    const { stripe, dispute } = await charged();
    const { id } = await dispute({ due_in_seconds: 1 });

    await eventually(async () => (await stripe.disputes.retrieve(id)).status).toBe('lost');
  });

  it('stops for evidence, which is staged first and final once it is sent', async () => {
    const { stripe, admin, dispute } = await charged();
    const { id } = await dispute({ due_in_seconds: 86_400 });
    const staged = await stripe.disputes.update(id, { evidence: { shipping_carrier: 'DHL' }, submit: false });
    expect(staged).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true } });

    const sent = await stripe.disputes.update(id, { evidence: { shipping_tracking_number: 'T-1' } });

    expect(sent).toMatchObject({
      status: 'under_review',
      evidence: { shipping_carrier: 'DHL', shipping_tracking_number: 'T-1' },
      evidence_details: { submission_count: 1, submission_method: 'manual' },
    });
    await expect(stripe.disputes.update(id, { evidence: { receipt: 'file_1' } })).rejects.toThrow(/under_review/);
    await admin('/clock', { advance_seconds: 90_000 });
    expect((await stripe.disputes.retrieve(id)).status).toBe('under_review');
  });

  it('ends an inquiry that nobody pursued for 120 days, answered or not', async () => {
    const { stripe, admin, dispute } = await charged();
    const { id } = await dispute({ inquiry: true });
    await admin('/clock', { advance_seconds: 10 * 86_400 });
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: 'warning_needs_response',
      evidence_details: { past_due: true },
    });

    await admin('/clock', { advance_seconds: 110 * 86_400 });

    expect((await stripe.disputes.retrieve(id)).status).toBe('warning_closed');
  });

  it('is stopped by accepting the dispute', async () => {
    const { stripe, dispute } = await charged();
    const { id } = await dispute();

    expect((await stripe.disputes.close(id)).status).toBe('lost');
  });
});

describe('refunds of a disputed charge', () => {
  it('are refused once it is charged back, and taken again when the dispute is won', async () => {
    const { stripe, charge, dispute, decide } = await charged();
    const { id } = await dispute();
    await expect(stripe.refunds.create({ charge })).rejects.toMatchObject({ code: 'charge_disputed' });
    await decide(id, { outcome: 'won' });

    expect((await stripe.refunds.create({ charge })).amount).toBe(10_000);
  });

  it('are taken during an inquiry, which a full one ends', async () => {
    const { stripe, admin, charge, dispute } = await charged();
    const { id } = await dispute({ inquiry: true });
    await stripe.refunds.create({ charge, amount: 4_000 });
    expect((await stripe.disputes.retrieve(id)).status).toBe('warning_needs_response');

    const rest = await stripe.refunds.create({ charge });

    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: 'warning_closed',
      is_charge_refundable: false,
    });
    await admin(`/refunds/${rest.id}/fail`, {});
    expect((await stripe.refunds.create({ charge })).amount).toBe(6_000);
  });

  it('fail where they are still pending as the bank pays the customer', async () => {
    const { stripe, charge, dispute } = await charged();
    const { id } = await stripe.refunds.create({ charge, amount: 4_000, metadata: { sandbox_refund: 'pending' } });

    expect((await dispute()).amount).toBe(10_000);
    expect(await stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'charge_for_pending_refund_disputed',
    });
  });
});
