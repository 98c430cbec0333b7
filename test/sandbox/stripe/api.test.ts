import { Stripe } from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clientOf, idOf, sandboxFor, typesOf } from './start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);

describe('access to the Stripe sandbox', () => {
  it('lets a key in as bearer or as basic user, and tells whose account it is', async () => {
    const { sandbox, stripe } = await start({ account: 'acct_shop1' });
    const basic = `Basic ${Buffer.from(`${sandbox.secretKey}:`).toString('base64')}`;

    expect((await stripe.accounts.retrieveCurrent()).id).toBe('acct_shop1');
    expect((await stripe.accounts.retrieve('acct_shop1')).id).toBe('acct_shop1');
    expect((await fetch(`${sandbox.url}/v1/account`, { headers: { authorization: basic } })).status).toBe(200);
  });

  it('answers 401 to a wrong key and to none, and 403 to a foreign account', async () => {
    const { sandbox, stripe } = await start();
    const wrong = await clientOf(sandbox, 'sk_test_wrong1234')
      .customers.list()
      .catch((error: unknown) => error);

    expect(wrong).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(wrong).toMatchObject({ statusCode: 401, requestId: expect.stringMatching(/^req_/) as string });
    expect(String(wrong)).toContain('1234');
    expect(String(wrong)).not.toContain('wrong');
    expect((await fetch(`${sandbox.url}/v1/account`)).status).toBe(401);
    await expect(stripe.customers.list({}, { stripeAccount: 'acct_other' })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('answers 429 to what goes beyond the limit that was set', async () => {
    const { stripe } = await start({ requestsPerSecond: 2 });
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => stripe.customers.list()));

    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]).toMatchObject({ reason: { statusCode: 429, code: 'rate_limit' } });
  });

  it('answers 404 in the words of Stripe to an unknown object and an unknown route', async () => {
    const { sandbox, stripe } = await start();
    await expect(stripe.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      message: "No such payment_intent: 'pi_none'",
    });
    const reply = await fetch(`${sandbox.url}/v1/unicorns`, {
      headers: { authorization: `Bearer ${sandbox.secretKey}` },
    });
    expect([reply.status, await reply.json()]).toMatchObject([404, { error: { type: 'invalid_request_error' } }]);
  });
});

describe('idempotency in the Stripe sandbox', () => {
  const params = { amount: 500, currency: 'eur', payment_method: 'pm_card_visa', confirm: true } as const;

  it('does a thing once for each key and repeats its first answer', async () => {
    const { stripe } = await start();
    const first = await stripe.paymentIntents.create(params, { idempotencyKey: 'k1' });
    await stripe.paymentIntents.update(first.id, { metadata: { later: '1' } });
    const second = await stripe.paymentIntents.create(params, { idempotencyKey: 'k1' });

    expect(second.id).toBe(first.id);
    expect(second.metadata).toEqual({});
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('refuses a key that comes back with other parameters', async () => {
    const { stripe } = await start();
    await stripe.paymentIntents.create(params, { idempotencyKey: 'k1' });
    const again = await stripe.paymentIntents
      .create({ ...params, amount: 501 }, { idempotencyKey: 'k1' })
      .catch((error: unknown) => error);

    expect(again).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(again).toMatchObject({ statusCode: 400 });
  });

  it('answers 409 while the first request with the key is at work', async () => {
    const { stripe } = await start({ latencyMs: 100 });
    const answers = await Promise.allSettled([
      stripe.paymentIntents.create(params, { idempotencyKey: 'k1' }),
      stripe.paymentIntents.create(params, { idempotencyKey: 'k1' }),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { statusCode: 409 } });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });

  it('keeps a declined card for its key, but not a refused parameter', async () => {
    const { stripe } = await start();
    const declined = { ...params, payment_method: 'pm_card_visa_chargeDeclined' };
    for (const _try of [1, 2]) {
      await expect(stripe.paymentIntents.create(declined, { idempotencyKey: 'k1' })).rejects.toMatchObject({
        code: 'card_declined',
      });
    }
    expect((await stripe.charges.list()).data).toHaveLength(1);

    const key = { idempotencyKey: 'k2' };
    await expect(stripe.paymentIntents.create({ ...params, currency: 'xxx' }, key)).rejects.toMatchObject({
      statusCode: 400,
    });
    expect((await stripe.paymentIntents.create(params, key)).status).toBe('succeeded');
  });

  it('a reply lost after the commit is repeated to the next try with the same key', async () => {
    const { sandbox, stripe, admin } = await start();
    await admin('/faults', { kind: 'reset-after-commit', match: { method: 'POST', path: '^/v1/payment_intents$' } });
    const create = () =>
      fetch(`${sandbox.url}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${sandbox.secretKey}`, 'idempotency-key': 'k1' },
        body: new URLSearchParams({ amount: '500', currency: 'eur' }),
      });

    await expect(create()).rejects.toThrow();
    expect((await create()).headers.get('idempotent-replayed')).toBe('true');
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
  });
});

describe('lists in the Stripe sandbox', () => {
  it('pages from the newest, forwards and backwards', async () => {
    const { stripe } = await start();
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) ids.unshift((await stripe.customers.create({ name: `Customer ${n}` })).id);

    const first = await stripe.customers.list({ limit: 2 });
    expect([first.has_more, first.data.map(({ id }) => id)]).toEqual([true, ids.slice(0, 2)]);
    const last = await stripe.customers.list({ limit: 3, starting_after: ids[1] ?? '' });
    expect([last.has_more, last.data.map(({ id }) => id)]).toEqual([false, ids.slice(2)]);
    const back = await stripe.customers.list({ limit: 2, ending_before: ids[3] ?? '' });
    expect([back.has_more, back.data.map(({ id }) => id)]).toEqual([true, ids.slice(1, 3)]);
    const all = await stripe.customers.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(ids);
  });

  it('refuses a limit beyond 100 and a cursor that is nowhere', async () => {
    const { stripe } = await start();
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' });
    await expect(stripe.customers.list({ starting_after: 'cus_none' })).rejects.toMatchObject({
      param: 'starting_after',
    });
  });

  it('expands ids, also within lists, and refuses what there is not', async () => {
    const { stripe } = await start();
    const customer = await stripe.customers.create({ name: 'Buyer' });
    const { id } = await stripe.paymentIntents.create({
      amount: 500,
      currency: 'eur',
      customer: customer.id,
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    await stripe.refunds.create({ payment_intent: id, amount: 100 });

    const list = await stripe.paymentIntents.list({
      expand: ['data.latest_charge.balance_transaction', 'data.customer'],
    });
    expect(list.data[0]).toMatchObject({
      customer: { name: 'Buyer' },
      latest_charge: { balance_transaction: { object: 'balance_transaction' } },
    });
    const charge = await stripe.charges.retrieve(idOf((await stripe.paymentIntents.retrieve(id)).latest_charge), {
      expand: ['refunds'],
    });
    expect(charge.refunds?.data).toMatchObject([{ amount: 100 }]);
    await expect(stripe.paymentIntents.retrieve(id, { expand: ['moon'] })).rejects.toMatchObject({
      message: 'This property cannot be expanded (moon).',
    });
    await expect(stripe.paymentIntents.retrieve(id, { expand: ['a.b.c.d.e'] })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('finds events by type and by time', async () => {
    const { stripe, admin } = await start({ clockStart: 1_790_000_000 });
    await stripe.customers.create({ name: 'Early' });
    await admin('/clock', { advance_seconds: 3_600 });
    const late = await stripe.customers.create({ name: 'Late' });
    await stripe.products.create({ name: 'Drill' });

    const found = await stripe.events.list({ types: ['customer.created'], created: { gte: 1_790_003_600 } });
    expect(found.data.map(({ data }) => data.object)).toMatchObject([{ id: late.id }]);
    expect((await stripe.events.list({ type: 'product.*' })).data).toHaveLength(1);
    expect(await stripe.events.retrieve(found.data[0]?.id ?? '')).toMatchObject({ type: 'customer.created' });
  });
});

describe('customers in the Stripe sandbox', () => {
  it('are found by e-mail, changed with what they were before, and deleted', async () => {
    const { stripe } = await start();
    const { id } = await stripe.customers.create({
      email: 'a@shop.example',
      name: 'A',
      address: { line1: '1 Street', country: 'DE' },
      metadata: { tier: '1' },
    });
    await stripe.customers.create({ email: 'b@shop.example' });
    expect((await stripe.customers.list({ email: 'a@shop.example' })).data.map((found) => found.id)).toEqual([id]);

    await stripe.customers.update(id, { name: 'Anna', metadata: { customer_id: '77' } });
    await stripe.customers.update(id, { name: 'Anna' });
    const changes = await stripe.events.list({ type: 'customer.updated' });
    expect(changes.data).toHaveLength(1);
    expect(changes.data[0]?.data.previous_attributes).toEqual({ name: 'A', metadata: { customer_id: null } });
    expect(await stripe.customers.retrieve(id)).toMatchObject({
      address: { line1: '1 Street', line2: null },
      metadata: { tier: '1', customer_id: '77' },
    });

    expect(await stripe.customers.del(id)).toMatchObject({ deleted: true });
    expect(await typesOf(stripe)).toContain('customer.deleted');
  });
});

describe('the same seed', () => {
  it('gives the same ids, another seed others', async () => {
    const idOf = async (seed: number) => {
      const { stripe } = await start({ seed });
      return (await stripe.customers.create({})).id;
    };
    expect(await idOf(7)).toBe(await idOf(7));
    expect(await idOf(7)).not.toBe(await idOf(8));
  });
});
