import { randomUUID } from 'node:crypto';
import type { Day, DocumentKind, ErpDocument, Reference } from '../../domain/documents.ts';
import { show } from '../../domain/money.ts';
import { ErpError } from '../../erp/errors.ts';
import type { ErpPort, ErpReceipt, Undoing } from '../../erp/port.ts';
import type { EffectKey } from '../../domain/effects.ts';
import { referenceOf } from '../../store/reference.ts';

/**
 * What was done, for people. `left` stays in the ERP although it should not; `offset` stays too, with what brings it to
 * nothing.
 */
export type Deed = {
  readonly did: 'posted' | 'read' | 'fields' | 'undone' | 'offset' | 'kept' | 'refused' | 'left' | 'not tried';
  readonly what: string;
};
export type Bench = {
  readonly erp: ErpPort;
  readonly day: Day;
  readonly tell: (did: Deed['did'], what: string) => void;
  readonly reference: () => Reference;
  /**
   * Posts, and reads back by the number. What stands is given also when it can't be read, for it must be taken back.
   * @throws ErpError when it is refused, or nobody can say
   */
  post(document: ErpDocument, reference?: Reference): Promise<ErpReceipt>;
  /** How what was just posted is taken back, whatever happens next. */
  owe(undoing: Debt): void;
  /** What was owed comes to nothing by another document. */
  settle(offset: string): void;
  /** Takes back what is owed, last first. */
  undoAll(): Promise<void>;
};
type Debt = { readonly what: string; readonly undo: () => Promise<string> };
export type FieldsOf = (kind: DocumentKind, number: string) => Promise<readonly string[]>;
type Options = {
  readonly erp: ErpPort;
  readonly day: Day;
  readonly tell: Bench['tell'];
  /** What its fields became, where the ERP shows them. */
  readonly fieldsOf?: FieldsOf;
  /** Replaced in tests. */
  readonly wait?: (ms: number) => Promise<void>;
};

export const reasonOf = (error: unknown): string =>
  error instanceof ErpError
    ? `${error.message}${error.where ? ` (${error.where})` : ''}`
    : error instanceof Error
      ? error.message
      : String(error);

/** Where documents are tried: it remembers what must be taken back. */
export function createBench({ erp, day, tell, fieldsOf, wait = sleep }: Options): Bench {
  const debts: Debt[] = [];
  const reference = () => testReference(`write-test/${randomUUID()}`);

  async function posted(document: ErpDocument, under: Reference): Promise<ErpReceipt> {
    try {
      return await erp.post(document, under);
    } catch (error) {
      if (!(error instanceof ErpError)) throw error;
      if (error.code === 'conflict') await removeWrong(document, under);
      if (error.mayHaveCommitted) return found(error, document.kind, under);
      throw error;
    }
  }

  /** What may have arrived is looked up once nothing of it can arrive any more. */
  async function found(error: ErpError, kind: DocumentKind, under: Reference): Promise<ErpReceipt> {
    await wait(erp.settleMs);
    const receipt = await lookedUp(error, kind, under);
    if (receipt) return receipt;
    throw new Error(`${error.message}; it did not arrive`, { cause: error });
  }

  async function lookedUp(error: ErpError, kind: DocumentKind, under: Reference): Promise<ErpReceipt | undefined> {
    try {
      return await erp.find(kind, under);
    } catch (reason) {
      tell('left', `${nameOf(kind)} of reference ${under}, which may still arrive: ${reasonOf(reason)}`);
      throw error;
    }
  }

  /** Posted, but not as it was sent: it must not stay. */
  async function removeWrong({ kind }: ErpDocument, under: Reference): Promise<void> {
    const wrong = await erp.find(kind, under).catch(() => undefined);
    const what = `${nameOf(kind)} of reference ${under}`;
    if (wrong) await takeBack(undoing(bench, kind, wrong.number));
    else tell('left', `${what}: it may stand there; look for it, and take it back by hand`);
  }

  const takeBack = ({ what, undo }: Debt): Promise<void> =>
    undo().then(
      (how) => tell('undone', `${what}: ${how}`),
      (error: unknown) => tell('left', `${what}: ${reasonOf(error)}`),
    );

  const bench: Bench = {
    erp,
    day,
    tell,
    reference,
    async post(document, under = reference()) {
      const receipt = await posted(document, under);
      tell('posted', `${nameOf(receipt.kind)} ${receipt.number}, reference ${under}`);
      await readBack(bench, document.kind, receipt);
      for (const fields of (await fieldsOf?.(document.kind, receipt.number).catch(() => [])) ?? [])
        tell('fields', fields);
      return receipt;
    },
    owe: (debt) => void debts.push(debt),
    settle(offset) {
      debts.splice(0);
      tell('offset', `${offset}; both may stay open until something clears them`);
    },
    async undoAll() {
      for (const debt of debts.splice(0).toReversed()) await takeBack(debt);
    },
  };
  return bench;
}

async function readBack({ erp, tell }: Bench, kind: DocumentKind, receipt: ErpReceipt): Promise<void> {
  const stands = await erp.read(kind, receipt.number).catch(reasonOf);
  if (typeof stands === 'object') return tell('read', shown(stands));
  tell('left', `${shown(receipt)}, which can't be read back${stands === undefined ? '' : `: ${stands}`}`);
}

/** As documents of payments have them; no effect has such a key. */
export const testReference = (key: string): Reference => referenceOf(key as EffectKey);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

export const nameOf = (kind: DocumentKind | ErpReceipt['kind']): string => kind.replaceAll('-', ' ');

const shown = ({ kind, number, total, status }: ErpReceipt): string =>
  [`${nameOf(kind)} ${number}`, ...(total ? [show(total)] : []), ...(status ? [status] : [])].join(', ');

/** Cancels, reverses or credits, as the kind allows. */
export const undoing = ({ erp, reference, day }: Bench, kind: DocumentKind, number: string): Debt => ({
  what: `${nameOf(kind)} ${number}`,
  async undo() {
    const how: Undoing = { because: 'mistake', reason: writeTestText, reference: reference(), date: day };
    const { number: by, status, total } = await erp.undo({ kind, number }, how);
    return [
      status ?? 'taken back',
      ...(by === number ? [] : [`by ${by}`]),
      ...(total ? [show(total)] : []),
      `reference ${how.reference}`,
    ].join(', ');
  },
});

/** Stands in everything that is posted for a test. */
export const writeTestText = 'quittance write test';
