import { describe, expect, it, vi } from 'vitest';
import type { FaultSpec } from '../../sandbox/faults.ts';
import { orderOf, startSelling } from './p21-gateway.ts';

const orders = '/api/v2/salesorders';
const match = { method: 'POST', path: `^${orders}$` };
const attempt = async (spec: FaultSpec) => {
  const { gateway, customer } = await startSelling();
  await gateway.fault({ match, ...spec });
  const reply = await gateway.call('POST', orders, orderOf(customer)).catch((error: unknown) => error);
  const posted = () => gateway.list(`${orders}?Reference=SORDER0000000001`);
  return { reply, posted, gateway };
};

vi.setConfig({ testTimeout: 30_000 });

describe('faults of the Prophet 21 sandbox', () => {
  it.each([
    ['reset-before-commit', 0],
    ['reset-after-commit', 1],
  ] as const)('%s leaves %i orders', async (kind, count) => {
    const { reply, posted } = await attempt({ kind });

    expect(reply).toBeInstanceOf(Error);
    expect(await posted()).toHaveLength(count);
  });

  it('a 500 that was asked for is no refusal: its outcome is unknown', async () => {
    const before = await attempt({ kind: 'status', status: 500 });
    const after = await attempt({ kind: 'status-after-commit', status: 500 });

    for (const { reply } of [before, after]) {
      expect(reply).toMatchObject({ status: 500, body: { ErrorType: 'System.Exception' } });
    }
    expect([await before.posted(), await after.posted()].map(({ length }) => length)).toEqual([0, 1]);
  });

  it('throttling says when to come back', async () => {
    const { gateway } = await attempt({ kind: 'slow', delayMs: 0 });
    await gateway.fault({ kind: 'status', status: 429, retryAfterSeconds: 3 });

    const reply = await fetch(`${gateway.url}/api/v2/ping`);

    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3']);
  });

  it('HTTP 200 with an error looks like a refusal of the ERP', async () => {
    const { reply, posted } = await attempt({ kind: 'ok-with-error' });

    expect(reply).toMatchObject({ status: 200, body: { ErrorType: 'P21.Business.Common.BusinessException' } });
    expect(await posted()).toEqual([]);
  });

  it('a late commit is found once it has happened', async () => {
    const { gateway, customer } = await startSelling();
    await gateway.fault({ kind: 'late-commit', delayMs: 1_500, match });
    const login = await gateway.send('POST', '/api/security/token/v2', { username: 'quittance', password: 'sandbox' });
    const gone = fetch(gateway.url + orders, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${String(login.body['AccessToken'])}` },
      body: JSON.stringify(orderOf(customer)),
      signal: AbortSignal.timeout(600),
    });

    await expect(gone).rejects.toThrow();
    expect(await gateway.list(orders)).toEqual([]);
    await expect.poll(() => gateway.list(orders), { timeout: 20_000 }).toHaveLength(1);
  });

  it('an outage refuses logins too, and leaves the admin routes open', async () => {
    const { gateway } = await startSelling();
    await gateway.fault({ kind: 'outage', forMs: 60_000 });

    await expect(gateway.send('POST', '/api/security/token/v2', {})).rejects.toThrow('fetch failed');
    expect(await gateway.admin('faults')).toMatchObject({ fired: { outage: 1 } });
  });

  it('a body that is no JSON is refused as such', async () => {
    const { gateway } = await startSelling();

    const reply = await fetch(gateway.url + orders, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"CustomerId":',
    });

    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('The body is no JSON');
  });
});
