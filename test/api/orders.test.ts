import { afterEach, describe, expect, it } from 'vitest';
import { startApi } from '../../src/api/server.ts';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import { OrderChanged } from '../../src/store/order-changed.ts';
import type { Put } from '../../src/store/orders.ts';
import { configured } from '../webhook/stripe-delivery.ts';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const order = {
  id: 'SHOP-1',
  currency: 'usd',
  created: 1_790_000_060,
  customer: { email: 'planted@example.com' },
  lines: [{ sku: 'BOLT', description: 'Bolt', quantity: 1, unit_amount: 1000 }],
  total: 1000,
};
type Given = { readonly put?: () => Promise<Put>; readonly wake?: () => Promise<void> };

async function listening({ put = async () => 'new', wake = async () => {} }: Given = {}) {
  const taken: [string, ShopOrder, string][] = [];
  const woken: string[] = [];
  const lines: object[] = [];
  const config = configured();
  const api = await startApi(
    { ...config, api: { host: '127.0.0.1', port: 0, keys: [{ reference: 'env:KEY', read: () => 'key-1' }] } },
    {
      put: async (...pushed) => {
        taken.push(pushed);
        return put();
      },
      wake: async (company, id) => {
        woken.push(`${company} ${id}`);
        await wake();
      },
      refresh: async () => {},
      ask: () => Promise.resolve('new' as const),
      countIdoc: () => {},
      log: { error: (fields) => void lines.push(fields) },
    },
  );
  endings.push(() => api.stop());
  const push = async (body: unknown, authorization = 'Bearer key-1', path = '/orders') => {
    const response = await fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { error?: string; problems?: unknown } };
  };
  return { push, taken, woken, lines };
}

describe('POST /orders', () => {
  it('takes an order and wakes the payments that wait for it', async () => {
    const { push, taken, woken } = await listening();
    expect(await push({ company: 'acme', order })).toEqual({ status: 201, body: { order: 'SHOP-1', result: 'new' } });
    expect(taken).toMatchObject([['acme', { id: 'SHOP-1', total: { minor: 1000, currency: 'USD' } }, 'pushed']]);
    expect(woken).toEqual(['acme SHOP-1']);
  });

  it.each<Put>(['same', 'replaced', 'kept'])('answers 200 when it is %s, and wakes again', async (result) => {
    const { push, woken } = await listening({ put: async () => result });
    expect(await push({ company: 'acme', order })).toEqual({ status: 200, body: { order: 'SHOP-1', result } });
    expect(woken).toHaveLength(1);
  });

  it('answers 409, with what differs, when it was posted otherwise', async () => {
    const { push, woken } = await listening({
      put: () => Promise.reject(new OrderChanged('SHOP-1', ['lines[0].quantity'])),
    });
    expect(await push({ company: 'acme', order })).toMatchObject({
      status: 409,
      body: { problems: [{ path: 'order.lines[0].quantity', message: 'differs from what was posted' }] },
    });
    expect(woken).toEqual([]);
  });

  it('answers 422 with the path and both numbers when it does not add up', async () => {
    const { push, taken } = await listening();
    expect(await push({ company: 'acme', order: { ...order, total: 1001 } })).toMatchObject({
      status: 422,
      body: {
        problems: [
          { path: 'order.total', message: 'is 1001, but lines less discounts, tax and shipping add up to 1000' },
        ],
      },
    });
    expect(taken).toEqual([]);
  });

  it('answers 422 with the path of every problem at once', async () => {
    const { push } = await listening();
    const lines = [{ ...order.lines[0], quantity: 0 }];
    expect(await push({ company: 'globex', order: { ...order, lines } })).toMatchObject({
      status: 422,
      body: { problems: [{ path: 'company', message: 'is none of acme' }, { path: 'order.lines[0].quantity' }] },
    });
  });

  it('refuses a card number without repeating it', async () => {
    const { push } = await listening();
    const { status, body } = await push({
      company: 'acme',
      order: { ...order, metadata: { note: '4242 4242 4242 4242' } },
    });
    expect([status, JSON.stringify(body).includes('4242')]).toEqual([422, false]);
  });

  it.each([
    ['no key', ''],
    ['a wrong key', 'Bearer key-2'],
    ['a key in another scheme', 'Basic key-1'],
    ['a wrong password', `Basic ${Buffer.from('shop:key-2').toString('base64')}`],
  ])('answers 401 to %s', async (_, authorization) => {
    const { push, taken } = await listening();
    expect(await push({ company: 'acme', order }, authorization)).toMatchObject({ status: 401 });
    expect(taken).toEqual([]);
  });

  it('takes a key as the password of any user', async () => {
    const { push } = await listening();
    const basic = `Basic ${Buffer.from('shop:key-1').toString('base64')}`;
    expect(await push({ company: 'acme', order }, basic)).toMatchObject({ status: 201 });
  });

  it('slows down who guesses keys, and nobody else', async () => {
    const { push } = await listening();
    let last = 0;
    for (let at = 0; at < 61; at++) last = (await push({}, `Bearer guess-${at}`)).status;
    expect(last).toBe(429);
    expect(await push({ company: 'acme', order })).toMatchObject({ status: 201 });
  });

  it.each([
    ['not JSON', '{', 400],
    ['larger than 1 MB', `"${'x'.repeat(1_100_000)}"`, 413],
  ])('answers a body that is %s', async (_, body, status) => {
    const { push } = await listening();
    expect(await push(body)).toMatchObject({ status });
  });

  it('answers 503 when it can not be kept, or nobody can be woken, so that it is pushed again', async () => {
    const trouble = () => Promise.reject(new Error('away'));
    for (const given of [{ put: trouble }, { wake: trouble }]) {
      const { push, lines } = await listening(given);
      expect(await push({ company: 'acme', order })).toMatchObject({ status: 503 });
      expect(JSON.stringify(lines)).not.toContain('planted');
    }
  });
});

it('does not start without a key', async () => {
  await expect(
    startApi(configured(), {
      put: async () => 'new',
      wake: async () => {},
      refresh: async () => {},
      ask: () => Promise.resolve('new' as const),
      countIdoc: () => {},
      log: { error: () => {} },
    }),
  ).rejects.toThrow('There is no api.keys');
});
