import { Stripe } from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StripeSandboxOptions } from '../../../sandbox/stripe/index.ts';
import { listening } from './listening.ts';
import { receiver } from './receiver.ts';
import type { Manner, Received } from './receiver.ts';
import { eventually, sandboxFor } from './start.ts';

const start = (deliveries?: StripeSandboxOptions['deliveries'], manner?: Manner) =>
  listening(onTestFinished, deliveries, manner);

const verified = ({ body, signature }: Received, secret: string): Stripe.Event =>
  new Stripe('sk_test_none').webhooks.constructEvent(body, signature, secret);

describe('webhook deliveries of the Stripe sandbox', () => {
  it('are signed so that the SDK accepts them, and nobody else’s secret does', async () => {
    const { stripe, hook } = await start();
    const { id } = await stripe.customers.create({ name: 'Buyer' });
    await eventually(() => hook.received.length).toBe(1);
    const [received] = hook.received as [Received];

    expect(verified(received, 'whsec_one')).toMatchObject({
      object: 'event',
      type: 'customer.created',
      api_version: '2026-10-28.endive',
      livemode: false,
      pending_webhooks: 1,
      data: { object: { id, name: 'Buyer' } },
    });
    expect(() => verified(received, 'whsec_two')).toThrow(Stripe.errors.StripeSignatureVerificationError);
    expect(() => verified({ ...received, body: received.body.replace('Buyer', 'Thief') }, 'whsec_one')).toThrow();
  });

  it('go to endpoints made over the API, whose secret is told once, and only for the types they listen to', async () => {
    const { stripe } = await sandboxFor(onTestFinished);
    const hook = await receiver(onTestFinished);
    const endpoint = await stripe.webhookEndpoints.create({
      url: hook.url,
      enabled_events: ['product.created'],
      api_version: '2026-09-30.endive',
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty('secret');

    await stripe.customers.create({});
    await stripe.products.create({ name: 'Drill' });
    await expect
      .poll(() => hook.events())
      .toMatchObject([{ type: 'product.created', api_version: '2026-09-30.endive' }]);
    expect(verified(hook.received[0] as Received, endpoint.secret ?? '').type).toBe('product.created');

    await stripe.webhookEndpoints.update(endpoint.id, { enabled_events: ['customer.created'] });
    await stripe.customers.create({});
    await eventually(() => hook.events().at(-1)?.type).toBe('customer.created');
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    const silent = await stripe.customers.create({});
    await stripe.webhookEndpoints.del(endpoint.id);
    expect((await stripe.webhookEndpoints.list()).data).toEqual([]);
    expect(hook.received.some(({ body }) => body.includes(silent.id))).toBe(false);
  });

  it('carry two signatures while a secret is rolled', async () => {
    const { stripe, hook, admin } = await start();
    const [endpoint] = (await stripe.webhookEndpoints.list()).data;
    await admin(`/webhook_endpoints/${endpoint?.id ?? ''}/roll`, { secret: 'whsec_two' });
    await stripe.customers.create({});
    await eventually(() => hook.received.length).toBe(1);

    const [received] = hook.received as [Received];
    expect(received.signature.match(/v1=/g)).toHaveLength(2);
    for (const secret of ['whsec_one', 'whsec_two']) expect(verified(received, secret).type).toBe('customer.created');
  });

  it('are tried again until they are accepted', async () => {
    const { stripe, hook, counts } = await start({ backoffMs: 5 }, { answer: (nth) => (nth < 4 ? 503 : 200) });
    await stripe.customers.create({});

    await eventually(counts).toEqual({ delivered: 1, failedAttempts: 3, pending: 0, givenUp: 0, duplicates: 0 });
    expect(new Set(hook.events().map(({ id }) => id)).size).toBe(1);
  });

  it('are given up after as many tries as were allowed', async () => {
    const { stripe, hook, counts } = await start({ attempts: 3, backoffMs: 5 }, { answer: () => 500 });
    await stripe.customers.create({});

    await eventually(counts).toMatchObject({ failedAttempts: 3, pending: 0, givenUp: 1 });
    expect(hook.received).toHaveLength(3);
  });

  it('come several times when duplicates are asked for', async () => {
    const { customers, hook, counts } = await start({ duplicateProbability: 1, duplicateTimes: 2 });
    await customers(4);

    await eventually(counts).toMatchObject({ delivered: 12, pending: 0, duplicates: 8 });
    expect(new Set(hook.events().map(({ id }) => id)).size).toBe(4);
  });

  it('come in another order when disorder is asked for, and lose none', async () => {
    const { customers, stripe, hook, counts } = await start({ disorderMs: 400 });
    await customers(12);
    await eventually(counts).toMatchObject({ delivered: 12, pending: 0 });

    const sent = (await stripe.events.list({ limit: 100 })).data.map(({ id }) => id).reverse();
    const arrived = hook.events().map(({ id }) => id);
    expect(arrived).not.toEqual(sent);
    expect([...arrived].sort()).toEqual([...sent].sort());
  });

  it('wait while they are paused, and can be lost', async () => {
    const { customers, hook, counts, admin } = await start();
    expect(await admin('/deliveries/pause', {})).toMatchObject({ paused: true });
    await customers(3);
    expect(await counts()).toMatchObject({ delivered: 0, pending: 3 });
    expect(await admin('/deliveries/discard', {})).toEqual({ discarded: 3 });
    await customers(1);
    await admin('/deliveries/resume', {});

    await eventually(counts).toMatchObject({ delivered: 1, pending: 0 });
    expect(hook.received).toHaveLength(1);
  });

  it('never exceed the number that may be under way', async () => {
    const { customers, counts, hook } = await start({ concurrency: 2 }, { answer: () => 200, holdMs: 20 });
    await customers(9);

    await eventually(counts).toMatchObject({ delivered: 9, pending: 0 });
    expect(hook.mostAtOnce()).toBe(2);
  });

  it('can be changed while it runs, and refuse settings that there are not', async () => {
    const { admin, customers, counts } = await start();
    await admin('/deliveries', { duplicateProbability: 1, duplicateTimes: 1 });
    await customers(1);
    await eventually(counts).toMatchObject({ delivered: 2 });

    expect(await admin('/deliveries', { duplicates: 5 })).toMatchObject({
      error: expect.stringContaining('duplicates') as string,
    });
  });

  it('can be sent again, with the same event id', async () => {
    const { stripe, hook, admin } = await start();
    await stripe.customers.create({});
    await eventually(() => hook.received.length).toBe(1);
    const [event] = hook.events();
    await admin(`/events/${event?.id ?? ''}/redeliver`, {});

    await eventually(() => hook.events().map(({ id }) => id)).toEqual([event?.id, event?.id]);
  });

  it('emit any event at will: foreign, live, of another version, stale or wrongly signed', async () => {
    const { hook, admin } = await start();
    const object = { id: 'po_1', object: 'payout', amount: 5 };
    const emitted = await admin<Stripe.Event>('/emit', {
      type: 'payout.paid',
      object,
      account: 'acct_other',
      livemode: true,
      api_version: '2020-08-27',
    });
    await eventually(() => hook.received.length).toBe(1);
    expect(verified(hook.received[0] as Received, 'whsec_one')).toMatchObject({
      id: emitted.id,
      account: 'acct_other',
      livemode: true,
      api_version: '2020-08-27',
      data: { object },
    });

    await admin('/emit', { type: 'payout.paid', object, timestamp_offset_seconds: -302 });
    await eventually(() => hook.received.length).toBe(2);
    expect(() => verified(hook.received[1] as Received, 'whsec_one')).toThrow('Timestamp outside the tolerance zone');
    await admin('/emit', { type: 'payout.paid', object, secret: 'whsec_wrong' });
    await eventually(() => hook.received.length).toBe(3);
    expect(() => verified(hook.received[2] as Received, 'whsec_one')).toThrow();
    expect(verified(hook.received[2] as Received, 'whsec_wrong').type).toBe('payout.paid');
  });

  it('are signed in real time, wherever the clock of the sandbox stands', async () => {
    const { stripe, hook, admin } = await start();
    await admin('/clock', { advance_seconds: 30 * 86_400 });
    await stripe.customers.create({});
    await eventually(() => hook.received.length).toBe(1);

    const event = verified(hook.received[0] as Received, 'whsec_one');
    expect(event.created).toBeGreaterThan(Date.now() / 1_000 + 29 * 86_400);
  });
});

describe('the truth of the Stripe sandbox', () => {
  it('lists what an outside judge compares', async () => {
    const { stripe, admin, sandbox } = await start();
    await stripe.paymentIntents.create({ amount: 900, currency: 'eur', payment_method: 'pm_card_visa', confirm: true });

    expect(await admin('/state')).toMatchObject({
      account: sandbox.account,
      payment_intents: [{ status: 'succeeded' }],
      charges: [{ amount_captured: 900, currency: 'eur', metadata: {} }],
      balance_transactions: [{ amount: 900, status: 'pending' }],
      checkout_sessions: [],
      refunds: [],
      events: { 'payment_intent.created': 1, 'charge.succeeded': 1, 'payment_intent.succeeded': 1 },
    });
  });

  it('misbehaves on demand, in the words of Stripe', async () => {
    const { stripe, admin } = await start();
    await admin('/faults', { kind: 'status', status: 429, retryAfterSeconds: 3 });
    await expect(stripe.customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    await admin('/faults', { kind: 'status', status: 500 });
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    await admin('/faults', { kind: 'reset-before-commit', match: { method: 'GET' } });

    // The client itself tries once more when a connection breaks.
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  it('changes its behaviour while it runs, and says what it did not understand', async () => {
    const { stripe, admin } = await start();
    await admin('/behaviour', { debitSettlesMs: 10 });
    const { id } = await stripe.paymentIntents.create({
      amount: 900,
      currency: 'eur',
      payment_method: 'pm_sepa_debit',
      confirm: true,
    });
    await eventually(async () => (await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');

    expect(await admin('/behaviour', { debitSettles: 10 })).toMatchObject({
      error: expect.stringContaining('debitSettles') as string,
    });
    expect(await admin('/clock', { advance: 10 })).toMatchObject({
      error: expect.stringContaining('/clock') as string,
    });
    expect(await admin('/clock')).toMatchObject({ now: expect.any(Number) as number });
  });
});
