import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { JournalActivities } from '../activities/journal.ts';
import type { StuckEffect } from '../activities/outcomes.ts';
import type { TrackDisputeActivities } from '../activities/track-dispute/index.ts';
import type { WakeActivities } from '../activities/wake-payment.ts';
import { due, type DisputeTrouble, type Due } from '../domain/track-dispute/due.ts';
import { disputeRoot, type SeenDispute } from '../domain/track-dispute/seen.ts';
import { tell, type Question, type Step } from '../domain/track-dispute/steps.ts';
import { controlled, type Carried, type Pass } from './controlled.ts';
import type { Stage, Subject } from './messages.ts';
import { patient } from './patience.ts';
import type { Story } from './story.ts';
import { takeStep, type Taking } from './take-step.ts';
import { Stuck, stuckAt, type Trouble } from './trouble.ts';

const { readDispute } = proxyActivities<TrackDisputeActivities>(patient);

/** Brings the general ledger up to what Stripe says about one dispute; while somebody must answer it, a case says by when. */
export async function trackDispute(subject: Subject, carried: Carried = {}): Promise<Stage> {
  const again = (kept: Carried) => continueAsNew<typeof trackDispute>(subject, kept);
  const known = { root: disputeRoot(subject.subject), ...carried };
  return controlled({ subject, carried: known, pass: passOf(subject), again });
}

const passOf =
  (subject: Subject): Pass =>
  async ({ story }) => {
    const seen = await readDispute
      .executeWithOptions({ summary: 'read the dispute from Stripe, and the ledger' }, [subject])
      .catch(stuckAt('read the dispute'));
    const found = due(seen);
    await takeAll(subject, seen, found, story);
    if (found.again) return 'again';
    if (found.trouble) throw new Stuck(parkedBy(found.trouble, found.dueBy));
    return found.waiting;
  };

/** Whatever keeps an entry from being posted, the deadline of the evidence stands beside it. */
async function takeAll(subject: Subject, seen: SeenDispute, { steps, dueBy }: Due, story: Story): Promise<void> {
  const at = { connection: seen.connection, root: disputeRoot(seen.dispute) };
  try {
    for (const step of steps) await takeStep(taking, subject, at, step, story);
  } catch (error) {
    throw error instanceof Stuck && dueBy !== undefined ? new Stuck({ ...error.trouble, dueBy }) : error;
  }
}

function parkedBy({ code, acceptable, amount }: DisputeTrouble, dueBy: string | undefined): Trouble {
  // What a person posts of money in another currency need not come to the same amount.
  const effect = effectOf(acceptable, code !== 'settlement-currency');
  return {
    kind: 'business',
    code,
    step: stuckOn(acceptable, dueBy),
    amount,
    ...(effect && { effect }),
    ...(dueBy !== undefined && { dueBy }),
  };
}

function stuckOn(acceptable: Step | Question, dueBy: string | undefined): string {
  if (acceptable.do !== 'answer') return tell(acceptable);
  return dueBy === undefined ? 'decide what is due' : `answer at Stripe by ${dueBy}`;
}

type Activity = Extract<keyof (TrackDisputeActivities & JournalActivities & WakeActivities), string>;
const activityOf: { readonly [K in Step['do']]: Activity } = {
  movement: 'postJournal',
  loss: 'postJournal',
  'undo-loss': 'takeBackLoss',
  'wake-payment': 'wakePayment',
};

function effectOf(step: Step | Question, withAmount = true): StuckEffect | undefined {
  if (step.do === 'wake-payment') return undefined;
  const { key, kind, subject, generation } = step;
  return {
    key,
    kind,
    subject,
    generation,
    ...(withAmount && 'amount' in step && step.amount && { amount: step.amount }),
    ...('undoes' in step && { undoes: step.undoes }),
  };
}

const taking: Taking<Step> = {
  activityOf: (step) => activityOf[step.do],
  atStripe: (step) => step.do === 'wake-payment',
  tell,
  effectOf: (step) => effectOf(step),
};
