import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { createTokens, type Auth } from '../../../src/erp/p21/auth.ts';
import { facade, native, type Dialect } from '../../../src/erp/p21/dialects.ts';
import { fakeGateway, tokenAnswer, tokenPath, type Answer, type Asked } from './fake-gateway.ts';

const user = (password = () => 'secret'): Auth => ({ kind: 'user_token', username: 'quittance', password });
const v1Path = '/api/security/token/';
const xmlToken: Answer = {
  headers: { 'content-type': 'application/xml' },
  body:
    '<?xml version="1.0"?><Token xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><TokenType>Bearer</TokenType>' +
    '<ExpiresInSeconds>86400</ExpiresInSeconds><AccessToken>a&amp;b</AccessToken><RefreshToken/></Token>',
};
const notThere: Answer = { status: 404, body: '<html>Not Found</html>' };

async function nativeTokens(answer: (asked: Asked, n: number) => Answer, auth: Auth = user(), now = () => 0) {
  return tokensOf(native, answer, auth, now);
}
async function tokensOf(
  dialect: Dialect,
  answer: (asked: Asked, n: number) => Answer,
  auth: Auth = user(),
  now = () => 0,
) {
  let n = 0;
  const gateway = await fakeGateway((one) => answer(one, (n += 1)), { tokens: false });
  const tokens = createTokens({ agent: new Agent(), baseUrl: gateway.baseUrl, auth, requestMs: 2_000, dialect, now });
  return { tokens, asked: gateway.asked, paths: () => gateway.asked.map(({ path }) => path) };
}

describe('logging in to Prophet 21 itself', () => {
  it('reads a token that came as XML, whatever its order, and renews it by a login when it has no refresh token', async () => {
    let time = 0;
    const { tokens, asked } = await nativeTokens(
      () => xmlToken,
      user(),
      () => time,
    );

    expect(await tokens.current()).toBe('a&b');
    time = (86_400 - 61) * 1000;
    await tokens.current();
    expect(asked).toHaveLength(1);
    time = 86_400_000;
    await tokens.current();

    expect(asked[1]?.body).toEqual({ username: 'quittance', password: 'secret' });
  });

  it.each([
    [200, { ErrorMessage: 'The database is away' }],
    [200, { ErrorMessage: 'No', ErrorType: 'P21.BusinessException' }],
    [404, { ErrorMessage: 'No such company' }],
  ])(
    'that is refused with other words than about us is away, and never what a document is refused by: %i %j',
    async (status, body) => {
      const { tokens } = await tokensOf(facade, () => ({ status, body }));
      await expect(tokens.current()).rejects.toMatchObject({ code: 'unavailable', message: /token/ });
    },
  );

  it('names the user on whose behalf a client secret speaks', async () => {
    const auth: Auth = { kind: 'client_credentials', username: 'quittance', clientSecret: () => 'hush' };
    const { tokens, asked } = await nativeTokens(() => tokenAnswer(), auth);

    await tokens.current();

    expect(asked[0]?.body).toEqual({
      GrantType: 'client_credentials',
      ClientSecret: 'hush',
      username: 'quittance',
    });
  });

  it('falls back to token v1 where v2 is missing, with user and password as headers, and remembers it', async () => {
    let time = 0;
    const { tokens, asked, paths } = await nativeTokens(
      ({ path }) => (path === v1Path ? xmlToken : notThere),
      user(),
      () => time,
    );

    expect(await tokens.current()).toBe('a&b');
    time = 86_400_000;
    await tokens.current();

    expect(paths()).toEqual([tokenPath, v1Path, v1Path]);
    expect(asked[1]).toMatchObject({
      method: 'POST',
      text: '',
      headers: { username: 'quittance', password: 'secret', accept: 'application/json' },
    });
  });

  it('asks for v2 again once v1 is gone', async () => {
    let upgraded = false;
    const { tokens, paths } = await nativeTokens(({ path }) =>
      (path === tokenPath) === upgraded ? tokenAnswer() : notThere,
    );
    const old = await tokens.current();
    upgraded = true;

    await expect(tokens.instead(old)).rejects.toMatchObject({ code: 'unavailable' });
    await tokens.current();

    expect(paths()).toEqual([tokenPath, v1Path, v1Path, tokenPath]);
  });

  it('is unavailable by a client secret where only token v1 is there', async () => {
    const { tokens, paths } = await nativeTokens(() => notThere, {
      kind: 'client_credentials',
      clientSecret: () => 'hush',
    });

    await expect(tokens.current()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('give a user and password') as string,
    });
    expect(paths()).toEqual([tokenPath]);
  });

  it('never puts into a header of token v1 what a header would change', async () => {
    const { tokens, paths } = await nativeTokens(
      () => notThere,
      user(() => 'pass\r\nword'),
    );

    await expect(tokens.current()).rejects.toMatchObject({ code: 'unauthorized' });
    expect(paths()).toEqual([tokenPath]);
  });

  it.each([400, 401])('tries a wrong password once (%i)', async (status) => {
    const { tokens, asked } = await nativeTokens(() => ({ status, body: { error: 'invalid_grant' } }));

    for (const _ of [1, 2]) await expect(tokens.current()).rejects.toMatchObject({ code: 'unauthorized' });

    expect(asked).toHaveLength(1);
  });

  it('tries a wrong password once by token v1, too', async () => {
    const { tokens, paths } = await nativeTokens(({ path }) =>
      path === v1Path ? { status: 401, body: { error: 'invalid_grant' } } : notThere,
    );

    for (const _ of [1, 2]) await expect(tokens.current()).rejects.toMatchObject({ code: 'unauthorized' });

    expect(paths()).toEqual([tokenPath, v1Path]);
  });

  it.each([400, 404, 500])('begins anew when a refresh is answered %i', async (status) => {
    let time = 0;
    const { tokens } = await nativeTokens(
      (_, n) => (n === 2 ? { status, body: '' } : tokenAnswer(n)),
      user(),
      () => time,
    );
    await tokens.current();
    time = 86_400_000;

    expect(await tokens.current()).toBe('access-3');
  });

  it('follows a redirect within the site, with the login in its body', async () => {
    const { tokens, asked } = await nativeTokens(({ path }) =>
      path === tokenPath ? { status: 307, headers: { location: `${tokenPath}/` }, body: '' } : tokenAnswer(),
    );

    expect(await tokens.current()).toBe('access-1');
    expect(asked[1]).toMatchObject({ method: 'POST', body: { username: 'quittance', password: 'secret' } });
  });

  it('is neither redirected nor tried by v1 at a gateway', async () => {
    const away = await tokensOf(facade, () => ({ status: 307, headers: { location: '/elsewhere' }, body: '' }));
    const missing = await tokensOf(facade, () => notThere);

    await expect(away.tokens.current()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(missing.tokens.current()).rejects.toMatchObject({ code: 'unavailable' });
    expect([...away.paths(), ...missing.paths()]).toEqual([tokenPath, tokenPath]);
  });
});
