import { Agent, request } from 'undici';
import { ErpError } from '../errors.ts';
import { lost, type Reply, type Request } from './classify.ts';

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

/** A connection that takes longer than half a request is given up first, so that it counts as never made. */
export const connections = (requestMs: number): Agent =>
  new Agent({
    connect: { timeout: Math.ceil(requestMs / 2) },
    headersTimeout: requestMs,
    bodyTimeout: requestMs,
    maxResponseSize: bodyLimit,
  });

export type Outgoing = Request & {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: unknown;
  readonly token?: string;
  readonly signal: AbortSignal;
};

/** One request, one reply: no retries, no redirects. @throws ErpError when there is no reply. */
export async function exchange(agent: Agent, outgoing: Outgoing): Promise<Reply> {
  const { method, url, body, token, signal, name } = outgoing;
  if (signal.aborted) throw new ErpError('unavailable', `${name} was not sent: its time was over`);
  try {
    const {
      statusCode,
      headers,
      body: incoming,
    } = await request(url, {
      dispatcher: agent,
      method,
      signal,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await incoming.text();
    return { status: statusCode, retryAfter: one(headers['retry-after']), location: one(headers['location']), text };
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
