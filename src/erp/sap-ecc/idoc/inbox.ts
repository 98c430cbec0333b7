import { ErpError } from '../../errors.ts';
import { codeOf, exchange, lost, outcomeOf, redirected, waiting, watched, type Reply } from '../../http.ts';
import { urlOf, type Door } from '../soap.ts';
import { timeLimit } from '../../time-limit.ts';

/** Stores an IDoc in SAP and gives its number: nothing is posted yet. */
export type Inbox = (xml: string, signal: AbortSignal) => Promise<string>;

const request = { name: 'POST idoc_xml', write: true } as const;

export const createInbox =
  (door: Door, path: string): Inbox =>
  async (body, signal) =>
    watched(request.name, door.onRequest, async (replied) => {
      const reply = await exchange(door.agent, {
        ...request,
        method: 'POST',
        url: urlOf(door, path),
        headers: { 'content-type': 'application/xml', ...door.credentials() },
        body,
        signal: timeLimit(door.requestMs, signal),
      });
      replied(reply.status);
      return numberIn(reply);
    });

/** The wording of the answer is not documented (M): the first run of sixteen digits in it is the number. */
function numberIn(reply: Reply): string {
  if (reply.status !== 200) throw refused(reply);
  const [number] = /(?<!\d)\d{16}(?!\d)/.exec(reply.text) ?? [];
  if (number === undefined) throw lost(request, 'was answered 200 without the number of an IDoc');
  return number;
}

const hints: Readonly<Record<number, string>> = {
  401: ': check the user and password, or the certificate, of this company',
  403: ': the user needs S_SERVICE for the inbox and B_ALE_RECV for the message type',
  404: ': activate the node idoc_xml in SICF, and check its path',
};

function refused(reply: Reply): ErpError {
  const message = `${request.name} was answered ${reply.status}${redirected(reply) || (hints[reply.status] ?? '')}`;
  return new ErpError(codeOf(outcomeOf(request, reply), request), message, waiting(reply));
}
