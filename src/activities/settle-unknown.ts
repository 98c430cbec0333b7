import { stands, type SeenEffect } from '../domain/effects.ts';
import type { Reference } from '../domain/documents.ts';
import { documentOf } from '../domain/order-to-cash/sale-due.ts';
import type { ErpReceipt } from '../erp/port.ts';
import type { Root } from '../store/ledger.ts';
import type { Company } from './company.ts';
import { effect } from './effect.ts';
import type { PostingDeps } from './posting.ts';

type Find = (reference: Reference) => Promise<ErpReceipt | undefined>;
type Seeking = (company: Company, sought: SeenEffect, all: readonly SeenEffect[]) => Find;
const nothingToFind: Seeking = () => () => Promise.resolve(undefined);

/** How each kind of effect is found in the ERP; settings are absent, because repeating one changes nothing. */
const seeking: Partial<Readonly<Record<SeenEffect['kind'], Seeking>>> = {
  sale:
    ({ erp }, sought) =>
    (reference) =>
      erp.find(documentOf(sought), reference),
  receipt:
    ({ erp }) =>
    (reference) =>
      erp.find('cash-receipt', reference),
  apply: application,
  // Noted with what it takes back; under the reference of the undoing, only the undoing itself can be found.
  unapply: (company, { subject, part, generation }, all) => {
    const applied = all.find(
      (other) =>
        other.kind === 'apply' && other.subject === subject && other.part === part && other.generation === generation,
    );
    return applied ? application(company, applied) : () => Promise.resolve(undefined);
  },
  cancel: ({ erp }, { subject, generation }, all) => {
    const sale = all.find(
      (other) => other.kind === 'sale' && other.subject === subject && other.generation === generation,
    );
    return (reference) =>
      sale?.number
        ? erp.findUndoing({ kind: documentOf(sale), number: sale.number }, reference)
        : Promise.resolve(undefined);
  },
  'receipt-return': ({ erp }, { amount }, all) => {
    const receipt = all.find(
      (other) => other.kind === 'receipt' && stands(other) && other.amount?.minor === amount?.minor,
    );
    return (reference) =>
      receipt?.number
        ? erp.findUndoing({ kind: 'cash-receipt', number: receipt.number }, reference)
        : Promise.resolve(undefined);
  },
};

function application({ erp }: Company, { note, amount }: SeenEffect): Find {
  const [receipt, invoice] = note?.split(' ') ?? [];
  return (reference) =>
    receipt && invoice && amount
      ? erp.findApplication({ receipt, invoice, amount }, reference)
      : Promise.resolve(undefined);
}

/**
 * Before a decision counts, what became of earlier attempts is learnt from the ERP; nothing is sent.
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
    await ledger.settle(
      effect(company, {
        key,
        kind,
        subject,
        ...(part && { part }),
        generation,
        ...(amount && { amount }),
        root: root.root,
        totalIsTheirs: kind !== 'receipt',
        prepare: () => Promise.resolve({}),
        find: (seeking[kind] ?? nothingToFind)(company, sought, all),
        send: () => Promise.reject(new Error('Settling sends nothing')),
      }),
    );
  }
}
