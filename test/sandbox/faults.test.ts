import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFaults } from '../../sandbox/faults.ts';
import type { FaultSpec } from '../../sandbox/faults.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

vi.setConfig({ testTimeout: 30_000 });
const eventually = { timeout: 20_000 };

describe('faults on demand', () => {
  it('leaves requests alone when nothing is armed, and when the match is another', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'status', match: { method: 'put' } });
    await fault({ kind: 'status', match: { path: '^/orders/\\d+$' } });

    expect((await post('/orders')).status).toBe(200);
    expect(commits()).toBe(1);
  });

  it('befalls requests by what is in them, where all have one path', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'status', match: { body: '"amount":"120' } });
    await fault({ kind: 'status', status: 500, match: { body: '"amount":"119' } });

    expect((await post('/orders')).status).toBe(500);
    expect((await post('/orders')).status).toBe(200);
    expect(commits()).toBe(1);
  });

  it('timeout-before-commit: never answers and commits nothing', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'timeout-before-commit' });

    await expect(post('/orders', 500)).rejects.toThrow();
    expect(commits()).toBe(0);
  });

  it('timeout-after-commit: commits and keeps the answer back', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'timeout-after-commit' });

    await expect(post('/orders', 500)).rejects.toThrow();
    await expect.poll(commits, eventually).toBe(1);
  });

  it('late-commit: commits after the client has gone', async () => {
    const { post, fault, commits, bodies } = await start();
    await fault({ kind: 'late-commit', delayMs: 1_500 });

    await expect(post('/orders', 500)).rejects.toThrow();
    expect(commits()).toBe(0);
    await expect.poll(commits, eventually).toBe(1);
    expect(bodies()).toEqual([{ amount: '119.00' }]);
  });

  it.each([
    ['reset-before-commit', 0],
    ['reset-after-commit', 1],
  ] as const)('%s: breaks the connection with %i commits', async (kind, expected) => {
    const { post, fault, commits } = await start();
    await fault({ kind });

    await expect(post('/orders')).rejects.toThrow('fetch failed');
    expect(commits()).toBe(expected);
  });

  it('status: refuses with Retry-After as often as asked, then works again', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'status', status: 429, retryAfterSeconds: 7, count: 2 });

    const first = await post('/orders');
    expect([first.status, first.headers.get('retry-after'), await first.json()]).toEqual([429, '7', { says: 429 }]);
    expect((await post('/orders')).status).toBe(429);
    expect((await post('/orders')).status).toBe(200);
    expect(commits()).toBe(1);
  });

  it('status-after-commit: commits and answers an error', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'status-after-commit', status: 500, body: { says: 'broken' } });

    const reply = await post('/orders');
    expect([reply.status, await reply.json()]).toEqual([500, { says: 'broken' }]);
    expect(commits()).toBe(1);
  });

  it("ok-with-error: answers 200 with the simulator's own error and commits nothing", async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'ok-with-error' });

    const reply = await post('/orders');
    expect([reply.status, await reply.json()]).toEqual([200, { says: 200 }]);
    expect(commits()).toBe(0);
  });

  it('html-error: answers a page where JSON was expected', async () => {
    const { post, fault } = await start();
    await fault({ kind: 'html-error' });

    const reply = await post('/orders');
    expect(reply.status).toBe(502);
    expect(reply.headers.get('content-type')).toContain('text/html');
  });

  it('slow: answers as usual, only later', async () => {
    const { post, fault, commits } = await start();
    await fault({ kind: 'slow', delayMs: 1_000 });

    const pending = post('/orders');
    await wait(50);
    expect(commits()).toBe(0);
    expect((await pending).status).toBe(200);
  });

  it('outage: refuses everything until its time is over, except the admin routes', async () => {
    const { post, fault, state } = await start();
    await fault({ kind: 'outage', forMs: 1_500 });

    await expect(post('/orders')).rejects.toThrow('fetch failed');
    await expect(post('/customers')).rejects.toThrow('fetch failed');
    expect(await state()).toMatchObject({ fired: { outage: 2 } });
    await expect.poll(async () => (await post('/orders').catch(() => undefined))?.status, eventually).toBe(200);
  });

  it('outage: answers the status that was asked for', async () => {
    const { post, fault } = await start();
    await fault({ kind: 'outage', status: 503, forMs: 60_000 });

    expect((await post('/orders')).status).toBe(503);
  });

  it('lists what is armed, counts what fired, and disarms', async () => {
    const { url, post, fault, state } = await start();
    await fault({ kind: 'status', match: { path: '/orders' }, count: 3 });
    await post('/orders?Reference=A');

    expect(await state()).toEqual({
      armed: [{ id: 1, kind: 'status', match: { path: '/orders' }, left: 2, fired: 1 }],
      fired: { status: 1 },
      held: 0,
    });
    await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
    expect(await state()).toEqual({ armed: [], fired: { status: 1 }, held: 0 });
  });

  it.each([
    ['an unknown kind', { kind: 'gremlins' }, 'kind'],
    ['a broken pattern', { kind: 'slow', match: { path: '(' } }, 'not a regular expression'],
    ['a field that it does not know', { kind: 'slow', delay: 5 }, 'delay'],
  ])('refuses %s and says why', async (_what, body, hint) => {
    const { url } = await start();

    const reply = await send(`${url}/_sandbox/faults`, body);
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(hint);
  });

  it('releases clients that still wait when the simulator closes', async () => {
    const { post, fault, state, close } = await start();
    await fault({ kind: 'timeout-before-commit' });
    const waiting = post('/orders').catch((error: unknown) => error);
    await expect.poll(state, eventually).toMatchObject({ held: 1 });

    await close();

    expect(await waiting).toBeInstanceOf(Error);
  });
});

async function start() {
  const committed: unknown[] = [];
  const faults = createFaults({ errorBody: (status) => ({ says: status }) });
  const app = express();
  app.use('/_sandbox/faults', faults.admin);
  app.use(express.json(), faults.intercept);
  app.post('/*path', (req, res) => {
    committed.push(req.body);
    res.json({ number: committed.length });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    faults.close();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  closing.push(close);
  return {
    url,
    close,
    commits: () => committed.length,
    bodies: () => committed,
    post: (path: string, timeoutMs = 20_000) => send(url + path, { amount: '119.00' }, timeoutMs),
    fault: (spec: FaultSpec) => send(`${url}/_sandbox/faults`, spec),
    state: async (): Promise<unknown> => (await fetch(`${url}/_sandbox/faults`)).json(),
  };
}

const send = (url: string, body: unknown, timeoutMs = 20_000) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
