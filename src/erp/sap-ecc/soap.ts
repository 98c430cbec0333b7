import type { Agent } from 'undici';
import { ErpError, type ErpErrorCode } from '../errors.ts';
import {
  codeOf,
  exchange,
  lost,
  outcomeOf,
  redirected,
  waiting,
  watched,
  type Outcome,
  type Reply,
  type Request,
  type RequestSeen,
} from '../http.ts';
import type { Cookies } from './cookies.ts';
import { messagesOf, refusalIn } from './returns.ts';
import type { Answer, Asking, Parameters, Rfc } from './rfc.ts';
import { child, envelope, fieldsOf, parsed, rowsOf, textOf, type Node } from './xml.ts';
import { timeLimit } from '../time-limit.ts';

/** How SAP is reached over HTTP, whatever is called. */
export type Door = {
  readonly agent: Agent;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly client: string;
  readonly language: string;
  /** `Authorization`, sent without being asked for; nothing where a client certificate says who we are. */
  readonly credentials: () => Readonly<Record<string, string>>;
  readonly requestMs: number;
  /** `""` unless a system wants the name of the function there. */
  readonly soapAction: string;
  readonly onRequest?: ((seen: RequestSeen) => void) | undefined;
};

/** Function calls over one path; with `cookies`, all of them belong to one session. */
export const createRfc = (door: Door, path: string, cookies?: Cookies): Rfc => ({
  call: (functionName, parameters, asking) =>
    watched(functionName, door.onRequest, async (replied) => {
      const request = { name: functionName, write: asking.write };
      const reply = await exchange(door.agent, {
        ...request,
        method: 'POST',
        url: urlOf(door, path),
        headers: headersOf(door, cookies),
        body: bodyOf(functionName, parameters, asking),
        signal: timeLimit(door.requestMs, asking.signal),
      });
      cookies?.take(reply.headers);
      replied(reply.status);
      return understood(request, reply);
    }),
});

export const urlOf = ({ baseUrl, client, language }: Door, path: string): string =>
  `${baseUrl}${path}?${new URLSearchParams({ 'sap-client': client, 'sap-language': language }).toString()}`;

const headersOf = ({ credentials, soapAction }: Door, cookies?: Cookies): Record<string, string> => ({
  'content-type': 'text/xml; charset=utf-8',
  accept: 'text/xml',
  soapaction: `"${soapAction}"`,
  ...credentials(),
  ...cookies?.header,
});

/** RETURN is asked for always: where it is a table, it would not come otherwise. */
const bodyOf = (functionName: string, parameters: Parameters, { tables = [] }: Asking): string =>
  envelope(functionName, parameters, [...new Set([...tables, 'RETURN'])]);

/** @throws ErpError for everything but an answer without messages of type E and A. */
function understood(request: Request, reply: Reply): Answer {
  const body = child(child(parsed(reply.text), 'Envelope'), 'Body');
  const fault = child(body, 'Fault');
  if (fault !== undefined) throw faulted(request, fault);
  if (reply.status < 200 || reply.status > 299) throw failed(request, reply);
  const name = request.name.replaceAll('/', '_-');
  const response = child(body, `${name}.Response`) ?? child(body, `${name}Response`);
  if (response === undefined) throw lost(request, `answered ${reply.status} with something that is not its response`);
  const answer = answerOf(response);
  const refusal = refusalIn(request.name, answer.messages);
  if (refusal) throw afterCommit(request, answer, refusal);
  return answer;
}

/**
 * What commits by itself, as billing and the wrapper do, names its document only when that stands. A message of type E
 * beside it refuses nothing any more, and told as a refusal the document would be posted again.
 */
function afterCommit(request: Request, answer: Answer, refusal: ErpError): ErpError {
  const document = answer.text('EV_DOCUMENT').trim() || (answer.table('SUCCESS')[0]?.['BILL_DOC'] ?? '').trim();
  return document === '' ? refusal : lost(request, `made ${document}, and yet: ${refusal.message}`, refusal);
}

const answerOf = (response: Node): Answer => ({
  text: (parameter) => textOf(child(response, parameter)),
  structure: (parameter) => fieldsOf(child(response, parameter)),
  table: (parameter) => rowsOf(child(response, parameter)),
  messages: messagesOf(child(response, 'RETURN')),
});

/** Exceptions that say that nothing was done. Of every other, nobody knows how far the function came. */
const faults: Readonly<Record<string, ErpErrorCode>> = {
  RFC_AUTHORIZATION_FAILURE: 'unauthorized',
  NOT_AUTHORIZED: 'unauthorized',
  FU_NOT_FOUND: 'invalid',
  FUNCTION_NOT_FOUND: 'invalid',
  TABLE_NOT_AVAILABLE: 'invalid',
  FIELD_NOT_VALID: 'invalid',
  OPTION_NOT_VALID: 'invalid',
  DATA_BUFFER_EXCEEDED: 'invalid',
};

function faulted(request: Request, fault: Node): ErpError {
  const words = [textOf(child(fault, 'faultstring')), ...detailsOf(child(fault, 'detail'))].map((word) => word.trim());
  const exception = words.find((word) => word in faults);
  const outcome: Outcome = (exception !== undefined ? faults[exception] : undefined) ?? 'lost';
  const said = [...new Set(words.filter((word) => word !== ''))].join(': ');
  return new ErpError(codeOf(outcome, request), `${request.name} ended with a fault: ${said}`);
}

/** `type` and `message` of whatever element the detail holds. */
function detailsOf(detail: Node | undefined): readonly string[] {
  if (typeof detail !== 'object') return [textOf(detail)];
  const inner = Object.values(detail).map((each) => fieldsOf(Array.isArray(each) ? undefined : (each as Node)));
  return [...Object.values(fieldsOf(detail)), ...inner.flatMap(({ type = '', message = '' }) => [type, message])];
}

const hints: Readonly<Record<number, string>> = {
  401: ': check the user and password, or the certificate, of this company',
  403: ': give the user the authorisations that src/erp/sap-ecc/README.md lists, and activate the SICF node',
  404: ': check `baseUrl` and the paths, and that the SICF node is active',
};

function failed(request: Request, reply: Reply): ErpError {
  // The session that the request belonged to has ended, and nobody can say before or after it was done.
  const outcome = reply.status === 400 && /session/i.test(reply.text) ? 'lost' : outcomeOf(request, reply);
  const hint = redirected(reply) || (hints[reply.status] ?? '');
  return new ErpError(codeOf(outcome, request), `${request.name} was answered ${reply.status}${hint}`, waiting(reply));
}
