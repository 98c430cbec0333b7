import { z } from 'zod';
import { ErpError } from '../../errors.ts';
import { codeOf, outcomeOf, redirected, waiting, type Reply, type Request } from '../../http.ts';
import { refusalIn } from '../returns.ts';
import type { Message } from '../rfc.ts';

const Detail = z.object({ code: z.string(), message: z.string(), severity: z.string().optional() });
const Refusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.object({ value: z.string() }),
    innererror: z.object({ errordetails: z.array(Detail).optional() }).optional(),
  }),
});
type Refusal = z.infer<typeof Refusal>['error'];

/** A message of SAP's as Gateway passes it on: `V1/382`, or `F5/201`. */
const sapMessage = /^([^/\s]{1,20})\/(\d{3})$/;

/** What a reply means that is no success. */
export function refusal(request: Request, reply: Reply): ErpError {
  const said = refusalOf(reply.text);
  const known = said && refusedBySap(request, reply, said);
  if (known) return known;
  const told = said ? `: ${said.message.value} (${said.code})` : redirected(reply) || (hints[reply.status] ?? '');
  const message = `${request.name} was answered ${reply.status}${told}`;
  const outcome = reply.status === 404 && said ? 'not-found' : outcomeOf(request, reply);
  return new ErpError(codeOf(outcome, request), message, waiting(reply));
}

/** Only where SAP's own rules refused. A 5xx of the server may have followed what was done, whatever it quotes. */
function refusedBySap(request: Request, { status }: Reply, said: Refusal): ErpError | undefined {
  if (status > 499 || [401, 403, 404, 408, 429].includes(status)) return undefined;
  const messages = [{ ...said, message: said.message.value, severity: 'error' }, ...detailsOf(said)].flatMap(messageOf);
  return messages.length === 0 ? undefined : refusalIn(request.name, unrepeated(messages));
}

const detailsOf = ({ innererror }: Refusal) => innererror?.errordetails ?? [];

function messageOf({ code, message, severity }: z.infer<typeof Detail>): readonly Message[] {
  const [, id, number] = sapMessage.exec(code) ?? [];
  if (id === undefined || number === undefined || (severity !== undefined && severity !== 'error')) return [];
  return [{ type: 'E', id, number, text: message, variables: [], parameter: '', row: 0, field: '' }];
}

/** The first cause stands once more among the details. */
const unrepeated = (messages: readonly Message[]): readonly Message[] => [
  ...new Map(messages.map((message) => [`${message.id} ${message.number} ${message.text}`, message])).values(),
];

/** Whether a body says an error, whatever its status says. */
export const isRefusal = ({ text }: Reply): boolean => refusalOf(text) !== undefined;

function refusalOf(text: string): Refusal | undefined {
  try {
    return Refusal.parse(JSON.parse(text)).error;
  } catch {
    return undefined;
  }
}

const hints: Readonly<Record<number, string>> = {
  401: ': check the user and password, or the certificate, of this company',
  403: ': the user needs S_SERVICE for ZQUITTANCE_SRV',
  404: ': activate ZQUITTANCE_SRV in /IWFND/MAINT_SERVICE',
};
