import {
  CancellationScope,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { OrderToCashActivities } from '../activities/order-to-cash.ts';
import { due } from '../domain/order-to-cash/due.ts';
import { nudge, type Stage, type Subject } from './messages.ts';
import { parkingPlace, type Parked } from './parking.ts';
import { createStory, type Told } from './story.ts';
import { takeStep } from './steps.ts';
import { Stuck, troubleOf } from './trouble.ts';
import { undoAll } from './undo.ts';

const { readPayment } = proxyActivities<OrderToCashActivities>({
  startToCloseTimeout: '1 minute',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '10 minutes' },
});

type Way = 'bring up to date' | 'compensate';
type Carried = { readonly told?: Told; readonly parked?: Parked; readonly root?: string; readonly way?: Way };

/**
 * Brings the ERP up to what Stripe says about one payment, and ends when nothing is due.
 * A nudge that arrives while it ends is not lost: the server refuses the ending, and the loop runs again.
 */
export async function orderToCash(subject: Subject, carried: Carried = {}): Promise<Stage> {
  let nudged = true;
  let root = carried.root ?? subject.subject;
  setHandler(nudge, () => void (nudged = true), { description: 'There is news of this payment: read it again' });
  const story = createStory(carried.told);
  const place = parkingPlace({
    subject: { ...subject, root: () => root },
    nudged: () => nudged,
    story,
    ...(carried.parked && { carried: carried.parked }),
  });

  let way = carried.way ?? 'bring up to date';
  for (;;) {
    try {
      const seconds = way === 'compensate' ? await takeBack() : await bringUpToDate();
      const decision = nudged ? undefined : await place.healed();
      if (decision?.action === 'compensate') way = 'compensate';
      if (decision || nudged) continue;
      if (seconds === undefined) return story.ended(way === 'compensate' ? 'compensated' : 'settled');
      await condition(() => nudged || workflowInfo().continueAsNewSuggested, `${seconds} seconds`);
      nudged = true;
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      const decision = await place.wait(error.trouble);
      if (decision?.action === 'compensate') way = 'compensate';
    }
    if (workflowInfo().continueAsNewSuggested) await goOnAsNew();
  }

  /** Always from the start: what was read before a wait is stale, and what was posted is known to the ledger. */
  async function bringUpToDate(): Promise<number | undefined> {
    nudged = false;
    story.working();
    const seen = await readPayment
      .executeWithOptions({ summary: 'read the payment from Stripe, the order, and the ledger' }, [subject])
      .catch((error: unknown) => {
        throw new Stuck(troubleOf(error, 'read the payment'));
      });
    root = seen.root;
    const { steps, waiting, trouble } = due(seen);
    for (const step of steps) {
      if (await takeStep(subject, seen, step, story)) {
        nudged = true;
        return undefined;
      }
    }
    if (trouble) throw new Stuck({ kind: 'business', code: trouble, step: 'decide what is due' });
    if (waiting) story.waiting(`waiting for: ${waiting.for}`);
    return waiting?.seconds;
  }

  async function takeBack(): Promise<undefined> {
    nudged = false;
    await CancellationScope.nonCancellable(() => undoAll({ ...subject, root }, story));
    return undefined;
  }

  function goOnAsNew(): Promise<never> {
    return continueAsNew<typeof orderToCash>(subject, { told: story.carry(), parked: place.carry(), root, way });
  }
}
