import type { Agent } from 'undici';
import { z } from 'zod';
import { ErpError } from '../errors.ts';
import { lost } from '../http.ts';
import { understood } from './classify.ts';
import { exchange } from './http.ts';
import { routes } from './facade/routes.ts';

/** Asked for at every login, so that a rotated secret works without a restart. */
export type Secret = () => string | Promise<string>;
export type Auth =
  | { readonly kind: 'client_credentials'; readonly clientId?: string; readonly clientSecret: Secret }
  | { readonly kind: 'user_token'; readonly username: string; readonly password: Secret };

type Options = {
  readonly agent: Agent;
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly requestMs: number;
  /** Milliseconds; replaced in tests. */
  readonly now?: () => number;
};

const Token = z.object({
  AccessToken: z.string().min(1),
  RefreshToken: z.string().optional(),
  ExpiresInSeconds: z.number().positive(),
});
type Held = { readonly access: string; readonly refresh: string | undefined; readonly renewAt: number };

export type Tokens = {
  current(): Promise<string>;
  /** Another token than this one, which the gateway no longer takes. */
  instead(refused: string): Promise<string>;
};

/** Holds one token, renews it before it ends, and logs in once however many requests wait for it. */
export function createTokens({ agent, baseUrl, auth, requestMs, now = Date.now }: Options): Tokens {
  let held: Held | undefined;
  let pending: Promise<Held> | undefined;

  const once = (get: () => Promise<Held>): Promise<Held> =>
    (pending ??= get()
      .then((token) => (held = token))
      .finally(() => (pending = undefined)));

  const login = async (): Promise<Held> => ask(await credentials(auth));
  const renew = async (refresh: string | undefined): Promise<Held> => {
    // A refresh token works once, so one that was lost or has ended costs a login, never an error.
    if (refresh !== undefined) {
      const renewed = await ask({ GrantType: 'refresh_token', RefreshToken: refresh }).catch(unlessRefused);
      if (renewed) return renewed;
    }
    return login();
  };

  async function ask(body: object): Promise<Held> {
    const name = routes.createToken;
    const [method, path] = ['POST', '/api/security/token/v2'] as const;
    const asking = { name, write: false };
    const signal = AbortSignal.timeout(requestMs);
    const reply = await exchange(agent, { ...asking, method, url: `${baseUrl}${path}`, body, signal });
    if (reply.status === 400)
      throw new ErpError('unauthorized', `${name} refused the login: its kind or its secret is wrong`);
    const token = Token.safeParse(understood(asking, reply));
    if (!token.success) throw lost(asking, 'answered without a token');
    const { AccessToken, RefreshToken, ExpiresInSeconds } = token.data;
    const lifeMs = ExpiresInSeconds * 1000;
    return { access: AccessToken, refresh: RefreshToken, renewAt: now() + lifeMs - Math.min(60_000, lifeMs / 5) };
  }

  return {
    async current() {
      if (held && now() < held.renewAt) return held.access;
      return (await once(() => renew(held?.refresh))).access;
    },
    async instead(refused) {
      if (held && held.access !== refused) return held.access;
      held = undefined;
      return (await once(login)).access;
    },
  };
}

async function credentials(auth: Auth): Promise<object> {
  if (auth.kind === 'user_token') return { username: auth.username, password: await revealed(auth.password) };
  const ClientSecret = await revealed(auth.clientSecret);
  return { GrantType: 'client_credentials', ...(auth.clientId && { ClientId: auth.clientId }), ClientSecret };
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof ErpError && error.code === 'unauthorized') return undefined;
  throw error;
}

async function revealed(secret: Secret): Promise<string> {
  try {
    return await secret();
  } catch (error) {
    throw new ErpError(
      'unauthorized',
      error instanceof Error ? error.message : 'The secret of the ERP login is missing',
      {
        cause: error,
      },
    );
  }
}
