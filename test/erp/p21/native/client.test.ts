import { describe, expect, it } from 'vitest';
import { createJournals } from '../../../../src/erp/p21/native/journals.ts';
import { createOData } from '../../../../src/erp/p21/native/odata.ts';
import { createTransactions } from '../../../../src/erp/p21/native/transactions.ts';
import { fakeProphet, signal } from './fake-prophet.ts';
import { refused, tokenAnswer } from '../fake-gateway.ts';

const posted = { body: '[{"TransactionNumber":17}]' };
const line = {
  AccountNumber: '1010',
  Period: '1',
  YearForPeriod: '2026',
  Amount: '0',
  ForeignAmount: '0',
  CurrencyId: '1',
  Description: 'd',
  Source: 's',
  TransactionDate: '2026-01-30T00:00:00',
};
const journalsOf = ({ client }: Awaited<ReturnType<typeof fakeProphet>>) =>
  createJournals(client, { company: 'ACME', journal: 'GJ' });

describe('a request to Prophet 21', () => {
  it('asks for JSON with its token, reads and writes alike', async () => {
    const site = await fakeProphet(({ method }) => (method === 'GET' ? { body: { value: [] } } : posted));

    await journalsOf(site).post([line], signal());
    await createOData(site.client).rows('company', { where: [], orderBy: [] });

    for (const { headers } of site.calls)
      expect(headers).toMatchObject({ accept: 'application/json', authorization: 'Bearer access-1' });
  });

  it.each([307, 308])('follows %i within the site once, with method, body and login', async (status) => {
    const site = await fakeProphet(({ path }) =>
      path.endsWith('/moved') ? posted : { status, headers: { location: '/api/moved' }, body: '' },
    );

    expect(await journalsOf(site).post([line], signal())).toBe('17');

    expect(site.calls).toHaveLength(2);
    expect(site.calls[1]).toMatchObject({
      method: 'POST',
      path: '/api/moved',
      headers: { authorization: 'Bearer access-1' },
      text: site.calls[0]?.text,
    });
  });

  it('does not follow a redirect that leads on to another', async () => {
    const site = await fakeProphet((_, n) => ({ status: 307, headers: { location: `/${n}` }, body: '' }));

    await expect(journalsOf(site).post([line], signal())).rejects.toMatchObject({ code: 'unavailable' });
    expect(site.calls).toHaveLength(2);
  });

  it.each([
    [307, 'http://elsewhere.example/x?token=hush', 'unavailable'],
    [307, 'http://[', 'unavailable'],
    [301, '/api/moved', 'outcome-unknown'],
    [302, '/api/moved', 'outcome-unknown'],
    [303, '/api/moved', 'outcome-unknown'],
  ] as const)('does not follow %i to %s, and says where it should have gone', async (status, location, code) => {
    const site = await fakeProphet(() => ({ status, headers: { location }, body: '' }));

    const error = await journalsOf(site)
      .post([line], signal())
      .catch((caught: unknown) => caught as Error);

    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain(location.replace(/\?.*/, ''));
    expect((error as Error).message).toContain('the login would travel along');
    expect((error as Error).message).not.toContain('hush');
    expect(site.calls).toHaveLength(1);
  });

  it('is sent again with a new token when the old one ended early, and only once', async () => {
    const ended = { status: 401, body: { Error: 'invalid_token', Description: 'expired' } };
    const early = await fakeProphet(({ headers }) => (headers.authorization === 'Bearer access-2' ? posted : ended));
    const never = await fakeProphet(() => ended);

    expect(await journalsOf(early).post([line], signal())).toBe('17');
    await expect(journalsOf(never).post([line], signal())).rejects.toMatchObject({ code: 'unauthorized' });

    expect([early.calls.length, never.calls.length]).toEqual([2, 2]);
  });

  it('never leaves when the login is refused, which is tried once', async () => {
    const site = await fakeProphet(() => posted, {
      token: () => ({ status: 400, body: { error: 'invalid_grant' } }),
    });

    await expect(journalsOf(site).post([line], signal())).rejects.toMatchObject({ code: 'unauthorized' });
    expect(site.calls).toHaveLength(0);
    expect(site.counts.logins).toBe(1);
  });

  it.each([
    [{ status: 500, body: '' }, 'outcome-unknown', 'unavailable'],
    [{ status: 500, body: refused('Null', 'System.NullReferenceException') }, 'outcome-unknown', 'unavailable'],
    [{ status: 502, body: '<html>Bad Gateway</html>' }, 'outcome-unknown', 'unavailable'],
    [{ status: 200, body: '<html>Signed out</html>' }, 'outcome-unknown', 'unavailable'],
    [{ status: 200, body: '[{"TransactionNumber":1' }, 'outcome-unknown', 'unavailable'],
    [{ status: 200, body: refused('No') }, 'rejected', 'rejected'],
    [{ status: 403, body: '' }, 'unauthorized', 'unauthorized'],
    [{ status: 404, body: '<html/>' }, 'unavailable', 'unavailable'],
    [{ status: 429, body: '', headers: { 'retry-after': '7' } }, 'throttled', 'throttled'],
  ] as const)('that is answered %j is %s for a write, %s for a read', async (answer, writing, reading) => {
    const site = await fakeProphet(() => answer);

    await expect(journalsOf(site).post([line], signal())).rejects.toMatchObject({ code: writing });
    await expect(createOData(site.client).rows('company', { where: [], orderBy: [] })).rejects.toMatchObject({
      code: reading,
    });
  });

  it('says how long to wait', async () => {
    const site = await fakeProphet(() => ({ status: 429, body: '', headers: { 'retry-after': '7' } }));

    await expect(journalsOf(site).post([line], signal())).rejects.toMatchObject({ retryAfterMs: 7_000 });
  });

  it('may have arrived when it is cut, or not answered in time', async () => {
    const silent = await fakeProphet(() => undefined, { requestMs: 300 });
    const cut = await fakeProphet(() => ({ headers: { 'content-length': '100' }, body: '[' }), { requestMs: 300 });

    await expect(journalsOf(silent).post([line], signal())).rejects.toMatchObject({ code: 'outcome-unknown' });
    await expect(journalsOf(cut).post([line], signal())).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it('never leaves when its time is over already', async () => {
    const site = await fakeProphet(() => posted);

    await expect(journalsOf(site).post([line], AbortSignal.abort())).rejects.toMatchObject({ code: 'unavailable' });
    expect(site.calls).toHaveLength(0);
  });

  it('is seen from outside by its route, reads by GET, without numbers or queries', async () => {
    const site = await fakeProphet(() => ({ status: 500, body: 'x' }), { token: tokenAnswer });
    const where = [{ column: 'order_no', is: 'eq', value: '1013938' } as const];
    const transactions = createTransactions(site.client);
    const order = { service: 'Order', elements: [] };

    await Promise.allSettled([createOData(site.client).rows('oe_hdr', { where, orderBy: [] })]);
    await Promise.allSettled([journalsOf(site).post([line], signal())]);
    await Promise.allSettled([transactions.post(order, 'order_no', signal())]);
    await Promise.allSettled([transactions.command(order, 'order_no', signal())]);
    await Promise.allSettled([transactions.services()]);
    await Promise.allSettled([transactions.definition('Order')]);

    expect(site.seen).toEqual([
      { route: 'GET /odata oe_hdr', status: 500, outcome: 'unavailable' },
      { route: 'POST /api/accounting/gl', status: 500, outcome: 'outcome-unknown' },
      { route: 'GET /api/ui/router', status: 200, outcome: 'ok' },
      { route: 'POST /transaction Order', status: 500, outcome: 'outcome-unknown' },
      { route: 'POST /commands Order', status: 500, outcome: 'outcome-unknown' },
      { route: 'GET /services', status: 500, outcome: 'unavailable' },
      { route: 'GET /definition Order', status: 500, outcome: 'unavailable' },
    ]);
  });
});
