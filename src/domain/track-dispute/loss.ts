import { undoingOf } from '../compensation.ts';
import { effectKey, stands, type SeenEffect } from '../effects.ts';
import { equal, negate, sum, type Money } from '../money.ts';
import type { SeenDispute, SeenMovement } from './seen.ts';
import { courseOf, isOver } from './status.ts';
import type { LossStep, UndoLossStep } from './steps.ts';

/** Those that are known to be the dispute's money. */
export const moneyOf = ({ movements }: SeenDispute): readonly SeenMovement[] =>
  movements.filter(({ unknown }) => !unknown);

/** What Stripe has taken and not given back; nothing where no money moved, or in several currencies. */
export function withdrawn(seen: SeenDispute): Money | undefined {
  const amounts = moneyOf(seen).map(({ amount }) => amount);
  const currency = amounts[0]?.currency;
  if (currency === undefined || amounts.some((amount) => amount.currency !== currency)) return undefined;
  return negate(sum(amounts, currency));
}

/** It was won, and more often taken than given back; not by which came last, as Stripe's clocks differ by seconds. */
export function awaitsReturn(seen: SeenDispute): boolean {
  const taken = moneyOf(seen).filter(({ amount }) => amount.minor < 0);
  return courseOf(seen)?.comesBack === true && 2 * taken.length > moneyOf(seen).length;
}

/** What the loss is to stand at now: all that is still withdrawn once the dispute is over, before that nothing. */
function wantedLoss(seen: SeenDispute, givenUp: boolean): Money | undefined {
  if (!isOver(seen) || (awaitsReturn(seen) && !givenUp)) return undefined;
  const rest = withdrawn(seen);
  return rest?.minor ? rest : undefined;
}

type Losses = { readonly steps: readonly (LossStep | UndoLossStep)[]; readonly again?: true };

/**
 * The entries that bring the loss to where it is to stand. One that has become another amount, or nothing as when the
 * dispute was opened again, is taken back and posted anew.
 * @param givenUp a person said that what was won does not come
 */
export function lossDue(seen: SeenDispute, givenUp: boolean): Losses {
  const last = seen.effects.filter(({ kind }) => kind === 'lost').at(-1);
  // Whether it stands must be known before it can be taken back.
  if (last?.state === 'unknown' && last.amount)
    return { steps: [loss(seen, last.amount, last.generation)], again: true };
  // What a status that we don't know means for a loss is for a person to say.
  if (!courseOf(seen)) return { steps: [] };
  const wanted = wantedLoss(seen, givenUp);
  if (!last || !stands(last)) return { steps: wanted ? [loss(seen, wanted, generationAfter(last))] : [] };
  if (wanted && (!last.amount || equal(last.amount, wanted))) return { steps: [] };
  return { steps: [undoing(seen, last), ...(wanted ? [loss(seen, wanted, last.generation + 1)] : [])] };
}

const generationAfter = (last: SeenEffect | undefined): number => {
  if (!last) return 1;
  return last.state === 'reversed' || last.state === 'abandoned' ? last.generation + 1 : last.generation;
};

export function loss(seen: SeenDispute, amount: Money, generation = 1): LossStep {
  const { company, dispute } = seen;
  const days = [seen.closedOn, moneyOf(seen).at(-1)?.bookedOn].filter((day) => day !== undefined);
  return {
    do: 'loss',
    kind: 'lost',
    type: 'dispute-lost',
    key: effectKey({ company, kind: 'lost', subject: dispute, generation }),
    subject: dispute,
    generation,
    amount,
    stripeId: dispute,
    // Not before the money was taken: days are written so that the later one sorts behind.
    bookedOn: days.toSorted().at(-1) ?? '',
    description: `Dispute ${dispute} lost`,
  };
}

const undoing = ({ company }: SeenDispute, lost: SeenEffect): UndoLossStep => {
  const { key, subject, generation, undoes } = undoingOf(company, lost);
  return {
    do: 'undo-loss',
    kind: 'cancel',
    key,
    subject,
    generation,
    undoes,
    ...(lost.amount && { amount: lost.amount }),
  };
};
