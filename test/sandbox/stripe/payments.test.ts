import { Stripe } from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually, idOf, sandboxFor, typesOf } from './start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);
const card = { payment_method: 'pm_card_visa', confirm: true } as const;

describe('payments in the Stripe sandbox', () => {
  it('charges a card at once, with a balance transaction whose net is the amount less the fee', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create({
      ...card,
      amount: 11_900,
      currency: 'eur',
      metadata: { ecommerceorderid: 'A-1' },
      expand: ['latest_charge.balance_transaction'],
    });

    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 11_900, customer: null });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      captured: true,
      amount_captured: 11_900,
      metadata: { ecommerceorderid: 'A-1' },
      payment_method_details: { type: 'card' },
      outcome: { risk_level: 'normal' },
      balance_transaction: {
        type: 'charge',
        reporting_category: 'charge',
        amount: 11_900,
        currency: 'eur',
        fee: 375,
        net: 11_525,
        exchange_rate: null,
        status: 'pending',
        fee_details: [{ amount: 375, type: 'stripe_fee' }],
      },
    });
    expect(await typesOf(stripe)).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']);
  });

  it('refuses a declined card with 402, tells of the failed charge, and takes another card afterwards', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    const attempt = await stripe.paymentIntents
      .confirm(id, { payment_method: 'pm_card_visa_chargeDeclined' })
      .catch((error: unknown) => error);

    expect(attempt).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(attempt).toMatchObject({ statusCode: 402, code: 'card_declined', decline_code: 'generic_decline' });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
    expect(await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })).toMatchObject({
      status: 'succeeded',
      last_payment_error: null,
    });
    expect((await stripe.charges.list({ payment_intent: id })).data.map(({ status }) => status)).toEqual([
      'succeeded',
      'failed',
    ]);
    expect(await typesOf(stripe)).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('keeps the billing details of a guest on the charge', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create({
      amount: 900,
      currency: 'eur',
      confirm: true,
      payment_method_data: { type: 'card', billing_details: { email: 'guest@shop.example', name: 'Guest' } },
      expand: ['latest_charge'],
    });

    expect(intent.customer).toBeNull();
    expect(intent.latest_charge).toMatchObject({
      customer: null,
      billing_details: { email: 'guest@shop.example', name: 'Guest' },
    });
  });

  it('only authorises with manual capture, and books nothing before the capture', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create({
      ...card,
      amount: 2_000,
      currency: 'eur',
      capture_method: 'manual',
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 2_000, amount_received: 0 });
    expect(intent.latest_charge).toMatchObject({ captured: false, amount_captured: 0, balance_transaction: null });

    const captured = await stripe.paymentIntents.capture(intent.id, {
      amount_to_capture: 1_500,
      expand: ['latest_charge.balance_transaction'],
    });
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount: 2_000,
      amount_received: 1_500,
      amount_capturable: 0,
    });
    expect(captured.latest_charge).toMatchObject({
      captured: true,
      amount: 2_000,
      amount_captured: 1_500,
      balance_transaction: { amount: 1_500 },
    });
    expect(await typesOf(stripe)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
  });

  it('captures neither more than was authorised nor twice', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create({
      ...card,
      amount: 2_000,
      currency: 'eur',
      capture_method: 'manual',
    });

    await expect(stripe.paymentIntents.capture(id, { amount_to_capture: 2_001 })).rejects.toMatchObject({
      statusCode: 400,
      code: 'amount_too_large',
    });
    await stripe.paymentIntents.capture(id);
    await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
    });
  });

  it('releases what was authorised when the payment is cancelled', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create({
      ...card,
      amount: 2_000,
      currency: 'eur',
      capture_method: 'manual',
    });
    const canceled = await stripe.paymentIntents.cancel(id, { expand: ['latest_charge'] });

    expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0, latest_charge: { refunded: true } });
    expect(await typesOf(stripe)).toContain('payment_intent.canceled');
    expect((await stripe.balanceTransactions.list()).data).toEqual([]);
    await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' });
  });

  it('lets an authorisation expire after a week on its own clock', async () => {
    const { stripe, admin } = await start();
    const { id } = await stripe.paymentIntents.create({
      ...card,
      amount: 2_000,
      currency: 'eur',
      capture_method: 'manual',
    });
    await admin('/clock', { advance_seconds: 8 * 86_400 });

    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'automatic',
    });
    expect(await typesOf(stripe)).toContain('charge.expired');
  });

  it.each([
    ['pm_sepa_debit', 'eur', 'sepa_debit'],
    ['pm_usBankAccount', 'usd', 'us_bank_account'],
  ])('%s is pending until it is settled, and then is a payment, not a charge', async (method, currency, type) => {
    const { stripe, admin } = await start();
    const intent = await stripe.paymentIntents.create({
      amount: 5_000,
      currency,
      payment_method: method,
      confirm: true,
    });
    expect(intent.status).toBe('processing');
    const pending = await stripe.charges.list({ payment_intent: intent.id });
    expect(pending.data).toMatchObject([
      { status: 'pending', balance_transaction: null, payment_method_details: { type } },
    ]);
    expect(pending.data[0]?.id).toMatch(/^py_/);

    await admin('/settle', { payment_intent: intent.id, outcome: 'succeeded' });

    const settled = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge.balance_transaction'] });
    expect(settled.status).toBe('succeeded');
    expect(settled.latest_charge).toMatchObject({
      balance_transaction: { type: 'payment', reporting_category: 'charge' },
    });
    expect(await typesOf(stripe)).toEqual([
      'payment_intent.created',
      'charge.pending',
      'payment_intent.processing',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('a pending debit that fails moves no money', async () => {
    const { stripe, admin } = await start();
    const { id } = await stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'eur',
      payment_method: 'pm_sepa_debit',
      confirm: true,
    });
    await admin('/settle', { payment_intent: id, outcome: 'failed' });

    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'requires_payment_method' });
    expect((await stripe.balanceTransactions.list()).data).toEqual([]);
    expect((await typesOf(stripe)).slice(-2)).toEqual(['charge.failed', 'payment_intent.payment_failed']);
  });

  it('a debit that fails after it had succeeded takes the money back', async () => {
    const { stripe, admin } = await start();
    const { id } = await stripe.paymentIntents.create({
      amount: 5_000,
      currency: 'eur',
      payment_method: 'pm_sepa_debit',
      confirm: true,
    });
    await admin('/settle', { payment_intent: id, outcome: 'succeeded' });
    await admin('/settle', { payment_intent: id, outcome: 'failed' });

    const [charge] = (await stripe.charges.list({ payment_intent: id })).data;
    expect(charge).toMatchObject({ status: 'failed', amount_captured: 5_000 });
    const back = await stripe.balanceTransactions.retrieve(idOf(charge?.failure_balance_transaction));
    expect(back).toMatchObject({ type: 'payment_failure_refund', amount: -5_000, fee: 0, net: -5_000 });
  });

  it.each([
    ['pm_sepa_debit', 'succeeded'],
    ['pm_sepa_debit_fails', 'requires_payment_method'],
  ])('%s settles by itself after the delay that was asked for', async (payment_method, status) => {
    const { stripe } = await start({ debitSettlesMs: 30 });
    const { id } = await stripe.paymentIntents.create({ amount: 700, currency: 'eur', payment_method, confirm: true });

    await eventually(async () => (await stripe.paymentIntents.retrieve(id)).status).toBe(status);
  });

  it('a card payment can be settled by nobody', async () => {
    const { stripe, admin } = await start();
    const { id } = await stripe.paymentIntents.create({ ...card, amount: 700, currency: 'eur' });

    expect(await admin('/settle', { payment_intent: id, outcome: 'failed' })).toMatchObject({
      error: { type: 'invalid_request_error' },
    });
  });

  it('has the balance transaction only later when told so, and says so by charge.updated', async () => {
    const { stripe } = await start({ balanceLateMs: 40 });
    const intent = await stripe.paymentIntents.create({
      ...card,
      amount: 700,
      currency: 'eur',
      expand: ['latest_charge'],
    });
    expect(intent.latest_charge).toMatchObject({ status: 'succeeded', balance_transaction: null });

    await eventually(() => typesOf(stripe)).toContain('charge.updated');
    const [event] = (await stripe.events.list({ type: 'charge.updated' })).data;
    expect(event?.data).toMatchObject({
      object: { balance_transaction: expect.stringMatching(/^txn_/) as string },
      previous_attributes: { balance_transaction: null },
    });
    expect(event?.request).toEqual({ id: null, idempotency_key: null });
  });

  it('tells of changed metadata with what it was, and with the key of the caller', async () => {
    const { stripe } = await start();
    const { latest_charge: charge } = await stripe.paymentIntents.create({
      ...card,
      amount: 700,
      currency: 'eur',
      metadata: { keep: '1', change: 'old' },
    });
    const key = { idempotencyKey: 'write-back-1' };
    await stripe.charges.update(idOf(charge), { metadata: { change: 'new', erporderid: '100198', keep: '1' } }, key);

    const [event] = (await stripe.events.list({ type: 'charge.updated' })).data;
    expect(event).toMatchObject({
      request: { id: expect.stringMatching(/^req_/) as string, idempotency_key: 'write-back-1' },
      data: { object: { metadata: { keep: '1', change: 'new', erporderid: '100198' } } },
    });
    expect(event?.data.previous_attributes).toEqual({ metadata: { change: 'old', erporderid: null } });
  });

  it('writes metadata on a payment intent without an event, merges it and removes emptied keys', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create({ amount: 700, currency: 'eur', metadata: { a: '1', b: '2' } });
    const updated = await stripe.paymentIntents.update(id, { metadata: { b: '', c: '3' } });

    expect(updated.metadata).toEqual({ a: '1', c: '3' });
    expect(await typesOf(stripe)).toEqual(['payment_intent.created']);
  });

  it.each([
    ['amount', 'a word', { amount: 'ten' as unknown as number, currency: 'eur' }, 'parameter_invalid_integer'],
    ['amount', 'nothing', { currency: 'eur' } as Stripe.PaymentIntentCreateParams, 'parameter_missing'],
    ['amount', 'zero', { amount: 0, currency: 'eur' }, undefined],
    ['amount', 'too much', { amount: 100_000_000, currency: 'eur' }, 'amount_too_large'],
    ['amount', 'a dinar amount of three digits', { amount: 10_123, currency: 'kwd' }, undefined],
    ['currency', 'one that there is not', { amount: 100, currency: 'xxx' }, undefined],
    ['customer', 'an unknown one', { amount: 100, currency: 'eur', customer: 'cus_none' }, 'resource_missing'],
    ['payment_method', 'an unknown one', { amount: 100, currency: 'eur', payment_method: 'pm_x' }, 'resource_missing'],
    ['metadata[long]', 'too long', { amount: 100, currency: 'eur', metadata: { long: 'x'.repeat(501) } }, undefined],
  ])('refuses %s when it is %s', async (param, _what, params, code) => {
    const { stripe } = await start();
    const refusal = await stripe.paymentIntents.create(params).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(refusal).toMatchObject({ statusCode: 400, param, ...(code === undefined ? {} : { code }) });
    expect(await typesOf(stripe)).toEqual([]);
  });
});
