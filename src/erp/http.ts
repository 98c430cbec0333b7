import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { Agent, request } from 'undici';
import { ErpError, type ErpErrorCode } from './errors.ts';
import type { Call } from './port.ts';
import { timeLimit } from './time-limit.ts';

/** What came back over HTTP, before anybody believed it. */
export type Reply = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly text: string;
};
/** `POST /api/v2/salesorders`, and whether something may have changed. */
export type Request = { readonly name: string; readonly write: boolean };
/** `lost`: the request may have arrived, and nobody can say what came of it. */
export type Outcome = ErpErrorCode | 'lost';

export type Outgoing = Request & {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

/** Nothing left: no name, no connection, no trusted certificate. */
const neverLeft = new Set(
  [
    'ECONNREFUSED ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH EADDRNOTAVAIL UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED CERT_NOT_YET_VALID DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE UNABLE_TO_GET_ISSUER_CERT_LOCALLY ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ]
    .join(' ')
    .split(' '),
);

const bodyLimit = 16 * 1024 * 1024;
/** PEM, of a client that the ERP knows by its certificate. */
export type ClientCertificate = { readonly cert: string; readonly key: string; readonly ca?: string };

/** A connection that takes longer than half a request is given up first, so that it counts as never made. */
export const connections = (requestMs: number, certificate?: ClientCertificate): Agent =>
  new Agent({
    connect: { timeout: Math.ceil(requestMs / 2), ...certificate },
    headersTimeout: requestMs,
    bodyTimeout: requestMs,
    maxResponseSize: bodyLimit,
  });

/** Ends a change as a whole, with the reads before and after it, when one request would have ended. */
export const withinMs =
  (requestMs: number) =>
  (call: Call | undefined): AbortSignal =>
    timeLimit(requestMs, call?.signal);

/** One request, one reply: no retries, no redirects. @throws ErpError when there is no reply. */
export async function exchange(
  agent: Agent,
  outgoing: Outgoing,
): Promise<Reply & { readonly headers: IncomingHttpHeaders }> {
  const { method, url, headers, body, signal, name } = outgoing;
  if (signal.aborted) throw new ErpError('unavailable', `${name} was not sent: its time was over`);
  try {
    const sent = { dispatcher: agent, method, signal, headers, ...(body !== undefined && { body }) };
    const { statusCode: status, headers: given, body: incoming } = await request(url, sent);
    const text = await incoming.text();
    const [retryAfter, location] = [one(given['retry-after']), one(given['location'])];
    return { status, retryAfter, location, text, headers: given };
  } catch (error) {
    throw trouble(outgoing, error);
  }
}

const one = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0];

function trouble(outgoing: Outgoing, error: unknown): ErpError {
  const code = codeIn(error);
  if (code !== undefined && neverLeft.has(code))
    return new ErpError('unavailable', `${outgoing.name} did not leave: ${code} at ${new URL(outgoing.url).host}`, {
      cause: error,
    });
  const timeUp = outgoing.signal.aborted || (error instanceof Error && /Timeout/.test(error.name));
  return lost(outgoing, timeUp ? 'was not answered in time' : `was cut off (${code ?? 'no code'})`, error);
}

function codeIn(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeIn(error.cause) : undefined;
}

/** `lost` is `outcome-unknown` for a request that may have changed something; one that only reads is just not answered. */
export const codeOf = (outcome: Outcome, { write }: Request): ErpErrorCode => {
  if (outcome !== 'lost') return outcome;
  return write ? 'outcome-unknown' : 'unavailable';
};

/** The request may have arrived, and what came of it can't be read. */
export const lost = (request: Request, what: string, cause?: unknown): ErpError =>
  new ErpError(codeOf('lost', request), `${request.name} ${what}`, { cause });

/** By status alone. A 503 may have begun, so a write must be looked up whatever Retry-After says. */
const byStatus: Readonly<Record<number, Outcome>> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'unavailable',
  405: 'unavailable',
  407: 'unavailable',
  408: 'lost',
  409: 'rejected',
  413: 'invalid',
  422: 'invalid',
  423: 'busy',
  425: 'busy',
  429: 'throttled',
};

/** What a reply means whose body says nothing that we know. */
export function outcomeOf({ write }: Request, { status, retryAfter }: Reply): Outcome {
  if (status === 503 && retryAfter !== undefined && !write) return 'throttled';
  // 307 and 308 ask to send again elsewhere, so nothing happened; the others may follow what was done.
  if (status >= 300 && status < 400) return status === 307 || status === 308 ? 'unavailable' : 'lost';
  return byStatus[status] ?? (status >= 400 && status < 500 ? 'rejected' : 'lost');
}

export const redirected = ({ location }: Reply): string =>
  location === undefined
    ? ''
    : `, a redirect to ${location}: redirects are not followed, so write the final address as \`baseUrl\``;

/** Retry-After, in seconds or as a date. */
export function waiting({ retryAfter }: Reply): { retryAfterMs?: number } {
  if (retryAfter === undefined) return {};
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {};
}

/** For metrics and the log: a route or the name of a function, never a document's number nor a query. */
export type RequestSeen = {
  readonly route: string;
  readonly status?: number;
  readonly outcome: 'ok' | ErpErrorCode;
  readonly ms: number;
};

/** Tells what became of a request, and after how long; `replied` is told the status, if there is one. */
export async function watched<T>(
  route: string,
  onRequest: ((seen: RequestSeen) => void) | undefined,
  ask: (replied: (status: number) => void) => Promise<T>,
): Promise<T> {
  const started = performance.now();
  let status: number | undefined;
  const seen = (outcome: RequestSeen['outcome']): void =>
    onRequest?.({ route, outcome, ms: Math.round(performance.now() - started), ...(status && { status }) });
  try {
    const result = await ask((given) => (status = given));
    seen('ok');
    return result;
  } catch (error) {
    seen(error instanceof ErpError ? error.code : 'invalid');
    throw error;
  }
}
