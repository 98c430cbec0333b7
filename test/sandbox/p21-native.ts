import { isLosslessNumber, parse, stringify } from 'lossless-json';
import type { P21SandboxOptions } from '../../sandbox/p21/server.ts';
import { startGateway } from './p21-gateway.ts';

type Reply = { readonly status: number; readonly text: string; readonly body: unknown };
type Init = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };
export type Row = Readonly<Record<string, unknown>>;
export type NativeSite = Awaited<ReturnType<typeof startNative>>;

/** A running sandbox for one test, logged in, with both dialects on it: `gateway` is the facade. */
export async function startNative(options: P21SandboxOptions = {}) {
  const gateway = await startGateway(options);
  const login = await gateway.send('POST', '/api/security/token/v2', { username: 'quittance', password: 'sandbox' });
  const authorization = `Bearer ${String(login.body['AccessToken'])}`;
  const raw = async (path: string, { headers, ...init }: Init = {}) => {
    const response = await fetch(gateway.url + path, {
      redirect: 'manual',
      ...init,
      headers: { accept: 'application/json', authorization, ...headers },
      signal: AbortSignal.timeout(20_000),
    });
    return { status: response.status, location: response.headers.get('location'), text: await response.text() };
  };
  const ask = async (path: string, init: Init = {}): Promise<Reply> => {
    const { status, text } = await raw(path, init);
    return { status, text, body: plain(parse(text)) };
  };
  const post = (path: string, body: unknown) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : (stringify(body) ?? ''),
    });
  const table = (name: string, query: Readonly<Record<string, string>> = {}) =>
    ask(`/odataservice/odata/table/${name}?${new URLSearchParams(query).toString()}`);
  return {
    gateway,
    /** The answer as it came. */
    raw,
    /** The answer with its numbers as text. */
    ask,
    post,
    table,
    /** For what must be found. */
    rows: async (name: string, query: Readonly<Record<string, string>> = {}): Promise<readonly Row[]> => {
      const { status, text, body } = await table(name, query);
      if (status !== 200) throw new Error(`${status} ${text}`);
      return (body as { value: Row[] }).value;
    },
    /** The words of OData's own refusal. */
    refusal: async (name: string, query: Readonly<Record<string, string>> = {}): Promise<string> => {
      const { status, text } = await table(name, query);
      const { error } = JSON.parse(text) as { error: { code: string; message: string } };
      return `${status} ${error.code} ${error.message}`;
    },
    habits: (habits: Row) => gateway.admin('habits', habits),
  };
}

/** Numbers as the text that they came with, marked as numbers. */
export const number = (text: string) => `#${text}`;

function plain(value: unknown): unknown {
  if (isLosslessNumber(value)) return number(String(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
