import { describe, expect, it } from 'vitest';
import { Agent } from 'undici';
import { createRouter } from '../../../../src/erp/p21/native/router.ts';
import { createTransactions } from '../../../../src/erp/p21/native/transactions.ts';
import type { Answer } from '../fake-gateway.ts';
import { fakeProphet, routerPath, signal } from './fake-prophet.ts';

const services = { body: ['Order'] };

async function routedBy(router: (baseUrl: string, n: number) => Answer) {
  const site = await fakeProphet(() => services, { router });
  return { ...site, transactions: createTransactions(site.client) };
}

describe('the address of the UI server', () => {
  it('is asked for once, with its trailing slash, however many requests wait for it', async () => {
    const { client, asked, calls, counts } = await fakeProphet(() => services);
    const transactions = createTransactions(client);

    await Promise.all([transactions.services(), transactions.services()]);
    await transactions.services();

    expect(counts.routed).toBe(1);
    const discovery = asked.find(({ path }) => path === routerPath);
    expect(discovery?.query.get('urlType')).toBe('external');
    expect(discovery?.headers).toMatchObject({ accept: 'application/json', authorization: 'Bearer access-1' });
    expect(new Set(calls.map(({ path }) => path))).toEqual(new Set(['/uiserver0/api/v2/services']));
  });

  it.each([
    ['XML', (base: string) => `<string><Url>${base}/ui&amp;0</Url></string>`, '/ui&0/api/v2/services'],
    ['XML of one element', (base: string) => `<Url>${base}/uiserver1/</Url>`, '/uiserver1/api/v2/services'],
    ['JSON with a slash', (base: string) => `{"Url":"${base}/uiserver2/"}`, '/uiserver2/api/v2/services'],
  ])('is read from %s', async (_, body, path) => {
    const { transactions, calls } = await routedBy((base) => ({ body: body(base) }));

    await transactions.services();

    expect(calls[0]?.path).toBe(path);
  });

  it.each(['/uiserver0', 'uiserver0', 'ftp://127.0.0.1/x', 'javascript:alert(1)', ''])(
    'is not taken from "%s"',
    async (Url) => {
      const { transactions, calls } = await routedBy(() => ({ body: { Url } }));

      await expect(transactions.services()).rejects.toMatchObject({ code: 'unavailable' });
      expect(calls).toHaveLength(0);
    },
  );

  it('is not taken without TLS from a site that has it: the login would travel in the open', async () => {
    const agent = new Agent();
    const { baseUrl } = await fakeProphet(() => services, {
      router: () => ({ body: { Url: 'http://other.example/ui' } }),
    });
    const secured = agent.compose(
      (dispatch) => (options, handler) => dispatch({ ...options, origin: baseUrl }, handler),
    ) as unknown as Agent;
    const tokens = { current: () => Promise.resolve('t'), instead: () => Promise.resolve('t') };
    const router = createRouter({ agent: secured, baseUrl: 'https://p21.example', tokens, requestMs: 2_000 });

    await expect(router.address()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('TLS') as string,
    });
  });

  it.each([
    [{ status: 500, body: '' }, 'unavailable'],
    [{ status: 400, body: '' }, 'unavailable'],
    [{ status: 404, body: '<html/>' }, 'unavailable'],
    [{ status: 200, body: '<html>Signed out</html>' }, 'unavailable'],
    [{ status: 200, body: { Uri: 'x' } }, 'unavailable'],
    [{ status: 403, body: '' }, 'unauthorized'],
    [{ status: 401, body: '' }, 'unauthorized'],
    [{ status: 429, body: '' }, 'throttled'],
  ] as const)('that is answered %j leaves a write unsent and %s', async (answer, code) => {
    const { transactions, calls } = await routedBy(() => answer);
    const order = { service: 'Order', elements: [] };

    await expect(transactions.post(order, 'order_no', signal())).rejects.toMatchObject({ code });
    expect(calls).toHaveLength(0);
  });

  it.each([
    ['is gone', { status: 404, body: '<html/>' }],
    ['has nobody behind its proxy', { status: 502, body: '<html/>' }],
  ])('is asked for again when the server there %s', async (_, answer) => {
    const site = await fakeProphet(({ path }) => (path.startsWith('/old') ? answer : services), {
      router: (base, n) => ({ body: { Url: `${base}/${n === 1 ? 'old' : 'new'}` } }),
    });
    const transactions = createTransactions(site.client);

    await expect(transactions.services()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await transactions.services()).toEqual(['Order']);
    expect(site.counts.routed).toBe(2);
  });

  it('is asked for again when nothing answers there', async () => {
    const { transactions, counts } = await routedBy((base, n) => ({
      body: { Url: n === 1 ? 'http://127.0.0.1:9/ui' : `${base}/ui` },
    }));
    const order = { service: 'Order', elements: [] };

    await expect(transactions.post(order, 'order_no', signal())).rejects.toMatchObject({ code: 'unavailable' });
    await transactions.services();

    expect(counts.routed).toBe(2);
  });

  it('is asked for again with every new token', async () => {
    const { client, calls, counts } = await fakeProphet((_, n) => (n === 2 ? { status: 401, body: {} } : services));
    const transactions = createTransactions(client);

    await transactions.services();
    await transactions.services();

    expect(calls.at(-1)?.headers.authorization).toBe('Bearer access-2');
    expect(counts).toEqual({ logins: 2, routed: 2 });
  });
});
