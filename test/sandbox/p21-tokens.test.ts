import { describe, expect, it } from 'vitest';
import { startGateway } from './p21-gateway.ts';

const tokenPath = '/api/security/token/v2';
const ping = '/api/v2/ping';

describe('tokens of the Prophet 21 sandbox', () => {
  it('are given for a user name and password, and open the company', async () => {
    const gateway = await startGateway({ company: 'EUROPE', homeCurrency: 'EUR' });

    const { body } = await gateway.send('POST', tokenPath, { username: 'quittance', password: 'sandbox' });

    expect(body).toMatchObject({ ExpiresInSeconds: 86_400, TokenType: 'Bearer' });
    expect(await gateway.send('GET', ping, undefined, String(body['AccessToken']))).toMatchObject({
      status: 200,
      body: { Company: 'EUROPE', HomeCurrency: 'EUR' },
    });
  });

  it('are given for a client secret, with or without the id of the client', async () => {
    const gateway = await startGateway({ clients: [{ id: 'web', secret: 'hush' }] });
    const secret = { GrantType: 'client_credentials', ClientSecret: 'hush' };

    const replies = [
      await gateway.send('POST', tokenPath, secret),
      await gateway.send('POST', tokenPath, { ...secret, ClientId: 'web' }),
      await gateway.send('POST', tokenPath, { ...secret, ClientId: 'other' }),
    ];

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 401]);
  });

  it('are renewed once with a refresh token', async () => {
    const gateway = await startGateway();
    const first = await gateway.send('POST', tokenPath, { username: 'quittance', password: 'sandbox' });
    const refresh = { GrantType: 'refresh_token', RefreshToken: first.body['RefreshToken'] };

    const renewed = await gateway.send('POST', tokenPath, refresh);

    expect(renewed.status).toBe(200);
    expect(renewed.body['AccessToken']).not.toBe(first.body['AccessToken']);
    expect(await gateway.send('POST', tokenPath, refresh)).toMatchObject({
      status: 401,
      body: { error: 'invalid_grant' },
    });
  });

  it.each([
    ['a wrong password', { username: 'quittance', password: 'wrong' }],
    ['a wrong secret', { GrantType: 'client_credentials', ClientSecret: 'wrong' }],
    ['an unknown refresh token', { GrantType: 'refresh_token', RefreshToken: 'wrong' }],
    ['nothing', {}],
  ])('are refused for %s', async (_what, credentials) => {
    const gateway = await startGateway();

    const reply = await gateway.send('POST', tokenPath, credentials);

    expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_grant' } });
  });

  it('expire', async () => {
    const gateway = await startGateway({ tokenLifetimeSeconds: 600 });
    expect((await gateway.call('GET', ping)).status).toBe(200);

    await gateway.admin('clock', { AdvanceSeconds: 601 });

    expect(await gateway.call('GET', ping)).toMatchObject({ status: 401, body: { Error: 'invalid_token' } });
  });

  it('are asked for by every route of the gateway, with the words of the real one', async () => {
    const gateway = await startGateway();

    const none = await gateway.send('POST', '/api/v2/salesorders', {});
    const unknown = await gateway.send('GET', '/api/v2/customers', undefined, 'made-up');

    expect(none).toEqual({
      status: 401,
      body: {
        Description: "Authorization header was not present or 'Bearer' was missing.",
        Error: 'invalid_request',
      },
    });
    expect(unknown.status).toBe(401);
  });
});
