import type { ErpDocument, Reference } from '../../../../domain/documents.ts';
import { ErpError } from '../../../errors.ts';
import type { ErpReceipt } from '../../../port.ts';
import { conflict, isTakenBack, readBack } from '../../../read-back.ts';
import type { Native } from '../native.ts';

/** What one kind of document is in Prophet 21. */
export type Kind = {
  /** Numbers of all that carry the reference in this company. */
  readonly numbers: (native: Native, reference: Reference, signal?: AbortSignal) => Promise<readonly string[]>;
  readonly read: (native: Native, number: string, signal?: AbortSignal) => Promise<ErpReceipt | undefined>;
  /**
   * Reads what an earlier attempt sent, puts right what was dropped of it. Nothing is prepared for that: what could not be
   * sent any more may stand all the same. @throws `conflict` when it is another
   */
  readonly recognised: (native: Native, found: Found, signal: AbortSignal) => Promise<ErpReceipt | undefined>;
  readonly post: (
    native: Native,
    document: ErpDocument,
    reference: Reference,
    signal: AbortSignal,
  ) => Promise<ErpReceipt>;
};

type Found = { readonly number: string; readonly document: ErpDocument; readonly reference: Reference };

/** What is common to all that stands in Prophet 21. */
export type Stored = { readonly company: string; readonly reference: string };

/** A document that can be sent: whatever is wrong with it has been said by now. */
export type Prepared<S> = {
  /** Gives the number that the answer names. */
  readonly send: () => Promise<string>;
  /** What stands under that number, where the answer names another document than ours. */
  readonly standing?: (named: string) => Promise<S | undefined>;
  /** The first field in which it is not what was sent, of those that only the sending decides, such as a rate of the day. */
  readonly decided?: (stored: S) => string | undefined;
};
type Definition<D, S> = {
  readonly numbers: Kind['numbers'];
  readonly stored: (native: Native, number: string, signal?: AbortSignal) => Promise<S | undefined>;
  readonly receipt: (stored: S) => ErpReceipt;
  readonly prepare: (
    native: Native,
    document: D,
    reference: Reference,
    signal: AbortSignal,
  ) => Prepared<S> | Promise<Prepared<S>>;
  /** The first field in which it is not what was sent. Nothing that changes with the site or the day counts here. */
  readonly differs: (native: Native, sent: D, stored: S) => string | undefined;
  /** Sends what was dropped on the way; says whether there was anything. */
  readonly mend?: (native: Native, sent: D, stored: S, signal: AbortSignal) => Promise<boolean>;
  /** Where Prophet 21 keeps reference and company. */
  readonly fields: { readonly reference: string; readonly company: string };
};

/** Where the type of one kind of document is forgotten, so that all kinds fit one table. */
export function define<D extends ErpDocument, S extends Stored>(definition: Definition<D, S>): Kind {
  const { numbers, stored, prepare, fields, differs, mend } = definition;
  const receiptOf = (stands: S): ErpReceipt => ({
    ...definition.receipt(stands),
    ...(stands.reference && { reference: stands.reference as Reference }),
  });
  return {
    numbers,
    async read(native, number, signal) {
      const stands = await stored(native, number, signal);
      return stands?.company === native.company ? receiptOf(stands) : undefined;
    },
    async post(native, document, reference, signal) {
      const sent = document as D;
      const { send, standing, decided } = await prepare(native, sent, reference, signal);
      const named = await send();
      const what = `${document.kind} ${named}`;
      const read = async () => (standing ? standing(named) : stored(native, named, signal));
      return readBack(what, async () => {
        const stands = found(await read(), what);
        return settled(native, stands, { what, reference, sent, read, decided, signal });
      });
    },
    async recognised(native, { number, document, reference }, signal) {
      const what = `${document.kind} ${number}`;
      const read = async () => stored(native, number, signal);
      const stands = await read();
      // What was taken back since is no longer as it was sent.
      if (!stands || isTakenBack(receiptOf(stands))) return stands && receiptOf(stands);
      const settling = { what, reference, sent: document as D, read, signal };
      return readBack(what, async () => settled(native, stands, settling));
    },
  };

  /** What stands there, whole. @throws `conflict` that names the field in which it is not what was sent */
  async function settled(native: Native, first: S, settling: Settling<D, S>): Promise<ErpReceipt> {
    const { what, reference, sent, read, decided, signal } = settling;
    const differing = (stands: S): string | undefined => {
      if (stands.reference !== reference) return fields.reference;
      if (stands.company !== native.company) return fields.company;
      return differs(native, sent, stands) ?? decided?.(stands);
    };
    const mended = first.reference === reference && (await mend?.(native, sent, first, signal));
    const stands = mended ? found(await read(), what) : first;
    const where = differing(stands);
    if (where) throw conflict(`${what} stands in Prophet 21 with another ${where} than was sent`, where);
    return receiptOf(stands);
  }
}

type Settling<D, S> = {
  readonly what: string;
  readonly reference: Reference;
  readonly sent: D;
  readonly read: () => Promise<S | undefined>;
  readonly decided?: Prepared<S>['decided'] | undefined;
  readonly signal: AbortSignal;
};

function found<S>(stands: S | undefined, what: string): S {
  if (stands !== undefined) return stands;
  throw new ErpError('not-found', `${what} is not there`);
}
