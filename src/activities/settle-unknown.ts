import { compensations, undoingOf } from '../domain/compensation.ts';
import { stands, type SeenEffect } from '../domain/effects.ts';
import type { Reference } from '../domain/documents.ts';
import type { ErpReceipt } from '../erp/port.ts';
import type { Root } from '../store/ledger.ts';
import type { Company } from './company.ts';
import { effect } from './effect.ts';
import type { PostingDeps } from './posting.ts';

type Find = (reference: Reference) => Promise<ErpReceipt | undefined>;
type Seeking = (company: Company, sought: SeenEffect, all: readonly SeenEffect[]) => Find;
type Trace = (typeof compensations)[SeenEffect['kind']]['trace'];

/** Documents whose total is the amount that we sent; of others the ERP computes the tax. */
const ours: ReadonlySet<SeenEffect['kind']> = new Set(['receipt', 'refund', 'refund-return', 'dispute', 'lost']);

const nowhere = () => Promise.resolve(undefined);

/** How each trace that an effect leaves is looked for. */
const seeking: { readonly [By in Exclude<Trace['by'], 'document' | 'stripe'>]: Seeking } = {
  repeating: () => nowhere,
  application: (company, sought, all) => {
    // Noted with what it takes back; under the reference of the undoing, only the undoing itself can be found.
    const applied = sought.kind === 'apply' ? sought : undoneBy(company, sought, all);
    return applied ? application(company, applied) : nowhere;
  },
  undoing: (company, sought, all) => {
    const undone = undoneBy(company, sought, all);
    if (!undone?.number) return nowhere;
    const { number, kind } = undone;
    const { way } = compensations[kind];
    if (way.by !== 'document') return nowhere;
    return (reference) => company.erp.findUndoing({ kind: way.document(undone), number }, reference);
  },
  return: ({ erp }, { amount }, all) => {
    const receipt = all.find(
      (other) => other.kind === 'receipt' && stands(other) && other.amount?.minor === amount?.minor,
    );
    const number = receipt?.number;
    return (reference) =>
      number === undefined ? nowhere() : erp.findUndoing({ kind: 'cash-receipt', number }, reference);
  },
  line: ({ erp }, _sought, all) => {
    const order = all.find((other) => other.kind === 'sale' && stands(other))?.number;
    return (reference) => (order === undefined ? nowhere() : erp.findLine(order, reference));
  },
};

function findOf(company: Company, sought: SeenEffect, all: readonly SeenEffect[]): Find | undefined {
  const { trace } = compensations[sought.kind];
  if (trace.by === 'stripe') return undefined;
  if (trace.by === 'document') return (reference) => company.erp.find(trace.document(sought), reference);
  return seeking[trace.by](company, sought, all);
}

const undoneBy = (company: Company, { key }: SeenEffect, all: readonly SeenEffect[]): SeenEffect | undefined =>
  all.find((other) => undoingOf(company.key, other).key === key && other.key !== key);

function application({ erp }: Company, { note, amount }: SeenEffect): Find {
  const [receipt, invoice] = note?.split(' ') ?? [];
  return (reference) =>
    receipt && invoice && amount ? erp.findApplication({ receipt, invoice, amount }, reference) : nowhere();
}

/**
 * Before a decision counts, what became of earlier attempts is learnt from the ERP; nothing is sent. What was sent to Stripe
 * its own flow asks about.
 * @throws ErpError `outcome-unknown` while one of them could still commit: the decision waits for it
 */
export async function settleUnknown(
  { ledger, book }: Pick<PostingDeps, 'ledger' | 'book'>,
  company: Company,
  root: Root,
): Promise<void> {
  const all = await book.of(root);
  for (const sought of all.filter(({ state }) => state === 'unknown')) {
    const { key, kind, subject, part, generation, amount } = sought;
    const find = findOf(company, sought, all);
    if (!find) continue;
    await ledger.settle(
      effect(company, {
        key,
        kind,
        subject,
        ...(part && { part }),
        generation,
        ...(amount && { amount }),
        root: root.root,
        // An ERP sums the debits, which an entry of less than nothing also has.
        totalIsTheirs: !ours.has(kind) || (amount !== undefined && amount.minor < 0),
        prepare: () => Promise.resolve({}),
        find,
        send: () => Promise.reject(new Error('Settling sends nothing')),
      }),
    );
  }
}
