import { ApplicationFailure, condition, patched, setHandler, workflowInfo } from '@temporalio/workflow';
import { scrub } from '../domain/scrub.ts';
import type { Decision, OpenCase, Parked } from './case.ts';
import { caseWork } from './desk.ts';
import { repair, retryMany, type Progress, type Repair, type Subject } from './messages.ts';
import type { Story } from './story.ts';
import { troubleOf, type Trouble } from './trouble.ts';

type Place = {
  readonly subject: Subject & { readonly root: () => string; readonly closes?: string };
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
  const inbox = createInbox();

  const decide = (asked: Repair): void => {
    if (openCase) inbox.put(decisionOf(asked, openCase));
    openCase = undefined;
  };
  listen({
    decide,
    openCase: () => openCase,
    answer: (asked) => inbox.answer(asked, () => story.progress('working')),
  });

  return {
    carry: (): Parked => ({ ...(openCase && { openCase }), cases }),

    /** Opens a case, or keeps the one that is open for the same reason; gives the decision, or nothing after a nudge. */
    async wait(trouble: Trouble): Promise<Decision | undefined> {
      if (inbox.isEmpty()) await open(trouble);
      for (;;) {
        await condition(() => !inbox.isEmpty() || nudged() || workflowInfo().continueAsNewSuggested);
        if (inbox.isEmpty()) return undefined;
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
    const { made, tell } = inbox.take();
    if (!made) return undefined;
    const refused = await caseWork.decided(subject, made, story).then(() => undefined, refusalOf(made));
    if (refused) await stayOpen(made, refused);
    tell?.(refused);
    return refused ? undefined : made;
  }

  /** Its case is about what it was about before; why the decision was refused is written down with it. */
  async function stayOpen({ action, closed }: Decision, refused: Trouble): Promise<void> {
    openCase = closed;
    if (!patched(answering)) return open(refused);
    story.add(`the decision to ${action} was refused: ${inWords(refused)}`);
    story.stillParked(closed);
  }

  async function open(trouble: Trouble): Promise<void> {
    if (openCase && sameReason(openCase.trouble, trouble)) return story.stillParked(openCase);
    openCase = { caseId: openCase?.caseId ?? `${workflowInfo().runId}/${++cases}`, trouble };
    await caseWork.opened(subject, openCase, story);
  }
}

type Listening = {
  readonly decide: (asked: Repair) => void;
  readonly openCase: () => OpenCase | undefined;
  readonly answer: (asked: Repair) => Progress | Promise<Progress>;
};

function listen({ decide, openCase, answer }: Listening): void {
  setHandler(
    repair,
    (asked) => {
      decide(asked);
      return answer(asked);
    },
    {
      description: 'Decide the open case: retry, patch, skip or compensate',
      validator: refuseUnlessOpen(openCase),
    },
  );
  setHandler(retryMany, (by, reason) => decide({ caseId: '', action: 'retry', by, reason }), {
    description: 'Try again, if a case is open',
  });
}

const decisionOf = ({ action, by, reason, number, unchecked, profile }: Repair, closed: OpenCase): Decision => ({
  action,
  by,
  reason,
  ...(number && { number }),
  ...(unchecked && { unchecked }),
  ...(profile && { profile }),
  closed,
});

/** The decision that is to be written down next, and who is to be told. Answered once it stands; a refused one fails the update alone. */
function createInbox() {
  let decision: Decision | undefined;
  let tell: ((refused?: Trouble) => void) | undefined;
  return {
    isEmpty: (): boolean => decision === undefined,
    put: (made: Decision): void => void (decision = made),

    take() {
      const taken = { made: decision, tell };
      [decision, tell] = [undefined, undefined];
      return taken;
    },

    answer(asked: Repair, progress: () => Progress): Progress | Promise<Progress> {
      if (!patched(answering)) return progress();
      return new Promise((resolve, reject) => {
        tell = (refused) => (refused ? reject(failureOf(asked, refused)) : resolve(progress()));
      });
    },
  };
}

/** Says why a decision can't be taken; the first one has closed its case. */
const refuseUnlessOpen =
  (openCase: () => OpenCase | undefined) =>
  ({ caseId, action, by, reason, unchecked, about, profile }: Repair): void => {
    const open = openCase();
    if (open === undefined) throw new Error('Nothing waits here: the case was decided, or never opened');
    if (caseId !== open.caseId) throw new Error(`This case is closed; ${open.caseId} is open`);
    refuseUnlessAbout(open.trouble, about);
    if (!['retry', 'patch', 'skip', 'compensate'].includes(action))
      throw new Error('action is one of retry, patch, skip, compensate');
    if (profile !== undefined && profile !== 'newest') throw new Error('profile is newest, or is left out');
    if (unchecked && action !== 'skip') throw new Error('unchecked goes with skip alone');
    if (!by || !reason) throw new Error('Say who decides (by) and why (reason)');
    if (scrub(reason) !== reason)
      throw new Error('Leave e-mail addresses and card numbers out of the reason: histories keep it');
  };

/** One case may go from one trouble to another, and keeps its id. */
function refuseUnlessAbout({ code, step }: Trouble, about: Repair['about']): void {
  if (about && (code !== about.code || (about.step !== undefined && step !== about.step)))
    throw new Error(`The case is about ${code} at "${step}" by now: look at it again`);
}

const refusalOf =
  ({ action, closed: { trouble } }: Decision) =>
  (error: unknown): Trouble =>
    troubleOf(error, `write down the decision to ${action}`, trouble.effect);

/** Flows from before it go on as they began: an update was answered before its decision was written down. */
const answering = 'decisions-are-answered';
const inWords = ({ code, where }: Trouble): string => (where ? `${code} (${where})` : code);
const failureOf = ({ caseId }: Repair, refused: Trouble): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `${inWords(refused)}; the case stays open, and \`quittance cases show ${caseId}\` says why`,
    'decision-refused',
  );

const sameReason = (a: Trouble, b: Trouble): boolean =>
  a.code === b.code &&
  a.step === b.step &&
  a.where === b.where &&
  a.dueBy === b.dueBy &&
  a.amount?.minor === b.amount?.minor;
