import { proxyActivities } from '@temporalio/workflow';
import type { Done, StuckEffect } from '../activities/outcomes.ts';
import { erpQueue, mainQueue, type Subject } from './messages.ts';
import { patient } from './patience.ts';
import type { Story } from './story.ts';
import { stuckAt } from './trouble.ts';

/** How a flow takes its steps: one activity for each, whose name is what the Temporal Web UI shows. */
export type Taking<S> = {
  readonly activityOf: (step: S) => string;
  /** It needs no ERP. */
  readonly atStripe: (step: S) => boolean;
  /** What it is about to do, in codes and amounts. */
  readonly tell: (step: S) => string;
  /** What a person's `skip` counts as done. */
  readonly effectOf: (step: S) => StuckEffect | undefined;
};
type Place = { readonly connection: string; readonly root: string };

/** Takes one step, and says whether what came back changes what is due. Its summary begins with what the step before has led to, so that the history reads as a story. */
export async function takeStep<S>(
  { activityOf, atStripe, tell, effectOf }: Taking<S>,
  subject: Subject,
  { connection, root }: Place,
  step: S,
  story: Story,
): Promise<boolean> {
  const activities = proxyActivities<Record<string, (input: Subject & { root: string; step: S }) => Promise<Done>>>({
    ...patient,
    taskQueue: atStripe(step) ? mainQueue : erpQueue(connection),
  });
  const summary = [story.last(), tell(step)].filter(Boolean).join(' → ');
  const name = activityOf(step);
  const take = activities[name];
  if (!take) throw new Error(`No activity ${name} takes this step`);
  const {
    told,
    document,
    again = false,
  } = await take
    .executeWithOptions({ summary }, [{ ...subject, root, step }])
    .catch(stuckAt(tell(step), effectOf(step)));
  story.add(told, document);
  return again;
}
