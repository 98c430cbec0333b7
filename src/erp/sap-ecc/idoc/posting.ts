import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentKind, ErpDocument, Reference } from '../../../domain/documents.ts';
import { ErpError } from '../../errors.ts';
import type { ErpPort } from '../../port.ts';
import { conflict, onlyOne, readBack } from '../../read-back.ts';
import type { Posting } from '../bapi/posting.ts';
import { refusalIn } from '../returns.ts';
import { standingOf } from '../comparing.ts';
import type { Rfc } from '../rfc.ts';
import type { Door } from '../soap.ts';
import type { System } from '../system.ts';
import { encodeIdoc, ways, type IdocSettings } from './documents.ts';
import { createInbox } from './inbox.ts';
import { idocsOf, statusOf, type IdocStatus } from './status.ts';

export type IdocOptions = {
  readonly system: System;
  readonly door: Door;
  readonly settings: IdocSettings;
  /** Of the inbox: `/sap/bc/idoc_xml`. */
  readonly path: string;
  /** How a BAPI would be told of the document: what is said of it is the same by every interface. */
  readonly encode: (document: ErpDocument, reference: Reference, signal?: AbortSignal) => Promise<Posting>;
  /** By RFC, whichever interface posted. */
  readonly reading: Pick<ErpPort, 'find' | 'read'>;
};

const firstPauseMs = 100;
const longestPauseMs = 2_000;

export function createIdocPosting({
  system,
  door,
  path,
  settings,
  encode,
  reading,
}: IdocOptions): Pick<ErpPort, 'find' | 'post'> {
  const store = createInbox(door, path);

  return {
    async post(document, reference, call) {
      const { kind } = document;
      const signal = system.within(call);
      const posting = await encode(document, reference, signal);
      const xml = encodeIdoc(kind, posting.parameters, reference, system.organisation, settings, new Date());
      const idoc = await store(xml, signal);
      const what = `IDoc ${idoc} (${kind})`;
      const end = await processed(system.rfc, idoc, what, signal);
      const number = numberIn(kind, end, what);
      return readBack(what, async () => {
        const stands = await standingOf(system, document, number, posting, signal);
        const where = stands?.receipt.reference === reference ? stands.differs : 'Reference';
        if (stands && where === undefined) return stands.receipt;
        throw conflict(
          `${what} became ${number}, which stands in SAP with another ${where} than was sent`,
          where ?? '',
        );
      });
    },

    async find(kind, reference, call) {
      const { message } = ways[kind].type;
      const stored = await idocsOf(system.rfc, message, reference, call?.signal);
      const one = onlyOne(
        stored.filter(({ state }) => state !== 'refused' && state !== 'dropped'),
        `IDocs (${message}) carry the reference ${reference}`,
      );
      if (!one) {
        const found = await reading.find(kind, reference, call);
        const [open] = stored.filter(({ state }) => state === 'refused');
        if (found || !open) return found;
        throw conflict(
          `IDoc ${open.number} (${kind}) was refused and may still be processed: ${endOf(open.number)}`,
          idocField,
        );
      }
      const what = `IDoc ${one.number} (${kind})`;
      if (one.state === 'under way') throw underWay(what);
      const number = numberIn(kind, await statusOf(system.rfc, one.number, call?.signal), what);
      const receipt = await reading.read(kind, number, call);
      if (receipt?.reference === reference) return receipt;
      throw conflict(`${what} says that it posted ${number}, which does not carry our reference`, 'STAPA1');
    },
  };
}

/** How an IDoc ended that was stored. @throws what SAP refused it for */
export async function processed(rfc: Rfc, idoc: string, what: string, signal: AbortSignal): Promise<IdocStatus> {
  const end = await readBack(what, () => ended(rfc, idoc, what, signal));
  if (end.state === 'refused' || end.state === 'dropped') throw refused(idoc, what, end);
  return end;
}

/** Asks until SAP has done with it, or our time is over: then nobody knows yet. */
export async function ended(rfc: Rfc, number: string, what: string, signal: AbortSignal): Promise<IdocStatus> {
  for (let waitMs = firstPauseMs; ; waitMs = Math.min(2 * waitMs, longestPauseMs)) {
    const status = await statusOf(rfc, number, signal);
    if (status.state !== 'under way') return status;
    try {
      await pause(waitMs, undefined, { signal });
    } catch (cause) {
      throw new ErpError('outcome-unknown', `${what} was still in status ${status.status} when time was over`, {
        cause,
      });
    }
  }
}

/** Our number of what an IDoc became. @throws `conflict` when it says of none, or became one only in part. */
function numberIn(kind: DocumentKind, { state, status, document }: IdocStatus, what: string): string {
  const number = state === 'posted' ? ways[kind].number(document) : undefined;
  if (number !== undefined) return number;
  throw conflict(`${what} is in status ${status} without the number of a document: look at it in WE02`, 'STAPA1');
}

const underWay = (what: string): ErpError =>
  new ErpError('busy', `${what} is stored in SAP and not processed yet: its status decides, not time`);

/** Where EDIDC and EDIDS have what we can't tell by ourselves. */
const idocField = 'STATUS';
/** A second IDoc is sent only when the first can't become a document any more. */
const endOf = (idoc: string): string => `set IDoc ${idoc} to 68, or process it in BD87, then retry`;

/**
 * Every message of the last status counts as a failure, since EDIDS tells no types. Nothing is retried by itself, not
 * even what only met a lock: SAP keeps the IDoc and may process it meanwhile.
 */
function refused(idoc: string, what: string, { status, messages }: IdocStatus): ErpError {
  const { message, code, where } =
    refusalIn(what, messages) ?? new ErpError('rejected', `${what} was refused with status ${status}: see WE02`);
  return new ErpError(code === 'busy' ? 'rejected' : code, `${message}; ${endOf(idoc)}`, { ...(where && { where }) });
}
