import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { createTokens, type Auth } from '../../../src/erp/p21/auth.ts';
import { fakeGateway, tokenAnswer, type Answer } from './fake-gateway.ts';

const user = (password = () => 'secret'): Auth => ({ kind: 'user_token', username: 'quittance', password });

async function tokensAt(answers: (n: number) => Answer, auth: Auth = user(), now = () => 0) {
  let n = 0;
  const gateway = await fakeGateway(() => answers((n += 1)), { tokens: false });
  const tokens = createTokens({ agent: new Agent(), baseUrl: gateway.baseUrl, auth, requestMs: 2_000, now });
  return { tokens, bodies: () => gateway.asked.map(({ body }) => body) };
}

describe('logging in', () => {
  it('happens once, however many requests wait for it', async () => {
    const { tokens, bodies } = await tokensAt(tokenAnswer);

    const got = await Promise.all([tokens.current(), tokens.current(), tokens.current()]);

    expect(got).toEqual(['access-1', 'access-1', 'access-1']);
    expect(bodies()).toEqual([{ username: 'quittance', password: 'secret' }]);
  });

  it('sends client credentials, with the id where there is one', async () => {
    const clientSecret = () => Promise.resolve('hush');
    const one = await tokensAt(tokenAnswer, { kind: 'client_credentials', clientId: 'q', clientSecret });
    const two = await tokensAt(tokenAnswer, { kind: 'client_credentials', clientSecret });
    await one.tokens.current();
    await two.tokens.current();

    expect(one.bodies()).toEqual([{ GrantType: 'client_credentials', ClientId: 'q', ClientSecret: 'hush' }]);
    expect(two.bodies()).toEqual([{ GrantType: 'client_credentials', ClientSecret: 'hush' }]);
  });

  it('renews a token before it ends, with the refresh token', async () => {
    let time = 0;
    const { tokens, bodies } = await tokensAt(tokenAnswer, user(), () => time);
    await tokens.current();
    time = (86_400 - 61) * 1000;
    expect(await tokens.current()).toBe('access-1');

    time = (86_400 - 60) * 1000;

    expect(await tokens.current()).toBe('access-2');
    expect(bodies()[1]).toEqual({ GrantType: 'refresh_token', RefreshToken: 'refresh-1' });
  });

  it('begins anew with the secret when the refresh token no longer works', async () => {
    let time = 0;
    const answers = (n: number): Answer =>
      n === 2 ? { status: 401, body: { error: 'invalid_grant' } } : tokenAnswer(n);
    const { tokens, bodies } = await tokensAt(answers, user(), () => time);
    await tokens.current();
    time = 86_400_000;

    expect(await tokens.current()).toBe('access-3');
    expect(bodies()[2]).toEqual({ username: 'quittance', password: 'secret' });
  });

  it('reads a rotated secret again', async () => {
    let secret = 'old';
    const { tokens, bodies } = await tokensAt(
      tokenAnswer,
      user(() => secret),
    );
    const refused = await tokens.current();
    secret = 'new';

    await tokens.instead(refused);

    expect(bodies()[1]).toEqual({ username: 'quittance', password: 'new' });
  });

  it('gives a refused token up once, though many requests were refused with it', async () => {
    const { tokens, bodies } = await tokensAt(tokenAnswer);
    const refused = await tokens.current();

    const got = await Promise.all([tokens.instead(refused), tokens.instead(refused)]);

    expect(got).toEqual(['access-2', 'access-2']);
    expect(await tokens.instead(refused)).toBe('access-2');
    expect(bodies()).toHaveLength(2);
  });

  it.each([
    [{ status: 500, body: '' }, 'unavailable'],
    [{ status: 200, body: '<Token/>' }, 'unavailable'],
    [{ status: 200, body: { AccessToken: '' } }, 'unavailable'],
    [{ status: 429, body: '', headers: { 'retry-after': '3' } }, 'throttled'],
  ] as const)('is answered %j, which is %s, and is tried again by the next request', async (answer, code) => {
    const { tokens } = await tokensAt((n) => (n === 1 ? answer : tokenAnswer(n)));

    await expect(tokens.current()).rejects.toMatchObject({ code });
    expect(await tokens.current()).toBe('access-2');
  });

  it.each([
    { status: 401, body: { error: 'invalid_grant' } },
    { status: 400, body: { error: 'invalid_request' } },
    { status: 403, body: '' },
  ] satisfies Answer[])(
    'is answered %j, which is unauthorized, and not asked for again with this secret for a minute',
    async (answer) => {
      let time = 0;
      const { tokens, bodies } = await tokensAt(
        () => answer,
        user(),
        () => time,
      );
      const refused = { code: 'unauthorized' };
      for (const at of [0, 1, 59_999]) {
        time = at;
        await expect(tokens.current()).rejects.toMatchObject(refused);
      }
      expect(bodies()).toHaveLength(1);

      time = 60_000;
      await expect(tokens.current()).rejects.toMatchObject(refused);
      await expect(tokens.current()).rejects.toThrow(/the same secret is tried once a minute/);
      expect(bodies()).toHaveLength(2);
    },
  );

  it('is tried at once with another secret than was refused, and then with the first again', async () => {
    let secret = 'old';
    const { tokens, bodies } = await tokensAt(
      (n) => (n < 3 ? { status: 401, body: '' } : tokenAnswer(n)),
      user(() => secret),
    );
    for (const next of ['old', 'new']) {
      secret = next;
      await expect(tokens.current()).rejects.toMatchObject({ code: 'unauthorized' });
    }
    secret = 'old';

    expect(await tokens.current()).toBe('access-3');
    expect(bodies()).toHaveLength(3);
  });

  it('of many requests that wait sends a wrong secret once, also after a token that is no longer taken', async () => {
    const { tokens, bodies } = await tokensAt((n) => (n === 1 ? tokenAnswer(n) : { status: 401, body: '' }));
    const old = await tokens.current();
    const each = () => tokens.instead(old).catch(() => 'refused');

    expect([...(await Promise.all([each(), each()])), await each()]).toEqual(['refused', 'refused', 'refused']);
    expect(bodies()).toHaveLength(2);
  });

  it('is unauthorized, by the name of the reference, when the secret can not be read', async () => {
    const missing = () => {
      throw new Error('the environment variable P21_PASSWORD is not set');
    };
    const { tokens } = await tokensAt(tokenAnswer, user(missing));

    await expect(tokens.current()).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringContaining('P21_PASSWORD') as string,
    });
  });
});
