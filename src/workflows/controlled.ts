import { allHandlersFinished, CancellationScope, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Decision, Parked } from './case.ts';
import { nudge, type Stage, type Subject } from './messages.ts';
import { parkingPlace } from './parking.ts';
import { createStory, type Story, type Told } from './story.ts';
import { Stuck } from './trouble.ts';
import { undoAll } from './undo.ts';

type Way = 'bring up to date' | 'compensate';
/** What a flow takes with it when it continues as new. */
export type Carried = { readonly told?: Told; readonly parked?: Parked; readonly root?: string; readonly way?: Way };
/** Something that comes by itself; without a time, news of it will wake the flow. */
export type Waiting = { readonly for: string; readonly seconds?: number };
/** One look at a business object and everything that is due of it. */
export type Pass = (at: {
  readonly story: Story;
  /** What the flow's effects hang on is known once the object was read. */
  readonly hangOn: (root: string) => void;
}) => Promise<'again' | Waiting | undefined>;

type Controlled = {
  readonly subject: Subject;
  readonly carried: Carried;
  readonly pass: Pass;
  /** What a decision closes to further effects; its root, where nothing is said. */
  readonly closes?: string;
  readonly again: (carried: Carried) => Promise<never>;
};

/**
 * Brings the ERP up to what Stripe says about one business object, as a controller does, and ends when nothing is due.
 * A nudge that arrives while it ends is not lost: the server refuses the ending, and the loop runs again.
 */
export async function controlled(flow: Controlled): Promise<Stage> {
  const { turn, carry } = createFlow(flow);
  for (;;) {
    const ended = await turn();
    if (ended) return ended;
    // A decision that came meanwhile is answered in this run.
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) await flow.again(carry());
  }
}

function createFlow({ subject, carried, pass, closes }: Controlled) {
  let nudged = true;
  let root = carried.root ?? subject.subject;
  let way = carried.way ?? 'bring up to date';
  setHandler(nudge, () => void (nudged = true), { description: 'There is news of this object: read it again' });
  const story = createStory(carried.told);
  const place = parkingPlace({
    subject: { ...subject, root: () => root, ...(closes && { closes }) },
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
    const found = await pass({ story, hangOn: (known) => void (root = known) });
    nudged ||= found === 'again';
    return found === 'again' ? undefined : found;
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
