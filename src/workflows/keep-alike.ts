import { allHandlersFinished, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { AlikeStep, Looking, SeenAlike } from '../activities/customer-sync/deps.ts';
import type { Done, StuckEffect } from '../activities/outcomes.ts';
import type { Decision, Parked } from './case.ts';
import { nudge, type Stage, type Subject } from './messages.ts';
import { parkingPlace } from './parking.ts';
import { createStory, type Told } from './story.ts';
import { Stuck, stuckAt, type Trouble } from './trouble.ts';

export type Carried = {
  readonly told?: Told;
  readonly parked?: Parked;
  readonly events?: readonly string[];
  readonly decision?: Pick<Decision, 'action'> & { readonly caseId: string };
};
/** What one kind of business object is looked at and written by. */
export type Kept = {
  readonly root: string;
  readonly look: (asked: Looking) => Promise<SeenAlike>;
  readonly write: (connection: string, step: AlikeStep, asked: Looking, summary: string) => Promise<Done>;
};
/** Evidence of times; older events say nothing that newer ones don't. */
const keptEvents = 20;

/**
 * Brings both sides of one business object to agree, and ends when nothing is due.
 * A nudge that arrives while it ends is not lost: the server refuses the ending, and the loop runs again.
 */
export async function keepAlike(
  subject: Subject,
  carried: Carried,
  kept: Kept,
  again: (carried: Carried) => Promise<never>,
): Promise<Stage> {
  const flow = createFlow(subject, carried, kept);
  for (;;) {
    const ended = await flow.turn();
    if (ended) return ended;
    // A decision that came meanwhile is answered in this run.
    if (workflowInfo().continueAsNewSuggested && allHandlersFinished()) await again(flow.carry());
  }
}

/** For the one argument that differs between flows of this kind. */
export const continued =
  <F extends (subject: Subject, carried?: Carried) => Promise<Stage>>(subject: Subject) =>
  (carried: Carried): Promise<never> =>
    continueAsNew<F>(...([subject, carried] as unknown as Parameters<F>));

function createFlow(subject: Subject, carried: Carried, { root, look, write }: Kept) {
  let nudged = true;
  let events = carried.events ?? [];
  let decision = carried.decision;
  setHandler(
    nudge,
    (event) => {
      nudged = true;
      events = [...events, event].slice(-keptEvents);
    },
    { description: 'There is news of this object: look at both sides again' },
  );
  const story = createStory(carried.told);
  const place = parkingPlace({
    subject: { ...subject, root: () => root },
    nudged: () => nudged,
    story,
    ...(carried.parked && { carried: carried.parked }),
  });

  return {
    turn,
    carry: (): Carried => ({ told: story.carry(), parked: place.carry(), events, ...(decision && { decision }) }),
  };

  async function turn(): Promise<Stage | undefined> {
    try {
      nudged = false;
      await bringToAgree();
      return await endOrGoOn();
    } catch (error) {
      if (!(error instanceof Stuck)) throw error;
      obey(await place.wait(error.trouble));
      return undefined;
    }
  }

  async function bringToAgree(): Promise<void> {
    story.working();
    const asked = askingFor({ ...subject, root, events }, decision);
    const seen = await look(asked).catch(stuckAt('look at both sides'));
    events = events.filter((event) => !asked.events.includes(event));
    for (const step of seen.steps) {
      const summary = [story.last(), step.tell].filter(Boolean).join(' → ');
      const { told, document } = await write(seen.connection, step, asked, summary).catch(
        stuckAt(step.tell, effectOf(subject, step)),
      );
      story.add(told, document);
    }
    decision = undefined;
    if (seen.told) story.add(seen.told);
    if (seen.conflicts.length > 0) throw new Stuck(conflictOf(subject, seen));
  }

  async function endOrGoOn(): Promise<Stage | undefined> {
    if (nudged) return undefined;
    const made = await place.healed();
    obey(made);
    return made || nudged ? undefined : story.ended('settled');
  }

  function obey(made: Decision | undefined): void {
    if (made) decision = { action: made.action, caseId: made.closed.caseId };
  }
}

/** A decision counts for the pass that follows it, and for no other. */
const askingFor = (asked: Looking, decision: Carried['decision']): Looking => ({
  ...asked,
  ...(decision?.action === 'patch' && { decided: decision.caseId }),
  ...(decision?.action === 'skip' && { accept: true }),
});

const effectOf = ({ subject }: Subject, { key, kind }: Pick<AlikeStep, 'key' | 'kind'>): StuckEffect => ({
  key,
  kind,
  subject,
  generation: 1,
});

function conflictOf(subject: Subject, { conflicts, onSkip }: SeenAlike): Trouble {
  const fields = conflicts.join(', ');
  const effect = onSkip && { effect: effectOf(subject, onSkip) };
  return { kind: 'business', code: 'customer-conflict', step: `agree on ${fields}`, where: fields, ...effect };
}
