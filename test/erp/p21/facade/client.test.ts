import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { createP21Facade } from '../../../../src/erp/p21/facade/adapter.ts';
import { fakeGateway, tokenAnswer, tokenPath } from '../fake-gateway.ts';

const ping = { body: { Company: 'ACME', HomeCurrency: 'USD' } };
const reference = 'R000000000000001' as Reference;

describe('a request to the gateway', () => {
  it('asks for JSON with its token', async () => {
    const { asked, options } = await fakeGateway(() => ping);

    await createP21Facade(options).ping();

    expect(asked).toMatchObject([
      { path: '/api/v2/ping', headers: { accept: 'application/json', authorization: 'Bearer access-1' } },
    ]);
  });

  it('keeps a path in front of the routes', async () => {
    const { asked, options } = await fakeGateway((one) => (one.path.endsWith(tokenPath) ? tokenAnswer() : ping));

    await createP21Facade({ ...options, baseUrl: `${options.baseUrl}/p21/` }).ping();

    expect(asked.map(({ path }) => path)).toEqual([`/p21${tokenPath}`, '/p21/api/v2/ping']);
  });

  it('is sent again with a new token when the old one ended early', async () => {
    let logins = 0;
    const { asked, options } = await fakeGateway(
      ({ path, headers }) => {
        if (path === tokenPath) return tokenAnswer((logins += 1));
        return headers.authorization === 'Bearer access-2' ? ping : { status: 401, body: { Error: 'invalid_token' } };
      },
      { tokens: false },
    );

    expect(await createP21Facade(options).ping()).toEqual({ company: 'ACME', ledgerCurrency: 'USD' });
    expect(asked.filter(({ path }) => path !== tokenPath)).toHaveLength(2);
  });

  it('is unauthorized when a new token does not help either', async () => {
    const { asked, options } = await fakeGateway(() => ({ status: 401, body: { Error: 'invalid_token' } }));

    await expect(createP21Facade(options).ping()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(asked).toHaveLength(2);
  });

  it('follows no redirect', async () => {
    const { asked, options } = await fakeGateway(() => ({
      status: 307,
      headers: { location: '/elsewhere' },
      body: '',
    }));

    await expect(createP21Facade(options).ping()).rejects.toMatchObject({ code: 'unavailable' });
    expect(asked).toHaveLength(1);
  });

  it('ends when its time is over', async () => {
    const { options } = await fakeGateway(() => undefined);

    await expect(createP21Facade({ ...options, requestMs: 300 }).ping()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('can not be turned into another by a document number', async () => {
    const { asked, options } = await fakeGateway(() => ({ status: 500, body: '' }));
    const erp = createP21Facade(options);

    for (const number of ['', '.', '..', ' '])
      await expect(erp.read('sales-order', number)).rejects.toMatchObject({ code: 'invalid' });
    await expect(erp.read('sales-order', '../customers/1?x=y')).rejects.toMatchObject({ code: 'unavailable' });

    expect(asked.map(({ path }) => path)).toEqual(['/api/v2/salesorders/..%2Fcustomers%2F1%3Fx%3Dy']);
  });

  it('is seen from outside by its route, without numbers or queries', async () => {
    const { options } = await fakeGateway(() => ({ status: 500, body: '' }));
    const seen: unknown[] = [];
    const erp = createP21Facade({ ...options, onRequest: ({ ms: _ms, ...rest }) => void seen.push(rest) });

    await expect(erp.read('sales-order', '17')).rejects.toThrow();
    await expect(erp.find('invoice', reference)).rejects.toThrow();

    expect(seen).toEqual([
      { route: 'GET /api/v2/salesorders/{number}', outcome: 'unavailable', status: 500 },
      { route: 'GET /api/v2/invoices', outcome: 'unavailable', status: 500 },
    ]);
  });

  it('has no answer when the body is not what the gateway promises', async () => {
    const { options } = await fakeGateway(() => ({ body: { Company: 'ACME', HomeCurrency: 'dollars' } }));

    await expect(createP21Facade(options).ping()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('HomeCurrency') as string,
    });
  });

  it('takes a missing route for trouble with the gateway, not for a missing document', async () => {
    const { options } = await fakeGateway(() => ({ status: 404, body: '<html>Not Found</html>' }));

    await expect(createP21Facade(options).read('sales-order', '17')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
