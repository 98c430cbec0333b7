import {
  CancellationScope,
  condition,
  continueAsNew,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { OrderToCashActivities } from '../activities/order-to-cash.ts';
import { due, type Waiting } from '../domain/order-to-cash/due.ts';
import type { Decision, Parked } from './case.ts';
import { nudge, type Stage, type Subject } from './messages.ts';
import { parkingPlace } from './parking.ts';
import { createStory, type Told } from './story.ts';
import { effectOf, takeStep } from './steps.ts';
import { Stuck, stuckAt } from './trouble.ts';
import { undoAll } from './undo.ts';

const { readPayment } = proxyActivities<OrderToCashActivities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
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
  const flow = createFlow(subject, carried);
  for (;;) {
    const ended = await flow.turn();
    if (ended) return ended;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof orderToCash>(subject, flow.carry());
  }
}

function createFlow(subject: Subject, carried: Carried) {
  let nudged = true;
  let root = carried.root ?? subject.subject;
  let way = carried.way ?? 'bring up to date';
  setHandler(nudge, () => void (nudged = true), { description: 'There is news of this payment: read it again' });
  const story = createStory(carried.told);
  const place = parkingPlace({
    subject: { ...subject, root: () => root },
    nudged: () => nudged,
    story,
    ...(carried.parked && { carried: carried.parked }),
  });

  return { turn, carry: (): Carried => ({ told: story.carry(), parked: place.carry(), root, way }) };

  async function turn(): Promise<Stage | undefined> {
    try {
      nudged = false;
      const waiting = await (way === 'compensate' ? takeBack() : bringUpToDate());
      return await endOrGoOn(waiting);
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      obey(await place.wait(error.trouble));
      return undefined;
    }
  }

  /** Always from the start: what was read before a wait is stale, and what was posted is known to the ledger. */
  async function bringUpToDate(): Promise<Waiting | undefined> {
    story.working();
    const seen = await readPayment
      .executeWithOptions({ summary: 'read the payment from Stripe, the order, and the ledger' }, [subject])
      .catch(stuckAt('read the payment'));
    root = seen.root;
    const { steps, waiting, trouble, acceptable } = due(seen);
    for (const step of steps) {
      const again = await takeStep(subject, seen, step, story);
      nudged ||= again;
      if (again) return undefined;
    }
    const effect = acceptable && effectOf(acceptable);
    if (trouble)
      throw new Stuck({ kind: 'business', code: trouble, step: 'decide what is due', ...(effect && { effect }) });
    return waiting;
  }

  async function takeBack(): Promise<undefined> {
    await CancellationScope.nonCancellable(() => undoAll({ ...subject, root }, story));
    return undefined;
  }

  async function endOrGoOn(waiting: Waiting | undefined): Promise<Stage | undefined> {
    if (nudged) return undefined;
    const decision = await place.healed();
    obey(decision);
    if (decision || nudged) return undefined;
    if (waiting?.seconds === undefined) return story.ended(way === 'compensate' ? 'compensated' : 'settled');
    story.waiting(`waiting for: ${waiting.for}`);
    await condition(() => nudged || workflowInfo().continueAsNewSuggested, `${waiting.seconds} seconds`);
    return undefined;
  }

  /** Once it compensates, it does so to the end. */
  function obey(decision: Decision | undefined): void {
    if (decision?.action === 'compensate') way = 'compensate';
  }
}
