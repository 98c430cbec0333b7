import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dueOf, makeOrder, startShop } from '../../../sandbox/shop/index.ts';
import type { ShopOrder } from '../../../sandbox/shop/index.ts';
import { seeded } from '../../../sandbox/stripe/ids.ts';

async function start() {
  const shop = await startShop({ token: 'secret' });
  onTestFinished(() => shop.close());
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' };
    const reply = await fetch(shop.url + path, { headers, ...init });
    const body: unknown = await reply.json();
    return { status: reply.status, body };
  };
  const put = (order: unknown) => ask('/orders', { method: 'POST', body: JSON.stringify(order) });
  return { shop, ask, put };
}

describe('the shop', () => {
  it('gives an order that it was given, in process or over HTTP', async () => {
    const { shop, ask, put } = await start();
    const [one, two] = [makeOrder(seeded(1), 1), makeOrder(seeded(2), 2)];
    shop.add(one);
    expect(await put(two)).toEqual({ status: 201, body: two });

    expect(await ask('/orders/SHOP-0001')).toEqual({ status: 200, body: one });
    expect(await ask('/orders/SHOP-0002')).toEqual({ status: 200, body: two });
    expect((await ask('/_sandbox/state', { headers: {} })).body).toEqual({ orders: [one, two] });
  });

  it('answers 404 to an unknown order and 401 without its token', async () => {
    const { ask } = await start();
    expect(await ask('/orders/NONE')).toEqual({ status: 404, body: { error: 'There is no order NONE' } });
    expect((await ask('/orders/NONE', { headers: {} })).status).toBe(401);
    expect((await ask('/orders/NONE', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  });

  it('refuses an order whose total does not add up, or that says what nobody reads', async () => {
    const { put } = await start();
    const order = makeOrder(seeded(1), 1);

    expect(await put({ ...order, total: order.total + 1 })).toEqual({
      status: 400,
      body: { error: `total is ${order.total + 1}, but the lines and the shipping come to ${order.total}` },
    });
    expect(await put({ ...order, colour: 'red' })).toMatchObject({ status: 400 });
    expect(await put({ ...order, total: 1.5 })).toMatchObject({ status: 400 });
  });

  it('misbehaves on demand', async () => {
    const { shop, ask } = await start();
    shop.add(makeOrder(seeded(1), 1));
    shop.faults.arm({ kind: 'status', status: 503 });

    expect(await ask('/orders/SHOP-0001')).toEqual({ status: 503, body: { error: 'The shop is out of order (503)' } });
    expect((await ask('/orders/SHOP-0001')).status).toBe(200);
  });
});

describe('made orders', () => {
  const wish = fc.record({
    seed: fc.integer(),
    n: fc.integer({ min: 1, max: 9_999 }),
    currency: fc.constantFrom('eur', 'usd', 'jpy', 'kwd'),
    giftCards: fc.constantFrom(0, 1),
  });
  const made = ({ seed, n, ...wishes }: { seed: number; n: number; currency: string; giftCards: number }): ShopOrder =>
    makeOrder(seeded(seed), n, wishes);

  it('add up: lines and shipping to the total, tenders and what is due to the same', () => {
    fc.assert(
      fc.property(wish, (asked) => {
        const order = made(asked);
        const lines = order.lines.map((line) => line.quantity * line.unit_amount - line.discount + line.tax);
        const { amount, tax } = order.shipping;
        expect([...lines, amount, tax].reduce((sum, part) => sum + part, 0)).toBe(order.total);
        expect(order.tenders.length).toBe(asked.giftCards);
        expect(dueOf(order)).toBe(order.total - (order.tenders[0]?.amount ?? 0));
        expect(dueOf(order)).toBeGreaterThan(0);
      }),
    );
  });

  it('hold the tax that the rate makes of the net, to the nearest payable unit', () => {
    fc.assert(
      fc.property(wish, (asked) => {
        const step = asked.currency === 'kwd' ? 10n : 1n;
        for (const { quantity, unit_amount, discount, tax, tax_rate } of made(asked).lines) {
          const [whole = '', part = ''] = tax_rate.split('.');
          const exact = BigInt(quantity * unit_amount - discount) * BigInt(whole + part.padEnd(4, '0'));
          const off = 2n * (BigInt(tax) * 1_000_000n - exact);
          expect(off <= step * 1_000_000n && off > -step * 1_000_000n - 1n).toBe(true);
        }
      }),
    );
  });

  it('end in 0 in dinars, in every amount', () => {
    fc.assert(
      fc.property(wish, (asked) => {
        const { lines, shipping, total, tenders } = made({ ...asked, currency: 'kwd' });
        const amounts = lines.flatMap(({ unit_amount, discount, tax }) => [unit_amount, discount, tax]);
        const all = [...amounts, shipping.amount, shipping.tax, total, ...tenders.map(({ amount }) => amount)];
        expect(all.filter((amount) => amount % 10 !== 0)).toEqual([]);
      }),
    );
  });

  it('are the same for the same random numbers, and take the skus that they are given', () => {
    expect(makeOrder(seeded(5), 3)).toEqual(makeOrder(seeded(5), 3));
    expect(makeOrder(seeded(5), 3, { skus: ['ONLY'] }).lines.every(({ sku }) => sku === 'ONLY')).toBe(true);
    expect(() => makeOrder(seeded(5), 3, { skus: [] })).toThrow('at least one sku');
  });
});
