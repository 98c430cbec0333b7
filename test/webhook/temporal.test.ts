import { randomUUID } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SecretError } from '../../src/config.ts';
import { connectClient } from '../../src/temporal.ts';
import type { Alert } from '../../src/webhook/app.ts';
import { startWebhook } from '../../src/webhook/server.ts';
import { temporalAddress } from '../support/servers.ts';
import { closedPort, configured, deliver, newEvent } from './stripe-delivery.ts';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

async function webhookAt(temporal: string, namespace?: string) {
  const company = `c-${randomUUID().slice(0, 8)}`;
  const config = configured({ company, temporal });
  const alerts: Alert[] = [];
  const counted: string[] = [];
  const webhook = await startWebhook(namespace ? { ...config, temporal: { ...config.temporal, namespace } } : config, {
    count: (answer) => void counted.push(answer),
    alert: (alert) => void alerts.push(alert),
    log: { info: () => {}, warn: () => {} },
  });
  endings.push(() => webhook.stop());
  return { company, url: `${webhook.url}/webhooks/stripe/${company}`, alerts, counted };
}

describe('at a real Temporal server', () => {
  it('an event becomes one workflow, findable by its Stripe id, however often it is delivered', async () => {
    const { company, url, counted } = await webhookAt(temporalAddress());
    const event = newEvent();
    const answers = await Promise.all([deliver(url, event), deliver(url, event), deliver(url, event)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);

    const { client, connection } = connectClient({ address: temporalAddress(), namespace: 'default' });
    endings.push(() => connection.close());
    const handle = client.workflow.getHandle(`event/${company}/${event.id}`);
    const { type, taskQueue, searchAttributes } = await handle.describe();
    expect([type, taskQueue]).toEqual(['receiveEvent', 'quittance']);
    expect(searchAttributes).toMatchObject({ Company: [company], StripeId: ['pi_1'] });
    expect(counted.toSorted()).toEqual(['accepted', 'duplicate', 'duplicate']);

    await handle.terminate('delivered again on purpose');
    expect(await deliver(url, event)).toMatchObject({ answer: 'accepted' });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await handle.terminate();
  });

  it('an event without a readable subject is started too', async () => {
    const { company, url } = await webhookAt(temporalAddress());
    const event = newEvent({ data: { object: {} } });
    expect(await deliver(url, event)).toMatchObject({ answer: 'accepted' });
    const { client, connection } = connectClient({ address: temporalAddress(), namespace: 'default' });
    endings.push(() => connection.close());
    await client.workflow.getHandle(`event/${company}/${event.id}`).terminate();
  });

  it('a namespace that does not exist is refused, and somebody is called', async () => {
    const { url, alerts } = await webhookAt(temporalAddress(), 'nowhere');
    expect(await deliver(url, newEvent())).toEqual({ status: 503, answer: 'refused' });
    expect(alerts).toHaveLength(1);
  });
});

// A machine that is busy with all the other tests may be late once.
describe('while Temporal is away the answer is 503 within five seconds', { retry: 2 }, () => {
  it('when nobody listens', async () => {
    const { url } = await webhookAt(`127.0.0.1:${await closedPort()}`);
    const since = Date.now();
    expect(await deliver(url, newEvent())).toEqual({ status: 503, answer: 'unavailable' });
    expect(Date.now() - since).toBeLessThan(5_000);
  });

  it('when somebody listens and never answers', async () => {
    const silent: Server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => silent.once('listening', listening));
    const sockets: { destroy(): void }[] = [];
    silent.on('connection', (socket) => sockets.push(socket));
    endings.push(async () => {
      sockets.forEach((socket) => socket.destroy());
      silent.close();
    });
    const { url } = await webhookAt(`127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const since = Date.now();
    expect(await deliver(url, newEvent())).toEqual({ status: 503, answer: 'unavailable' });
    expect(Date.now() - since).toBeLessThan(5_000);
  });
});

it('gets through again soon after Temporal is back', async () => {
  const port = await closedPort();
  const { url } = await webhookAt(`127.0.0.1:${port}`);
  const event = newEvent({ type: 'payment_intent.processing' });
  expect(await deliver(url, event)).toMatchObject({ status: 503 });
  expect(await deliver(url, event)).toMatchObject({ status: 503 });
  endings.push(await forward(port, temporalAddress()));
  // Accepted by an attempt whose reply came too late, it is a duplicate for the next.
  await expect.poll(() => deliver(url, event), { timeout: 15_000 }).toMatchObject({ status: 200 });
});

it('does not start where a webhook secret cannot be read', async () => {
  const around = { count: () => {}, alert: () => {}, log: { info: () => {}, warn: () => {} } };
  await expect(startWebhook(configured({ env: {} }), around)).rejects.toThrow(SecretError);
});

/** Temporal comes up on this port: what arrives there is passed on to the real one. */
async function forward(port: number, address: string): Promise<() => Promise<void>> {
  const [host = '', target = ''] = address.split(':');
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const onwards = connect(Number(target), host);
    for (const one of [socket, onwards]) sockets.push(one.on('error', () => {}));
    socket.pipe(onwards).pipe(socket);
  }).listen(port, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return async () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
}
