import type { Agent } from 'undici';
import { z } from 'zod';
import { ErpError } from '../../errors.ts';
import { lost, watched, type RequestSeen } from '../../http.ts';
import { authorised, type Tokens } from '../auth.ts';
import { understood } from '../classify.ts';
import { exchange, type Outgoing } from '../http.ts';
import { routes, type Route } from './routes.ts';
import { timeLimit } from '../../time-limit.ts';

type Options = {
  readonly agent: Agent;
  readonly baseUrl: string;
  readonly tokens: Tokens;
  readonly requestMs: number;
  readonly onRequest?: (seen: RequestSeen) => void;
};
type Ask = {
  readonly number?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
};
/** @throws whatever it likes when the body is not what openapi.yaml promises. */
type Decode<T> = (body: unknown) => T;

export type Client = { readonly send: <T>(route: Route, decode: Decode<T>, ask?: Ask) => Promise<T> };

export function createClient({ agent, baseUrl, tokens, requestMs, onRequest }: Options): Client {
  async function send<T>(route: Route, decode: Decode<T>, ask: Ask = {}): Promise<T> {
    return watched(routes[route], onRequest, async (replied) => {
      const outgoing = prepared(route, ask);
      const reply = await authorised(tokens, async (token) => exchange(agent, { ...outgoing, token }));
      replied(reply.status);
      return decoded(outgoing, decode, understood(outgoing, reply));
    });
  }

  function prepared(route: Route, { number, query, body, signal }: Ask): Outgoing {
    const name = routes[route];
    const [method, path] = name.split(' ') as [Outgoing['method'], string];
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    return {
      name,
      write: method !== 'GET',
      method,
      url: `${baseUrl}${path.replace('{number}', () => segment(name, number))}${search}`,
      signal: timeLimit(requestMs, signal),
      ...(body && { body }),
    };
  }

  return { send };
}

/** A number that would turn one route into another never leaves. */
function segment(name: string, number = ''): string {
  if (/^[\s.]*$/.test(number)) throw new ErpError('invalid', `${name} needs a document number, not "${number}"`);
  return encodeURIComponent(number);
}

function decoded<T>(outgoing: Outgoing, decode: Decode<T>, body: unknown): T {
  try {
    return decode(body);
  } catch (error) {
    if (error instanceof ErpError) throw error;
    throw lost(outgoing, `answered something that openapi.yaml does not allow: ${reason(error)}`, error);
  }
}

const reason = (error: unknown): string => {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
};
