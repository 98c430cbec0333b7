import { z } from 'zod';
import { ErpError, type ErpErrorCode } from '../errors.ts';
import { codeOf, lost, outcomeOf, waiting, type Outcome, type Reply, type Request } from '../http.ts';
import { facade, type Dialect } from './dialects.ts';
import { fieldNamedIn } from './fields.ts';
import { refusalSaying } from './refusals.ts';

const Envelope = z.object({ ErrorMessage: z.string().min(1), ErrorType: z.string().optional() });
type Envelope = z.infer<typeof Envelope>;

/** By the last word of ErrorType, which tells what happened whatever the status. */
const byErrorType: Readonly<Record<string, ErpErrorCode>> = {
  BusinessException: 'rejected',
  ValidationException: 'invalid',
  ResourceNotFoundException: 'not-found',
};

/** The body of a success. @throws ErpError for everything else, HTTP 200 with an ErrorMessage included. */
export function understood(request: Request, reply: Reply, dialect: Dialect = facade): unknown {
  const body = parsed(reply.text, dialect);
  const envelope = Envelope.safeParse(body);
  if ([401, 403, 429].includes(reply.status)) throw failure(request, reply, dialect);
  if (envelope.success) throw refusal(request, reply, envelope.data);
  if (reply.status < 200 || reply.status > 299) throw failure(request, reply, dialect);
  if (typeof body === 'object' && body !== null) return body;
  throw lost(request, `answered ${reply.status} with something that is not JSON`);
}

function refusal(request: Request, reply: Reply, envelope: Envelope): ErpError {
  const { outcome, where, mend = '' } = meaning(envelope, reply.status);
  const message = `${request.name} was answered ${reply.status}: ${envelope.ErrorMessage}${mend}`;
  return new ErpError(codeOf(outcome, request), message, { ...(where && { where }), ...waiting(reply) });
}

type Meaning = { readonly outcome: Outcome; readonly where?: string | undefined; readonly mend?: string | undefined };

/** An envelope without a type below 500 is a plain no; any other unknown type leaves the outcome open. */
function outcomeOfType({ ErrorType }: Envelope, status: number): Outcome {
  if (ErrorType === undefined) return status < 500 ? 'rejected' : 'lost';
  return byErrorType[ErrorType.split('.').at(-1) ?? ''] ?? 'lost';
}

function meaning(envelope: Envelope, status: number): Meaning {
  const outcome = outcomeOfType(envelope, status);
  const row = refusalSaying(envelope.ErrorMessage);
  // Who may not do it has done nothing, whatever type the error claims.
  if (row?.code === 'unauthorized') return { outcome: row.code, mend: row.mend };
  if (outcome === 'lost') return { outcome };
  const known = outcome === 'rejected' ? row : undefined;
  return { outcome: known?.code ?? outcome, where: fieldNamedIn(envelope.ErrorMessage) ?? known?.where };
}

function failure(request: Request, reply: Reply, { hint }: Dialect): ErpError {
  const message = `${request.name} was answered ${reply.status}${hint(reply)}`;
  return new ErpError(codeOf(outcomeOf(request, reply), request), message, waiting(reply));
}

function parsed(text: string, { parse }: Dialect): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
