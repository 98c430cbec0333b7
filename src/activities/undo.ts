import { activityInfo } from '@temporalio/activity';
import { takingBack } from '../domain/compensation.ts';
import type { SeenEffect } from '../domain/effects.ts';
import { orderLeftHeld } from '../domain/settle-refund/left-held.ts';
import type { Subject } from '../workflows/messages.ts';
import type { NudgeFlow } from './events.ts';
import type { Done } from './outcomes.ts';
import { saleRoot, type PostingDeps } from './posting.ts';
import { nudgeOthers } from './siblings.ts';
import { takeBack } from './take-back.ts';

type OfRoot = Subject & { readonly root: string };
type Undoable = {
  readonly connection: string;
  readonly root: string;
  readonly effects: readonly SeenEffect[];
  /** What is not taken back, in words; recorded by versions that did not tell, nothing. */
  readonly stays?: readonly string[];
};

/** Compensation by the table of the domain: only what this very flow posted, last first. */
export const createUndoActivities = (deps: PostingDeps & { readonly nudgeFlow: NudgeFlow }) => ({
  async listUndoable(sale: OfRoot): Promise<Undoable> {
    const { company } = sale;
    const root = await saleRoot(deps, sale);
    const flow = activityInfo().workflowExecution?.workflowId ?? '';
    const { undo, stays } = takingBack(await deps.book.standing({ company, root, flow }));
    const held = orderLeftHeld(await deps.book.of({ company, root }), { company, refund: sale.subject }, undo);
    const all =
      held === undefined ? stays : [...stays, `order ${held} may still be held: see in the ERP, and release it`];
    return { root, connection: deps.companies(company).connection, effects: undo, stays: all };
  },

  async undoEffect({
    company,
    subject,
    root,
    effect: posted,
  }: OfRoot & { readonly effect: SeenEffect }): Promise<Done> {
    const done = await takeBack(deps, { company: deps.companies(company), root, posted });
    if (posted.kind === 'sale' || posted.kind === 'reduce') await nudgeOthers(deps, { company, root }, subject);
    return done;
  },
});
export type UndoActivities = ReturnType<typeof createUndoActivities>;
