import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { scrub } from '../domain/scrub.ts';
import type { Decision, OpenCase, Parked } from './case.ts';
import { caseWork } from './desk.ts';
import { repair, retryMany, type Progress, type Repair, type Subject } from './messages.ts';
import type { Story } from './story.ts';
import { troubleOf, type Trouble } from './trouble.ts';

type Place = {
  readonly subject: Subject & { readonly root: () => string };
  readonly nudged: () => boolean;
  readonly story: Story;
  readonly carried?: Parked;
};

/**
 * Where a flow waits, without time limit, until a person decides or it is nudged.
 * The first decision closes the case at once: a second one is refused, not silently dropped.
 */
export function parkingPlace({ subject, nudged, story, carried }: Place) {
  let openCase = carried?.openCase;
  let cases = carried?.cases ?? 0;
  let decision: Decision | undefined;

  setHandler(repair, decide, {
    validator: refuseUnlessOpen(() => openCase),
    description: 'Decide the open case: retry, patch, skip or compensate',
  });
  setHandler(
    retryMany,
    (by, reason) => void (openCase && decide({ caseId: openCase.caseId, action: 'retry', by, reason })),
    {
      description: 'Try again, if a case is open',
    },
  );

  return {
    carry: (): Parked => ({ ...(openCase && { openCase }), cases }),

    /** Opens a case, or keeps the one that is open for the same reason; gives the decision, or nothing after a nudge. */
    async wait(trouble: Trouble): Promise<Decision | undefined> {
      if (!decision) await open(trouble);
      for (;;) {
        await condition(() => decision !== undefined || nudged() || workflowInfo().continueAsNewSuggested);
        if (!decision) return undefined;
        const made = await takeDecision();
        if (made) return made;
      }
    },

    /** The reason of an open case is gone: it closes by itself, unless a person was faster. */
    async healed(): Promise<Decision | undefined> {
      const made = await takeDecision();
      if (made || !openCase) return made;
      const { caseId } = openCase;
      openCase = undefined;
      await caseWork.healed(subject, caseId, story);
      return undefined;
    },
  };

  /** Written down before anything follows from it. One that the ledger refuses leaves its case open, and says why. */
  async function takeDecision(): Promise<Decision | undefined> {
    const made = decision;
    decision = undefined;
    if (!made) return undefined;
    const refused = await caseWork.decided(subject, made, story).catch(refusalOf(made));
    if (!refused) return made;
    openCase = made.closed;
    await open(refused);
    return undefined;
  }

  async function open(trouble: Trouble): Promise<void> {
    if (openCase && sameReason(openCase.trouble, trouble)) return story.stillParked(openCase);
    openCase = { caseId: openCase?.caseId ?? `${workflowInfo().runId}/${++cases}`, trouble };
    await caseWork.opened(subject, openCase, story);
  }

  function decide({ action, by, reason, number, profile }: Repair): Progress {
    if (!openCase) throw new Error('Nothing waits here');
    decision = { action, by, reason, ...(number && { number }), ...(profile && { profile }), closed: openCase };
    openCase = undefined;
    return story.progress('working');
  }
}

/** Says why a decision can't be taken; the first one has closed its case. */
const refuseUnlessOpen =
  (openCase: () => OpenCase | undefined) =>
  ({ caseId, action, by, reason, profile }: Repair): void => {
    const open = openCase();
    if (open === undefined) throw new Error('Nothing waits here: the case was decided, or never opened');
    if (caseId !== open.caseId) throw new Error(`This case is closed; ${open.caseId} is open`);
    if (!['retry', 'patch', 'skip', 'compensate'].includes(action))
      throw new Error('action is one of retry, patch, skip, compensate');
    if (profile !== undefined && profile !== 'newest') throw new Error('profile is newest, or is left out');
    if (!by || !reason) throw new Error('Say who decides (by) and why (reason)');
    if (scrub(reason) !== reason)
      throw new Error('Leave e-mail addresses and card numbers out of the reason: histories keep it');
  };

const refusalOf =
  ({ action, closed: { trouble } }: Decision) =>
  (error: unknown): Trouble =>
    troubleOf(error, `write down the decision to ${action}`, trouble.effect);

const sameReason = (a: Trouble, b: Trouble): boolean => a.code === b.code && a.step === b.step && a.where === b.where;
