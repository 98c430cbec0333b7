import { proxyActivities } from '@temporalio/workflow';
import type { UndoActivities } from '../activities/undo.ts';
import { erpQueue, type Subject } from './messages.ts';
import type { Story } from './story.ts';
import { stuckAt } from './trouble.ts';
import type { StuckEffect } from '../activities/outcomes.ts';
import { effectKey, type SeenEffect } from '../domain/effects.ts';

const lasting = {
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '10 minutes' },
} as const;
const { listUndoable } = proxyActivities<UndoActivities>(lasting);

/**
 * Takes back what this flow itself posted, last first. The ledger says what that is, so no crash can forget it;
 * each undoing is an effect of its own. Cash that moved at Stripe is not taken back.
 */
export async function undoAll(subject: Subject & { readonly root: string }, story: Story): Promise<void> {
  const { connection, root, effects } = await listUndoable(subject).catch(stuckAt('list what this flow posted'));
  const { undoEffect } = proxyActivities<UndoActivities>({ ...lasting, taskQueue: erpQueue(connection) });
  for (const effect of effects) {
    const summary = `take back ${effect.kind} ${effect.number ?? ''}`.trim();
    const { told } = await undoEffect
      .executeWithOptions({ summary }, [{ ...subject, root, effect }])
      .catch(stuckAt(summary, undoingOf(subject.company, effect)));
    story.add(told);
  }
}

/** The effect by which one is taken back, keyed like its activity keys it: a person who did it by hand skips it. */
function undoingOf(company: string, { kind: undone, key, subject, part, generation }: SeenEffect): StuckEffect {
  const kind = undone === 'apply' ? 'unapply' : 'cancel';
  const named = { company, kind, subject, generation, ...(kind === 'unapply' && part && { part }) } as const;
  return { key: effectKey(named), kind, subject, generation, undoes: key };
}
