import type { Agent } from 'undici';
import { z } from 'zod';
import { ErpError } from '../../errors.ts';
import { lost, watched, type Reply, type RequestSeen } from '../../http.ts';
import { authorised, type Tokens } from '../auth.ts';
import { understood } from '../classify.ts';
import { native } from '../dialects.ts';
import { fieldsIn } from '../json-or-xml.ts';

export type SiteDoor = {
  readonly agent: Agent;
  /** Of the middleware, without a slash at its end. */
  readonly baseUrl: string;
  readonly tokens: Tokens;
  readonly requestMs: number;
  readonly onRequest?: (seen: RequestSeen) => void;
};

/** Knows where the UI server is, below which the Transaction API is found. */
type Router = {
  /** Without a slash at its end. @throws `unavailable` when Prophet 21 does not tell; then nothing was sent anywhere */
  address(): Promise<string>;
  /** The server there is gone, or does not answer. */
  forget(): void;
};

const asking = { name: 'GET /api/ui/router', write: false } as const;
const Answer = z.object({ Url: z.string() });

export function createRouter({ agent, baseUrl, tokens, requestMs, onRequest }: SiteDoor): Router {
  let kept: { readonly token: string; readonly url: string } | undefined;
  let pending: Promise<string> | undefined;

  /** With the slash, since Prophet 21 answers the path without it by a redirect. */
  async function ask(): Promise<string> {
    const url = `${baseUrl}/api/ui/router/v1/?urlType=external`;
    const signal = AbortSignal.timeout(requestMs);
    return watched(asking.name, onRequest, async (replied) => {
      const reply = await authorised(tokens, async (token) =>
        native.exchange(agent, { ...asking, method: 'GET', url, token, signal }),
      );
      replied(reply.status);
      return addressIn(reply, baseUrl);
    });
  }

  async function discovered(): Promise<string> {
    const url = await ask().catch(asUnavailable);
    kept = { token: await tokens.current(), url };
    return url;
  }

  return {
    async address() {
      const token = await tokens.current();
      if (kept?.token === token) return kept.url;
      return (pending ??= discovered().finally(() => (pending = undefined)));
    },
    forget() {
      kept = undefined;
    },
  };
}

function addressIn(reply: Reply, baseUrl: string): string {
  const ok = reply.status >= 200 && reply.status <= 299;
  const answer = Answer.safeParse(ok ? fieldsIn(reply.text) : undefined);
  if (answer.success) return trusted(answer.data.Url.trim(), baseUrl);
  understood(asking, reply, native);
  throw lost(asking, 'named no UI server');
}

/** The login travels to this address with every request, so one without TLS is not taken from a site that has it. */
function trusted(url: string, baseUrl: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (!address || !/^https?:$/.test(address.protocol))
    throw lost(asking, `named "${url}" as UI server, which is not an http address`);
  if (address.protocol === 'http:' && new URL(baseUrl).protocol === 'https:')
    throw lost(asking, `named ${address.origin} as UI server: the login does not travel without TLS`);
  return `${address.origin}${address.pathname}`.replace(/\/+$/, '');
}

/** Whoever wanted the address sent nothing yet; only a login that is refused, or a limit, is told as itself. */
function asUnavailable(error: unknown): never {
  if (!(error instanceof ErpError) || error.code === 'unauthorized' || error.code === 'throttled') throw error;
  throw new ErpError('unavailable', error.message, { cause: error });
}
