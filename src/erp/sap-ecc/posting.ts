import type { ErpDocument, Reference } from '../../domain/documents.ts';
import { ErpError } from '../errors.ts';
import type { ErpPort } from '../port.ts';
import { conflict, readBack } from '../read-back.ts';
import type { Posting } from './bapi/posting.ts';
import { standingOf } from './comparing.ts';
import { mustHold } from './currency-digits.ts';
import type { Answer } from './rfc.ts';
import { committed, type createSession } from './session.ts';
import type { System } from './system.ts';

/**
 * How one document or change is sent; gives its number as SAP writes it.
 * @throws `invalid` for an amount that SAP has no digits for: of changes, nobody has asked that before.
 */
export type Send = (posting: Posting, reference: Reference, signal: AbortSignal) => Promise<string>;

/** The standard functions, each with its COMMIT in one session; those that commit by themselves need neither. */
export const byStandardFunctions =
  ({ rfc, digits }: System, session: ReturnType<typeof createSession>): Send =>
  async (posting, _reference, signal) => {
    mustHold(posting.parameters, await digits());
    const { functionName, parameters, tables = [] } = posting;
    if (posting.onlyByWrapper)
      throw new ErpError('invalid', `${functionName} posts no special G/L: post by soap-wrapper`, {
        where: 'interface',
      });
    const answer = posting.commitsItself
      ? await rfc.call(functionName, parameters, { write: true, tables, signal })
      : await session((inSession) => committed(inSession, posting), signal);
    return posting.documentIn(answer);
  };

/** One call that does it all, and that gives the document again when the key is there already. */
export const byWrapper =
  ({ rfc, digits }: System): Send =>
  async ({ wrapper, parameters, wrapped = parameters, tables = [], stripeId }, reference, signal) => {
    mustHold(parameters, await digits());
    const keys = { IV_KEY: reference, IV_STRIPE_ID: stripeId };
    const answer: Answer = await rfc.call(wrapper, { ...keys, ...wrapped }, { write: true, tables, signal });
    return answer.text('EV_DOCUMENT').trim();
  };

type Encode = (document: ErpDocument, reference: Reference, signal?: AbortSignal) => Promise<Posting>;

/** Encodes, sends, and believes nothing before it was read back: failures of SAP's update task are silent. */
export const createPosting = (system: System, encode: Encode, send: Send): Pick<ErpPort, 'post'> => ({
  async post(document, reference, call) {
    const signal = system.within(call);
    const posting = await encode(document, reference, signal);
    const sent = await send(posting, reference, signal);
    const number = numbered(posting, sent);
    const what = `${document.kind} ${number}`;
    return readBack(what, async () => {
      const standing = await standingOf(system, document, number, posting, signal);
      if (!standing) throw missing(what);
      const where = standing.receipt.reference === reference ? standing.differs : 'Reference';
      if (where !== undefined) throw conflict(`${what} stands in SAP with another ${where} than was sent`, where);
      return standing.receipt;
    });
  },
});

/** @throws `outcome-unknown` where SAP says that all is well and names no document. */
export function numbered({ functionName, numberOf }: Posting, sent: string): string {
  const number = numberOf(sent);
  if (number !== undefined) return number;
  throw new ErpError('outcome-unknown', `${functionName} succeeded without the number of a document`);
}

export const missing = (what: string): ErpError =>
  new ErpError('outcome-unknown', `${what} was accepted and is not there: its update failed, or its session was lost`);
