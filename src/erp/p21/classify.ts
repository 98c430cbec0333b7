import { z } from 'zod';
import { ErpError, type ErpErrorCode } from '../errors.ts';
import { codeOf, lost, outcomeOf, redirected, waiting, type Outcome, type Reply, type Request } from '../http.ts';
import { fieldNamedIn } from './fields.ts';
import { refusals } from './refusals.ts';

const Envelope = z.object({ ErrorMessage: z.string().min(1), ErrorType: z.string().optional() });
type Envelope = z.infer<typeof Envelope>;

/** By the last word of ErrorType, which tells what happened whatever the status. */
const byErrorType: Readonly<Record<string, ErpErrorCode>> = {
  BusinessException: 'rejected',
  ValidationException: 'invalid',
  ResourceNotFoundException: 'not-found',
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

const hints: Readonly<Record<number, string>> = {
  401: ': check the user and password, or the client secret, of this company',
  403: ': give the user the permissions that src/erp/p21/facade/README.md lists',
  404: ': the gateway does not offer this route; check `baseUrl`, and openapi.yaml for what it must offer',
  405: ': the gateway does not offer this method; openapi.yaml lists what it must offer',
};
const hint = (reply: Reply): string => redirected(reply) || (hints[reply.status] ?? '');

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
