import { proxyActivities } from '@temporalio/workflow';
import { undoingOf } from '../domain/compensation.ts';
import type { UndoActivities } from '../activities/undo.ts';
import { erpQueue, type Subject } from './messages.ts';
import { patient } from './patience.ts';
import type { Story } from './story.ts';
import { stuckAt } from './trouble.ts';

const { listUndoable } = proxyActivities<UndoActivities>(patient);

/**
 * Takes back what this flow itself posted, last first. The ledger says what that is, so no crash can forget it;
 * each undoing is an effect of its own. Cash that moved at Stripe is not taken back, and what stays is told.
 */
export async function undoAll(subject: Subject & { readonly root: string }, story: Story): Promise<void> {
  const {
    connection,
    root,
    effects,
    stays = [],
  } = await listUndoable(subject).catch(stuckAt('list what this flow posted'));
  const { undoEffect } = proxyActivities<UndoActivities>({ ...patient, taskQueue: erpQueue(connection) });
  for (const effect of effects) {
    const summary = `take back ${effect.kind} ${effect.number ?? ''}`.trim();
    const { told } = await undoEffect
      .executeWithOptions({ summary }, [{ ...subject, root, effect }])
      .catch(stuckAt(summary, undoingOf(subject.company, effect)));
    story.add(told);
  }
  for (const line of stays) if (!story.carry().lines.includes(line)) story.add(line);
}
