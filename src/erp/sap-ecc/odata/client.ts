import { z } from 'zod';
import { exchange, lost, watched, type Outgoing, type Reply } from '../../http.ts';
import { urlOf, type Door } from '../soap.ts';
import { isRefusal, refusal } from './refusal.ts';
import { createTokens, type Answered } from './tokens.ts';
import { timeLimit } from '../../time-limit.ts';

type Query = Readonly<Record<string, string>>;
type Ask = {
  readonly method: Outgoing['method'];
  /** Below the service: `SalesOrders('0000004711')`. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
};

/** One request and its answer, decoded. @throws ErpError for everything but a success. */
export type OData = {
  get<T>(path: string, schema: z.ZodType<T>, query: Query, signal?: AbortSignal): Promise<T>;
  list<T>(set: string, schema: z.ZodType<T>, query: Query, signal?: AbortSignal): Promise<readonly T[]>;
  create<T>(set: string, schema: z.ZodType<T>, body: object, signal: AbortSignal): Promise<T>;
  /** `stale`: somebody changed it since it was read, and nothing was done. */
  change(path: string, etag: string, body: object, signal: AbortSignal): Promise<'changed' | 'stale'>;
};

const one = <T>(entity: z.ZodType<T>) => z.object({ d: entity }).transform(({ d }) => d);
const many = <T>(entity: z.ZodType<T>) =>
  z.object({ d: z.object({ results: z.array(entity), __next: z.string().optional() }) }).transform(({ d }) => d);

/** @param service path of the service, without a slash at its end. */
export function createOData(door: Door, service: string): OData {
  const tokens = createTokens((headers, signal) => plain({ method: 'GET', path: '', headers, signal }));
  const plain = async (ask: Ask): Promise<Answered> => exchange(door.agent, outgoing(door, service, ask));

  /** A token that is no longer good is replaced once: nothing was done under it, so sending again is safe. */
  async function sent(ask: Ask): Promise<Answered> {
    if (ask.method === 'GET') return plain(ask);
    const token = await tokens.current(ask.signal);
    const reply = await plain({ ...ask, headers: { ...ask.headers, ...token } });
    if (!wantsToken(reply)) return reply;
    return plain({ ...ask, headers: { ...ask.headers, ...(await tokens.instead(token, ask.signal)) } });
  }

  const asked = async <T>(ask: Ask, decode: (reply: Answered) => T): Promise<T> =>
    watched(nameOf(ask), door.onRequest, async (replied) => {
      const reply = await sent(ask);
      replied(reply.status);
      return decode(reply);
    });

  async function read<T>(ask: Ask, schema: z.ZodType<T>): Promise<T> {
    return asked(ask, (reply) => decoded(ask, schema, reply));
  }

  return {
    get: (path, schema, query, signal) => read({ method: 'GET', path, query, signal }, one(schema)),

    async list(set, schema, query, signal) {
      const found = [];
      for (let rest: Query | undefined = {}; rest;) {
        const ask: Ask = { method: 'GET', path: set, query: { ...query, ...rest }, signal };
        const page = await read(ask, many(schema));
        found.push(...page.results);
        rest = page.__next === undefined ? undefined : { $skiptoken: skipToken(ask, page.__next) };
      }
      return found;
    },

    create: (path, schema, body, signal) => read({ method: 'POST', path, body, signal }, one(schema)),

    change(path, etag, body, signal) {
      const ask: Ask = { method: 'PATCH', path, body, headers: { 'if-match': etag }, signal };
      return asked(ask, (reply) => {
        if (reply.status === 412) return 'stale';
        refuseFailure(ask, reply);
        return 'changed';
      });
    },
  };
}

function outgoing(door: Door, service: string, { method, path, query = {}, body, headers, signal }: Ask): Outgoing {
  const search = Object.entries(query).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
  return {
    ...requestOf({ method, path }),
    method,
    url: `${urlOf(door, `${service}/${path}`)}${search.join('')}`,
    headers: {
      accept: 'application/json',
      ...door.credentials(),
      ...headers,
      ...(body && { 'content-type': 'application/json' }),
    },
    signal: timeLimit(door.requestMs, signal),
    ...(body && { body: JSON.stringify(body) }),
  };
}

const wantsToken = ({ status, headers }: Answered): boolean =>
  status === 403 && String(headers['x-csrf-token'] ?? '').toLowerCase() === 'required';

const nameOf = ({ method, path }: Pick<Ask, 'method' | 'path'>): string =>
  `${method} ${path.replace(/\(.*/, '') || 'ZQUITTANCE_SRV'}`;
const requestOf = (ask: Pick<Ask, 'method' | 'path'>) => ({ name: nameOf(ask), write: ask.method !== 'GET' });

function refuseFailure(ask: Ask, reply: Reply): void {
  if (reply.status < 200 || reply.status > 299 || isRefusal(reply)) throw refusal(requestOf(ask), reply);
}

function decoded<T>(ask: Ask, schema: z.ZodType<T>, reply: Reply): T {
  refuseFailure(ask, reply);
  try {
    return schema.parse(JSON.parse(reply.text));
  } catch (error) {
    throw lost(requestOf(ask), `answered ${reply.status} with something that the EDMX does not allow`, error);
  }
}

/** Only the place in the list is taken of the address that SAP gives for the next page, never the host. */
function skipToken(ask: Ask, next: string): string {
  const token = new URL(next, 'http://sap').searchParams.get('$skiptoken');
  if (token !== null) return token;
  throw lost(requestOf(ask), 'gave only a part of the list, and no way to the rest');
}
