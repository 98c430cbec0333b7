import { effectKey, type SeenEffect } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import { activityInfo } from '@temporalio/activity';
import type { Subject } from '../workflows/messages.ts';
import { effect } from './effect.ts';
import type { Done } from './outcomes.ts';
import type { PostingDeps } from './posting.ts';
import { undoDocument } from './sale.ts';

type OfRoot = Subject & { readonly root: string };
/** Receipts are absent: cash that moved at Stripe is never taken back. Customers stay, settings go with their order. */
const undoable: ReadonlySet<string> = new Set(['sale', 'apply']);

/** Compensation: only what this very flow posted, last first. */
export const createUndoActivities = (deps: PostingDeps) => ({
  async listUndoable({
    company,
    root,
  }: OfRoot): Promise<{ readonly connection: string; readonly effects: readonly SeenEffect[] }> {
    const flow = activityInfo().workflowExecution?.workflowId ?? '';
    const standing = await deps.book.standing({ company, root, flow });
    return {
      connection: deps.companies(company).connection,
      effects: standing.filter(({ kind }) => undoable.has(kind)),
    };
  },

  undoEffect: ({ company, root, effect: posted }: OfRoot & { readonly effect: SeenEffect }): Promise<Done> =>
    posted.kind === 'apply' ? unapply(deps, company, root, posted) : takeBackSale(deps, company, root, posted),
});
export type UndoActivities = ReturnType<typeof createUndoActivities>;

async function takeBackSale(deps: PostingDeps, key: string, root: string, posted: SeenEffect): Promise<Done> {
  const company = deps.companies(key);
  const { generation, subject, number } = posted;
  if (!number)
    throw new ErpError('not-found', 'The sale has no number in the ledger: take it back by hand, then skip', {
      where: 'number',
    });
  await undoDocument(deps, company, {
    key: effectKey({ company: key, kind: 'cancel', subject, generation }),
    sale: posted.key,
    order: subject,
    generation,
    root,
    number,
    reason: 'Taken back by a decision',
    document: posted.note?.startsWith('invoice') ? 'invoice' : 'sales-order',
  });
  return { told: `${posted.note?.startsWith('invoice') ? 'invoice' : 'order'} ${number} taken back` };
}

async function unapply(deps: PostingDeps, key: string, root: string, posted: SeenEffect): Promise<Done> {
  const company = deps.companies(key);
  const { subject, part = '', amount, generation } = posted;
  const [receipt, invoice] = posted.note?.split(' ') ?? [];
  if (!receipt || !invoice || !amount)
    throw new ErpError('not-found', 'The ledger does not name receipt and invoice: unapply by hand, then skip', {
      where: 'note',
    });
  await deps.ledger.once(
    effect(company, {
      key: effectKey({ company: key, kind: 'unapply', subject, part, generation }),
      kind: 'unapply',
      subject,
      part,
      generation,
      root,
      undoes: posted.key,
      prepare: () => Promise.resolve({}),
      // Under the reference of this undoing, only the unapplying itself can be found.
      find: (reference) => company.erp.findApplication({ receipt, invoice, amount }, reference),
      send: (_nothing, reference, signal) => company.erp.unapply({ receipt, invoice, amount }, reference, { signal }),
    }),
  );
  return { told: `receipt ${receipt} no longer applied to invoice ${invoice}` };
}
