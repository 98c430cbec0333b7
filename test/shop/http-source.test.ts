import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { money } from '../../src/domain/money.ts';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import { ShopFault } from '../../src/shop/fault.ts';
import { createHttpOrderSource } from '../../src/shop/http-source.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const wire = z.object({ number: z.string(), cents: z.int() });
const parse = (json: unknown): ShopOrder => {
  const { number, cents } = wire.parse(json);
  const rest = { created: '2026-01-30T10:00:00Z', customer: {}, lines: [], tenders: [], payments: 1, metadata: {} };
  return { id: number, currency: 'EUR', total: money(cents, 'EUR'), ...rest };
};

async function shop(answer: (request: IncomingMessage, response: ServerResponse) => void, timeoutMs = 2_000) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders/{order}?full=1`;
  const secrets = ['Bearer one', 'Bearer two'];
  const source = createHttpOrderSource({ url, authorization: () => secrets.shift() ?? '', timeoutMs, parse });
  return { source, requests };
}

const json = (body: unknown) => (_: IncomingMessage, response: ServerResponse) =>
  void response.end(JSON.stringify(body));
const status =
  (code: number, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, headers).end('Nora Example, nora@example.com');

async function faultOf(promise: Promise<unknown>): Promise<ShopFault> {
  const error: unknown = await promise.then(
    () => new Error('Nothing was wrong'),
    (caught: unknown) => caught,
  );
  if (error instanceof ShopFault) return error;
  throw error;
}

describe('an order that is asked of the shop', () => {
  it('is read from the address in which its number stands, escaped', async () => {
    const { source, requests } = await shop(json({ number: 'SO 1/7', cents: 11_900 }));
    expect(await source.find('SO 1/7')).toMatchObject({ id: 'SO 1/7', total: money(11_900, 'EUR') });
    expect(requests[0]?.url).toBe('/orders/SO%201%2F7?full=1');
  });

  it('is asked for with the secret as it is at that moment', async () => {
    const { source, requests } = await shop(json({ number: 'A', cents: 1 }));
    await source.find('A');
    await source.find('A');
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two']);
  });

  it('is not there when the shop says so', async () => {
    const { source } = await shop(status(404));
    expect(await source.find('A')).toBeUndefined();
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [429, 'throttled'],
    [400, 'rejected'],
    [302, 'rejected'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ] as const)('is %i from the shop: %s, and the shop is not quoted', async (code, expected) => {
    const { source } = await shop(status(code, { 'retry-after': '7' }));
    const fault = await faultOf(source.find('A'));
    expect(fault).toMatchObject({ code: expected, retryAfterMs: 7_000 });
    expect(fault.message).not.toContain('Nora');
  });

  it('with a wrong field names its path and not its value', async () => {
    const { source } = await shop(json({ number: 'A', cents: 'nora@example.com' }));
    const fault = await faultOf(source.find('A'));
    expect(fault).toMatchObject({ code: 'invalid', where: 'order.cents' });
    expect(fault.message).not.toContain('nora@example.com');
  });

  it('that is another one is refused', async () => {
    const { source } = await shop(json({ number: 'B', cents: 1 }));
    expect(await faultOf(source.find('A'))).toMatchObject({ code: 'invalid', where: 'id' });
  });

  it('that is no JSON, or endless, is refused', async () => {
    const page = await shop((_, response) => void response.end('<html>'));
    expect(await faultOf(page.source.find('A'))).toMatchObject({ code: 'invalid', where: 'body' });
    const flood = await shop((_, response) => void response.end('x'.repeat(2_000_001)));
    expect(await faultOf(flood.source.find('A'))).toMatchObject({ code: 'invalid', where: 'body' });
  });

  it('is unavailable while the shop is silent, hangs up, or is not there', async () => {
    const silent = await shop(() => {}, 100);
    expect((await faultOf(silent.source.find('A'))).code).toBe('unavailable');
    const stuck = await shop((_, response) => void response.writeHead(200).write('{'), 100);
    expect((await faultOf(stuck.source.find('A'))).code).toBe('unavailable');
    const rude = await shop((request) => request.socket.destroy());
    expect((await faultOf(rude.source.find('A'))).code).toBe('unavailable');
    const nobody = createHttpOrderSource({ url: 'http://127.0.0.1:1/{order}', timeoutMs: 1_000, parse });
    expect((await faultOf(nobody.find('A'))).code).toBe('unavailable');
  });
});
