import { describe, expect, it, onTestFinished } from 'vitest';
import { listening } from './listening.ts';
import type { Manner } from './receiver.ts';
import { eventually, sandboxFor } from './start.ts';

const start = (deliveries?: Parameters<typeof listening>[1], manner?: Manner) =>
  listening(onTestFinished, deliveries, manner);

type Started = Awaited<ReturnType<typeof start>>;
const endpointOf = async ({ stripe }: Started) => (await stripe.webhookEndpoints.list()).data[0];
const namesOf = ({ hook }: Started) =>
  hook.received.map(({ body }) => (JSON.parse(body) as { data: { object: { name: string } } }).data.object.name);

describe('events that were held in the Stripe sandbox', () => {
  it('are released backwards and twice, in exactly that order', async () => {
    const started = await start({ disorderMs: 50 });
    const { admin, customers, counts } = started;
    await admin('/deliveries/pause', {});
    await customers(3);

    expect(await admin('/deliveries/release', { order: 'backwards', times: 2 })).toEqual({ released: 6 });

    await eventually(counts).toMatchObject({ delivered: 6, pending: 0, duplicates: 3 });
    const backwards = ['Customer 2', 'Customer 1', 'Customer 0'];
    expect(namesOf(started)).toEqual([...backwards, ...backwards]);
  });

  it('are released in the order in which they happened, and no others are held after that', async () => {
    const started = await start({ disorderMs: 50 });
    const { admin, customers, counts } = started;
    await admin('/deliveries/pause', {});
    await customers(4);
    await admin('/deliveries/release', {});
    await eventually(counts).toMatchObject({ delivered: 4, pending: 0 });
    expect(namesOf(started)).toEqual(['Customer 0', 'Customer 1', 'Customer 2', 'Customer 3']);

    await customers(1);

    await eventually(counts).toMatchObject({ delivered: 5, pending: 0 });
  });

  it('are tried again where the receiver refused them on their release', async () => {
    const { admin, customers, counts } = await start({ backoffMs: 5 }, { answer: (nth) => (nth === 1 ? 500 : 200) });
    await admin('/deliveries/pause', {});
    await customers(2);
    await admin('/deliveries/release', { order: 'backwards' });

    await eventually(counts).toMatchObject({ delivered: 2, failedAttempts: 1, pending: 0 });
  });
});

describe('a webhook endpoint of the Stripe sandbox', () => {
  it('is disabled after as many failures in a row as were allowed, and is sent nothing then', async () => {
    const started = await start({ disableAfterFailures: 3, backoffMs: 5 }, { answer: () => 500 });
    const { stripe, customers, counts, hook } = started;
    await customers(1);
    await eventually(async () => (await endpointOf(started))?.status).toBe('disabled');
    await eventually(counts).toMatchObject({ failedAttempts: 3, pending: 0, givenUp: 1 });

    await customers(2);

    expect(await counts()).toMatchObject({ pending: 0, givenUp: 1 });
    expect(hook.received).toHaveLength(3);
    expect((await stripe.events.list()).data).toHaveLength(3);
  });

  it('stays enabled where a delivery succeeds between the failures', async () => {
    const manner = { answer: (nth: number) => (nth % 2 === 0 ? 200 : 500) };
    const started = await start({ disableAfterFailures: 2, backoffMs: 5, concurrency: 1 }, manner);
    await started.customers(4);

    await eventually(started.counts).toMatchObject({ delivered: 4, pending: 0 });
    expect(await endpointOf(started)).toMatchObject({ status: 'enabled' });
  });

  it('is enabled again by hand, and what happened meanwhile is only in the list of events', async () => {
    const started = await start();
    const { stripe, admin, customers, counts } = started;
    const { id = '' } = (await endpointOf(started)) ?? {};
    expect(await admin(`/webhook_endpoints/${id}`, { status: 'disabled' })).toMatchObject({ status: 'disabled' });
    await customers(1);

    await admin(`/webhook_endpoints/${id}`, { status: 'enabled' });
    await customers(1);

    await eventually(counts).toMatchObject({ delivered: 1, pending: 0 });
    expect((await stripe.events.list()).data).toHaveLength(2);
  });
});

describe('the events list of the Stripe sandbox', () => {
  it('forgets what is older than 30 days, which only the admin route still shows', async () => {
    const { stripe, admin } = await sandboxFor(onTestFinished);
    await stripe.customers.create({ name: 'Old' });
    const [old] = (await stripe.events.list()).data;
    await admin('/clock', { advance_seconds: 30 * 86_400 - 60 });
    expect((await stripe.events.retrieve(old?.id ?? '')).id).toBe(old?.id);

    await admin('/clock', { advance_seconds: 61 });
    await stripe.customers.create({ name: 'New' });

    expect((await stripe.events.list()).data.map(({ data }) => data.object)).toMatchObject([{ name: 'New' }]);
    await expect(stripe.events.retrieve(old?.id ?? '')).rejects.toMatchObject({ statusCode: 404 });
    const { events } = await admin<{ events: { id: string }[] }>('/events');
    expect(events).toHaveLength(2);
    expect(events[0]?.id).toBe(old?.id);
    expect(await admin('/state')).toMatchObject({ events: { 'customer.created': 2 } });
  });
});
