import type { Agent } from 'undici';
import type { Reply } from '../http.ts';
import { facade, type Dialect } from './dialects.ts';
import { createTokenService, type Auth, type Token } from './token-service.ts';

export type { Auth };

type Options = {
  readonly agent: Agent;
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly requestMs: number;
  /** The gateway's unless told. */
  readonly dialect?: Dialect;
  /** Milliseconds; replaced in tests. */
  readonly now?: () => number;
};

type Held = { readonly access: string; readonly refresh: string | undefined; readonly renewAt: number };

export type Tokens = {
  current(): Promise<string>;
  /** Another token than this one, which is no longer taken. */
  instead(refused: string): Promise<string>;
};

/** Holds one token, renews it before it ends, and logs in once however many requests wait for it. */
export function createTokens({ now = Date.now, dialect = facade, ...options }: Options): Tokens {
  const service = createTokenService({ ...options, dialect, now });
  let held: Held | undefined;
  let pending: Promise<Held> | undefined;

  const once = (get: () => Promise<Token>): Promise<Held> =>
    (pending ??= get()
      .then((token) => (held = holding(token)))
      .finally(() => (pending = undefined)));

  const renew = async (refresh: string | undefined): Promise<Token> =>
    (refresh === undefined ? undefined : await service.renewed(refresh)) ?? service.login();

  function holding({ AccessToken, RefreshToken, ExpiresInSeconds }: Token): Held {
    const lifeMs = ExpiresInSeconds * 1000;
    const renewAt = now() + lifeMs - Math.min(60_000, lifeMs / 5);
    return { access: AccessToken, refresh: RefreshToken || undefined, renewAt };
  }

  return {
    async current() {
      if (held && now() < held.renewAt) return held.access;
      return (await once(() => renew(held?.refresh))).access;
    },
    async instead(refused) {
      if (held && held.access !== refused) return held.access;
      held = undefined;
      return (await once(async () => service.login())).access;
    },
  };
}

/** A token that is no longer taken is replaced once: nothing was done under it, so sending again is safe. */
export async function authorised(tokens: Tokens, send: (token: string) => Promise<Reply>): Promise<Reply> {
  const token = await tokens.current();
  const reply = await send(token);
  return reply.status === 401 ? send(await tokens.instead(token)) : reply;
}
