import type { Agent } from 'undici';
import { z } from 'zod';
import { ErpError, type ErpErrorCode } from '../errors.ts';
import { lost, type Reply } from '../http.ts';
import { understood } from './classify.ts';
import type { Dialect } from './dialects.ts';
import type { Outgoing } from './http.ts';
import { fieldsIn } from './json-or-xml.ts';

/** Asked for at every login, so that a rotated secret works without a restart. */
type Secret = () => string | Promise<string>;
export type Auth =
  | {
      readonly kind: 'client_credentials';
      /** Of the gateway; Prophet 21 itself knows its client by the secret alone. */
      readonly clientId?: string;
      /** On whose behalf, in Prophet 21 itself. */
      readonly username?: string;
      readonly clientSecret: Secret;
    }
  | { readonly kind: 'user_token'; readonly username: string; readonly password: Secret };

type TokenServiceOptions = {
  readonly agent: Agent;
  readonly baseUrl: string;
  readonly auth: Auth;
  readonly requestMs: number;
  readonly dialect: Dialect;
  /** Milliseconds. */
  readonly now: () => number;
};

/** Prophet 21 may lock a user after a few wrong passwords, so one that was refused rests this long. */
const restMs = 60_000;

const v2 = { name: 'POST /api/security/token/v2', write: false } as const;
const v1 = { name: 'POST /api/security/token/', write: false } as const;
type Route = typeof v2 | typeof v1;

/** In XML everything is text, and an empty element is empty text. */
const Token = z.object({
  AccessToken: z.string().min(1),
  RefreshToken: z.string().nullish(),
  ExpiresInSeconds: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.number().positive()),
});
export type Token = z.infer<typeof Token>;

type TokenService = {
  /** @throws `unauthorized` without asking, for a minute after the same secret was refused */
  login(): Promise<Token>;
  /** Nothing, where the refresh token is refused: it works once, so one that was lost or has ended costs a login. */
  renewed(refresh: string): Promise<Token | undefined>;
};

export function createTokenService(options: TokenServiceOptions): TokenService {
  const { agent, baseUrl, auth, requestMs, dialect, now } = options;
  let onlyV1 = false;
  let refused: { readonly secret: string; readonly until: number; readonly error: ErpError } | undefined;

  async function ask(route: Route, given: Pick<Outgoing, 'body' | 'headers'>): Promise<Reply> {
    const url = `${baseUrl}${route.name.replace('POST ', '')}`;
    return dialect.exchange(agent, {
      ...route,
      ...given,
      method: 'POST',
      url,
      signal: AbortSignal.timeout(requestMs),
    });
  }

  async function loginByV1(secret: string): Promise<Token> {
    const reply = await ask(v1, { headers: credentialHeaders(auth, secret) });
    onlyV1 = reply.status !== 404;
    return tokenOf(v1, reply, dialect);
  }

  async function loginWith(secret: string): Promise<Token> {
    if (onlyV1) return loginByV1(secret);
    const reply = await ask(v2, { body: credentials(auth, secret) });
    return dialect.tokenV1 && reply.status === 404 ? loginByV1(secret) : tokenOf(v2, reply, dialect);
  }

  return {
    /** The secret is read each time, so that a changed one is tried at once. */
    async login() {
      const secret = await revealed(auth.kind === 'user_token' ? auth.password : auth.clientSecret);
      if (refused?.secret === secret && now() < refused.until) throw again(refused.error);
      refused = undefined;
      try {
        return await loginWith(secret);
      } catch (error) {
        if (error instanceof ErpError && error.code === 'unauthorized')
          refused = { secret, until: now() + restMs, error };
        throw error;
      }
    },
    async renewed(refresh) {
      if (onlyV1) return undefined;
      const reply = await ask(v2, { body: { GrantType: 'refresh_token', RefreshToken: refresh } });
      return reply.status === 429 ? tokenOf(v2, reply, dialect) : tokenIn(reply);
    },
  };
}

function tokenIn({ status, text }: Reply): Token | undefined {
  return status >= 200 && status <= 299 ? Token.safeParse(fieldsIn(text)).data : undefined;
}

function tokenOf(route: Route, reply: Reply, dialect: Dialect): Token {
  const token = tokenIn(reply);
  if (token) return token;
  if (reply.status === 400)
    throw new ErpError('unauthorized', `${route.name} refused the login: its kind or its secret is wrong`);
  throw noLogin(route, reply, dialect);
}

/** Whatever keeps us out, as a gateway that can't reach its database: no document was refused by it, and none is to be mended. */
function noLogin(route: Route, reply: Reply, dialect: Dialect): ErpError {
  try {
    understood(route, reply, dialect);
  } catch (error) {
    if (!(error instanceof ErpError) || !ofDocuments.has(error.code)) throw error;
    return new ErpError('unavailable', error.message, { cause: error });
  }
  return lost(route, 'answered without a token');
}
const ofDocuments: ReadonlySet<ErpErrorCode> = new Set(['invalid', 'rejected', 'not-found', 'conflict']);

const again = (refused: ErpError): ErpError =>
  new ErpError('unauthorized', `${refused.message}; the same secret is tried once a minute at most`, {
    cause: refused,
  });

function credentials(auth: Auth, secret: string): object {
  if (auth.kind === 'user_token') return { username: auth.username, password: secret };
  const { clientId, username } = auth;
  return {
    GrantType: 'client_credentials',
    ...(clientId && { ClientId: clientId }),
    ClientSecret: secret,
    ...(username && { username }),
  };
}

/** What a header carries as it is: anything else would be changed on the way, or end the header. */
const printable = /^[!-~]([ -~]*[!-~])?$/;

function credentialHeaders(auth: Auth, secret: string): Record<string, string> {
  if (auth.kind !== 'user_token')
    throw new ErpError(
      'unavailable',
      `${v2.name} is not there, and ${v1.name} knows no client secret: give a user and password`,
    );
  const headers = { username: auth.username, password: secret };
  if (Object.values(headers).every((value) => printable.test(value))) return headers;
  throw new ErpError('unauthorized', `${v1.name} takes a user and password of plain ASCII characters only`);
}

async function revealed(secret: Secret): Promise<string> {
  try {
    return await secret();
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The secret of the ERP login is missing';
    throw new ErpError('unauthorized', message, { cause: error });
  }
}
