import { effectKey, type SeenEffect } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import { activityInfo } from '@temporalio/activity';
import type { Subject } from '../workflows/messages.ts';
import type { Done } from './outcomes.ts';
import { saleRoot, type PostingDeps } from './posting.ts';
import { undoDocument } from './sale.ts';
import { unapply } from './unapply.ts';

type OfRoot = Subject & { readonly root: string };
/** Receipts are absent: cash that moved at Stripe is never taken back. Customers stay, settings go with their order. */
const undoable: ReadonlySet<string> = new Set(['sale', 'apply']);

/** Compensation: only what this very flow posted, last first. */
export const createUndoActivities = (deps: PostingDeps) => ({
  async listUndoable(
    sale: OfRoot,
  ): Promise<{ readonly connection: string; readonly root: string; readonly effects: readonly SeenEffect[] }> {
    const { company } = sale;
    const root = await saleRoot(deps, sale);
    const flow = activityInfo().workflowExecution?.workflowId ?? '';
    const standing = await deps.book.standing({ company, root, flow });
    return {
      root,
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
