import { effectKey, isStanding, stands } from '../effects.ts';
import { money, type Money } from '../money.ts';
import { awaitsReturn, loss, lossDue, moneyOf, withdrawn } from './loss.ts';
import type { SeenDispute, SeenMovement } from './seen.ts';
import { courseOf } from './status.ts';
import type { MovementStep, Question, Step } from './steps.ts';

/** Why a dispute needs a person; docs/runbook.md says what each one means. */
export type TroubleCode =
  | 'dispute-evidence'
  | 'dispute-status-unknown'
  | 'dispute-movement-unknown'
  | 'dispute-return-missing'
  | 'settlement-currency';

export type DisputeTrouble = {
  readonly code: TroubleCode;
  /** What a person's skip counts as done. */
  readonly acceptable: Step | Question;
  /** What is at stake. */
  readonly amount: Money;
};
export type Due = {
  readonly steps: readonly Step[];
  /** What the steps led to changes what is due. */
  readonly again?: true;
  readonly waiting?: { readonly for: 'the money that was won'; readonly seconds: number };
  /** After the steps: money that moves is posted whatever else is the matter. */
  readonly trouble?: DisputeTrouble;
  /** ISO time by which somebody must have answered at Stripe. */
  readonly dueBy?: string;
};

/** The difference between what Stripe says of a dispute and what the ERP holds of it: the entries that close it. */
export function due(seen: SeenDispute): Due {
  if (seen.closed) return { steps: [] };
  const { steps: losses, again } = lossDue(seen, isAnswered(seen, returnQuestion(seen)));
  const steps: readonly Step[] = [
    ...(seen.payment === undefined ? [] : [{ do: 'wake-payment', payment: seen.payment } as const]),
    ...movementsDue(seen).filter(isOurs(seen)),
    ...losses.filter(isOurs(seen)),
  ];
  const [trouble] = troublesOf(seen, losses);
  const waiting = waitingFor(seen);
  return {
    steps,
    ...(again && { again }),
    ...(waiting && { waiting }),
    ...(trouble && { trouble }),
    ...(asks(seen) && seen.dueBy !== undefined && { dueBy: seen.dueBy }),
  };
}

/** One entry for each balance transaction of the dispute, whatever its status. */
const movementsDue = (seen: SeenDispute): readonly MovementStep[] =>
  moneyOf(seen).flatMap((movement) => unposted(seen, movement));

function unposted({ company, dispute, effects }: SeenDispute, { txn, amount, bookedOn }: SeenMovement) {
  const key = effectKey({ company, kind: 'dispute', subject: txn });
  if (isStanding(effects, key)) return [];
  const taken = amount.minor < 0;
  const step: MovementStep = {
    do: 'movement',
    kind: 'dispute',
    type: taken ? 'dispute-withdrawn' : 'dispute-reinstated',
    key,
    subject: txn,
    generation: 1,
    amount: money(Math.abs(amount.minor), amount.currency),
    stripeId: txn,
    bookedOn,
    description: `Dispute ${dispute} ${taken ? 'withdrawn' : 'reinstated'}`,
  };
  return [step];
}

/** An entry in another currency than the ledger's is for a person. */
const isOurs =
  ({ ledgerCurrency }: SeenDispute) =>
  (step: Step): boolean =>
    !('amount' in step) || step.amount?.currency === ledgerCurrency;

/** The first is shown: what has a deadline comes before what can wait. */
function troublesOf(seen: SeenDispute, losses: readonly Step[]): readonly DisputeTrouble[] {
  const questions = [evidenceTrouble(seen), statusTrouble(seen), returnTrouble(seen)];
  return [...questions.filter((trouble) => trouble !== undefined), ...moneyTroubles(seen, losses)].filter(
    ({ acceptable }) => !(acceptable.do === 'answer' && isAnswered(seen, acceptable)),
  );
}

const asks = (seen: SeenDispute): boolean => courseOf(seen)?.asks === true && !isAnswered(seen, evidenceQuestion(seen));

/** Each deadline is a question of its own: who let an inquiry go has said nothing of the chargeback that follows. */
const evidenceQuestion = (seen: SeenDispute): Question =>
  question(seen, `${seen.status}:${seen.dueBy?.slice(0, 10) ?? ''}`);

const evidenceTrouble = (seen: SeenDispute): DisputeTrouble | undefined =>
  courseOf(seen)?.asks
    ? { code: 'dispute-evidence', acceptable: evidenceQuestion(seen), amount: seen.disputed }
    : undefined;

const statusTrouble = (seen: SeenDispute): DisputeTrouble | undefined =>
  courseOf(seen)
    ? undefined
    : { code: 'dispute-status-unknown', acceptable: question(seen, seen.status), amount: seen.disputed };

const returnQuestion = (seen: SeenDispute): Question => question(seen, `return:${moneyOf(seen).at(-1)?.txn ?? ''}`);

const returnTrouble = (seen: SeenDispute): DisputeTrouble | undefined =>
  awaitsReturn(seen) && seen.returnGraceSeconds === 0
    ? {
        code: 'dispute-return-missing',
        acceptable: returnQuestion(seen),
        amount: withdrawn(seen) ?? seen.disputed,
      }
    : undefined;

function moneyTroubles(seen: SeenDispute, losses: readonly Step[]): readonly DisputeTrouble[] {
  const strange = seen.movements.filter(({ unknown }) => unknown).flatMap((movement) => unposted(seen, movement));
  const foreign = [...movementsDue(seen), ...losses].filter((step) => !isOurs(seen)(step));
  return [
    ...strange.map((step) => ({ code: 'dispute-movement-unknown', acceptable: step, amount: step.amount }) as const),
    ...foreign.map((step) => inOtherCurrency(seen, step)),
    ...mixedLoss(seen),
  ];
}

const inOtherCurrency = (seen: SeenDispute, step: Step): DisputeTrouble => ({
  code: 'settlement-currency',
  acceptable: step,
  amount: ('amount' in step && step.amount) || seen.disputed,
});

/** Money in several currencies can't be summed: what of it is lost a person must say, once it is over. */
function mixedLoss(seen: SeenDispute): readonly DisputeTrouble[] {
  const mixed = moneyOf(seen).length > 0 && withdrawn(seen) === undefined && courseOf(seen)?.over;
  const settled = seen.effects.some((effect) => effect.kind === 'lost' && stands(effect));
  return mixed && !settled ? [inOtherCurrency(seen, loss(seen, seen.disputed))] : [];
}

const waitingFor = (seen: SeenDispute): Due['waiting'] =>
  awaitsReturn(seen) && seen.returnGraceSeconds
    ? { for: 'the money that was won', seconds: seen.returnGraceSeconds }
    : undefined;

const question = ({ company, dispute }: SeenDispute, part: string): Question => ({
  do: 'answer',
  kind: 'answer',
  key: effectKey({ company, kind: 'answer', subject: dispute, part }),
  subject: dispute,
  generation: 1,
});

const isAnswered = ({ effects }: SeenDispute, { key }: Question): boolean => isStanding(effects, key);
