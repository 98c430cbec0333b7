import { describe, expect, it } from 'vitest';
import type { NativeSite } from './p21-native.ts';
import { startNative } from './p21-native.ts';

const V1 = '/api/security/token/';
const V2 = '/api/security/token/v2';
const ROUTER = '/api/ui/router/v1/?urlType=external';
const right = { username: 'quittance', password: 'sandbox' };
const v1 = (site: NativeSite, headers: Readonly<Record<string, string>>) => site.raw(V1, { method: 'POST', headers });
const v2 = (site: NativeSite, body: unknown) =>
  site.raw(V2, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const tokenIn = (text: string) => (JSON.parse(text) as Record<string, unknown>)['AccessToken'];
const opens = async (site: NativeSite, token: unknown): Promise<number> => {
  const headers = { authorization: `Bearer ${String(token)}` };
  return (await site.raw('/odataservice/odata/table/company', { headers })).status;
};

describe('logins of the native Prophet 21 sandbox', () => {
  it('by version 1 take name and password from headers', async () => {
    const site = await startNative();

    const { status, text } = await v1(site, right);

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ ExpiresInSeconds: 86_400, TokenType: 'Bearer' });
    expect(await opens(site, tokenIn(text))).toBe(200);
    const wrong = await v1(site, { ...right, password: 'wrong' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('"error":"invalid_grant"');
  });

  it('by version 2 take a secret alone, or with the name of a user', async () => {
    const site = await startNative();
    const secret = { ClientSecret: 'sandbox-client-secret', GrantType: 'client_credentials' };

    const replies = [
      await v2(site, secret),
      await v2(site, { ...secret, username: 'quittance' }),
      await v2(site, { ...secret, username: 'nobody' }),
      await v2(site, { ...secret, ClientSecret: 'wrong' }),
    ];

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 401, 401]);
    expect(replies[3]?.text).toContain('"error":"invalid_grant"');
    expect(await opens(site, tokenIn(replies[0]?.text ?? ''))).toBe(200);
  });

  it('are asked for by every native route', async () => {
    const site = await startNative();

    for (const path of [ROUTER, '/uiserver0/api/v2/services', '/odataservice/odata/table/gl', '/api/accounting/gl/1']) {
      const { status, text } = await site.raw(path, { headers: { authorization: 'Bearer made-up' } });
      expect({ path, status, text }).toMatchObject({ status: 401, text: expect.stringContaining('"Description"') });
    }
  });
});

describe('habits of the native Prophet 21 sandbox', () => {
  it('are off at first, and are looked at and switched at run time', async () => {
    const site = await startNative({ native: { habits: { droppedLineEvery: 7 } } });
    const all = {
      xmlTokens: false,
      onlyTokenV1: false,
      tokenSeconds: 0,
      contaminatedSessions: false,
      droppedLineEvery: 7,
    };

    expect(await site.gateway.admin('habits')).toEqual(all);
    expect(await site.habits({ contaminatedSessions: true })).toEqual({ ...all, contaminatedSessions: true });
    const unknown = await site.gateway.send('POST', '/_sandbox/habits', { politeness: true });
    expect(unknown.status).toBe(400);
  });

  it('xmlTokens: tokens of both versions, and the address of the UI server, come as XML', async () => {
    const site = await startNative();
    await site.habits({ xmlTokens: true });

    for (const { status, text } of [await v1(site, right), await v2(site, right)]) {
      expect(status).toBe(200);
      expect(text).toMatch(
        /^<Token><AccessToken>[\w-]+<\/AccessToken><RefreshToken>[\w-]+<\/RefreshToken><ExpiresInSeconds>86400<\/ExpiresInSeconds><TokenType>Bearer<\/TokenType><\/Token>$/,
      );
      expect(await opens(site, /<AccessToken>([\w-]+)/.exec(text)?.[1])).toBe(200);
    }
    const router = await site.raw(ROUTER);
    expect(router.text).toContain(`<Url>${site.gateway.url}/uiserver0</Url>`);
    expect((await v1(site, {})).text).toContain('"error":"invalid_grant"');
  });

  it('onlyTokenV1: there is no version 2', async () => {
    const site = await startNative();
    await site.habits({ onlyTokenV1: true });

    expect((await v2(site, right)).status).toBe(404);
    expect((await v1(site, right)).status).toBe(200);
  });

  it('tokenSeconds: new tokens end early, by the clock of the ERP', async () => {
    const site = await startNative();
    await site.habits({ tokenSeconds: 30 });
    const { text } = await v2(site, right);

    expect(JSON.parse(text)).toMatchObject({ ExpiresInSeconds: 30 });
    expect(await opens(site, tokenIn(text))).toBe(200);
    await site.gateway.admin('clock', { AdvanceSeconds: 31 });
    expect(await opens(site, tokenIn(text))).toBe(401);
  });
});

describe('what every Prophet 21 does', () => {
  it('redirects with 307 where the slash at the end is missing, keeping method and query', async () => {
    const site = await startNative();
    const to = async (method: string, path: string) => {
      const { status, location } = await site.raw(path, { method });
      return `${status} ${location}`;
    };

    expect(await to('GET', '/api/ui/router/v1?urlType=external')).toBe(`307 ${ROUTER}`);
    expect(await to('POST', '/api/security/token')).toBe(`307 ${V1}`);
    expect(await to('POST', '/api/entity/customers')).toBe('307 /api/entity/customers/');
    expect(await to('GET', '/api/entity/customers?$top=1')).toBe('307 /api/entity/customers/?$top=1');
    expect(await to('POST', '/api/accounting/gl')).toBe('307 /api/accounting/gl/');
    expect(await to('GET', '/api/sales/orders')).toBe('307 /api/sales/orders/');
    expect(JSON.parse((await site.raw(ROUTER)).text)).toEqual({ Url: `${site.gateway.url}/uiserver0` });
  });

  it('answers an empty 500 to native requests that do not ask for JSON, and leaves the gateway alone', async () => {
    const site = await startNative();
    const native = [
      ROUTER,
      '/uiserver0/api/v2/services',
      '/odataservice/odata/table/company',
      '/api/entity/customers/',
      '/api/accounting/gl/1',
    ];

    for (const accept of ['*/*', 'application/xml']) {
      for (const path of native) {
        expect({ path, ...(await site.raw(path, { headers: { accept } })) }).toMatchObject({ status: 500, text: '' });
      }
      const v1Reply = await site.raw(V1, { method: 'POST', headers: { ...right, accept } });
      expect(v1Reply).toMatchObject({ status: 500, text: '' });
      expect((await site.raw('/api/v2/ping', { headers: { accept } })).status).toBe(200);
    }
  });

  it('gives whole tables from REST, whatever $top says', async () => {
    const site = await startNative();
    for (const CustomerName of ['A', 'B', 'C']) {
      await site.gateway.post('/api/v2/customers', { CustomerName, CurrencyId: 'USD' });
    }
    const all = async (path: string) => ((await site.ask(`${path}?$top=1`)).body as unknown[]).length;

    expect(await all('/api/entity/customers/')).toBe(3);
    expect(await all('/api/inventory/parts')).toBe(5);
    expect(await all('/api/sales/orders/')).toBe(0);
  });

  it('meets the same faults, which look into bodies of both dialects', async () => {
    const site = await startNative();
    await site.gateway.fault({ kind: 'status', status: 503, match: { body: '"LegacyId":"STRIKE"' } });
    const customer = (LegacyId: string) =>
      `{"CompanyId":"ACME","CustomerName":"A","LegacyId":"${LegacyId}","CurrencyId":1,"SalesrepId":"1"}`;

    expect((await site.post('/api/entity/customers/', customer('SPARE'))).status).toBe(200);
    expect((await site.post('/api/entity/customers/', customer('STRIKE'))).status).toBe(503);
    await site.gateway.fault({ kind: 'reset-after-commit', match: { path: '^/api/entity/' } });
    await expect(site.post('/api/entity/customers/', customer('LOST'))).rejects.toThrow('fetch failed');
    expect(await site.rows('customer', { $select: 'legacy_id', $orderby: 'legacy_id' })).toEqual([
      { legacy_id: 'LOST' },
      { legacy_id: 'SPARE' },
    ]);
  });
});
