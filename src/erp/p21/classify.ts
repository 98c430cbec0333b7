import { z } from 'zod';
import { ErpError, type ErpErrorCode } from '../errors.ts';
import { fieldNamedIn } from './fields.ts';
import { refusals } from './refusals.ts';

/** What came back over HTTP, before anybody believed it. */
export type Reply = {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  readonly text: string;
};
/** `POST /api/v2/salesorders`, and whether something may have changed. */
export type Request = { readonly name: string; readonly write: boolean };

const Envelope = z.object({ ErrorMessage: z.string().min(1), ErrorType: z.string().optional() });
type Envelope = z.infer<typeof Envelope>;
type Outcome = ErpErrorCode | 'lost';

/** `lost` is `outcome-unknown` for a request that may have changed something; one that only reads is just not answered. */
const codeOf = (outcome: Outcome, { write }: Request): ErpErrorCode => {
  if (outcome !== 'lost') return outcome;
  return write ? 'outcome-unknown' : 'unavailable';
};

/** By the last word of ErrorType, which tells what happened whatever the status. */
const byErrorType: Readonly<Record<string, ErpErrorCode>> = {
  BusinessException: 'rejected',
  ValidationException: 'invalid',
  ResourceNotFoundException: 'not-found',
};

/** Without an envelope that says more. A 503 may have begun, so a write must be looked up whatever Retry-After says. */
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

/** The body of a success. @throws ErpError for everything else, HTTP 200 with an ErrorMessage included. */
export function understood(request: Request, reply: Reply): unknown {
  const body = parse(reply.text);
  const envelope = Envelope.safeParse(body);
  if ([401, 403, 429].includes(reply.status)) throw failure(request, reply);
  if (envelope.success) throw refusal(request, reply, envelope.data);
  if (reply.status < 200 || reply.status > 299) throw failure(request, reply);
  if (typeof body === 'object' && body !== null) return body;
  throw lost(request, `answered ${reply.status} with something that is not JSON`);
}

function refusal(request: Request, reply: Reply, envelope: Envelope): ErpError {
  const { outcome, where } = meaning(envelope, reply.status);
  const message = `${request.name} was answered ${reply.status}: ${envelope.ErrorMessage}`;
  return new ErpError(codeOf(outcome, request), message, { ...(where && { where }), ...waiting(reply) });
}

/** An envelope without a type below 500 is a plain no; any other unknown type leaves the outcome open. */
function meaning({ ErrorMessage, ErrorType }: Envelope, status: number): { outcome: Outcome; where?: string } {
  const untyped = status < 500 ? 'rejected' : 'lost';
  const outcome = ErrorType === undefined ? untyped : (byErrorType[ErrorType.split('.').at(-1) ?? ''] ?? 'lost');
  if (outcome === 'lost') return { outcome };
  const row = outcome === 'rejected' ? refusals.find(({ says }) => says.test(ErrorMessage)) : undefined;
  const where = fieldNamedIn(ErrorMessage) ?? row?.where;
  return { outcome: row?.code ?? outcome, ...(where !== undefined && { where }) };
}

function failure(request: Request, reply: Reply): ErpError {
  const message = `${request.name} was answered ${reply.status}${hint(reply)}`;
  return new ErpError(codeOf(outcomeOf(request, reply), request), message, waiting(reply));
}

function outcomeOf({ write }: Request, { status, retryAfter }: Reply): Outcome {
  if (status === 503 && retryAfter !== undefined && !write) return 'throttled';
  // 307 and 308 ask to send again elsewhere, so nothing happened; the others may follow what was done.
  if (status >= 300 && status < 400) return status === 307 || status === 308 ? 'unavailable' : 'lost';
  return byStatus[status] ?? (status >= 400 && status < 500 ? 'rejected' : 'lost');
}

const hints: Readonly<Record<number, string>> = {
  401: ': check the user and password, or the client secret, of this company',
  403: ': give the user the permissions that src/erp/p21/README.md lists',
  404: ': the gateway does not offer this route; check `baseUrl`, and openapi.yaml for what it must offer',
  405: ': the gateway does not offer this method; openapi.yaml lists what it must offer',
};
const hint = ({ status, location }: Reply): string =>
  location === undefined
    ? (hints[status] ?? '')
    : `, a redirect to ${location}: redirects are not followed, so write the final address as \`baseUrl\``;

/** The request may have arrived, and what came of it can't be read. */
export const lost = (request: Request, what: string, cause?: unknown): ErpError =>
  new ErpError(codeOf('lost', request), `${request.name} ${what}`, { cause });

function waiting({ retryAfter }: Reply): { retryAfterMs?: number } {
  if (retryAfter === undefined) return {};
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? { retryAfterMs: Math.max(0, ms) } : {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
