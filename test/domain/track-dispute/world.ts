import type { SeenEffect } from '../../../src/domain/effects.ts';
import { stands } from '../../../src/domain/effects.ts';
import { money, type Money } from '../../../src/domain/money.ts';
import { due } from '../../../src/domain/track-dispute/due.ts';
import type { SeenDispute, SeenMovement } from '../../../src/domain/track-dispute/seen.ts';
import type { Question, Step } from '../../../src/domain/track-dispute/steps.ts';

export const dollars = (minor: number): Money => money(minor, 'USD');
export const moved = (txn: string, minor: number, change: Partial<SeenMovement> = {}): SeenMovement => ({
  txn,
  amount: dollars(minor),
  bookedOn: '2026-11-20',
  ...change,
});
export const disputed: SeenDispute = {
  company: 'acme',
  connection: 'acme',
  dispute: 'du_1',
  status: 'needs_response',
  disputed: dollars(11_900),
  closed: false,
  dueBy: '2026-12-01T10:00:00.000Z',
  movements: [],
  effects: [],
  ledgerCurrency: 'USD',
};

/** A dispute at Stripe, and the accounts of the ledger that are to follow it. */
export function createBooks() {
  const effects: SeenEffect[] = [];
  let seen: SeenDispute = disputed;

  return {
    effects,
    seen: (): SeenDispute => ({ ...seen, effects: [...effects] }),
    stripe: (change: Partial<SeenDispute>) => void (seen = { ...seen, ...change }),
    take,
    answer: (question: Step | Question) => void ('key' in question && put(question, 'settled-by-hand')),
    /** One run of the flow; `crashAfter` steps it is killed. Says how many times it read. */
    run(crashAfter = Infinity): number {
      let left = crashAfter;
      for (let reads = 1; reads < 10; reads += 1) {
        const { steps, again } = due({ ...seen, effects: [...effects] });
        for (const step of steps) {
          if (left-- <= 0) return reads;
          take(step);
        }
        if (!again) return reads;
      }
      throw new Error('There is always something due');
    },
    /** What Stripe holds of it, and what is given up, by the entries that stand. */
    accounts: () => {
      const lost = sumOf('lost');
      return { disputes: sumOf('dispute') - lost, losses: lost };
    },
  };

  function take(step: Step): void {
    if (step.do === 'wake-payment') return;
    if (step.do === 'undo-loss') {
      const undone = effects.findIndex(({ key }) => key === step.undoes);
      const known = effects[undone];
      if (!known || !stands(known)) throw new Error(`${step.undoes} does not stand, and is undone`);
      effects[undone] = { ...known, state: 'reversed' };
    }
    put(step, 'posted');
  }

  function put(step: Posted, state: SeenEffect['state']): void {
    const { key, kind, subject, generation } = step;
    const at = effects.findIndex((known) => known.key === key);
    const known = effects[at];
    if (known && known.state !== 'unknown') throw new Error(`${key} is posted twice`);
    if (generation > 1 && kind === 'lost' && !effects.some(isGeneration(generation - 1)))
      throw new Error(`${key} comes before the one before it was undone`);
    const effect = { key, kind, subject, generation, state, ...amountOf(step) };
    if (known) effects[at] = effect;
    else effects.push(effect);
  }

  function sumOf(kind: SeenEffect['kind']): number {
    return effects
      .filter((effect) => effect.kind === kind && stands(effect))
      .reduce((total, { amount }) => total + (amount?.minor ?? 0), 0);
  }
}

type Posted = Exclude<Step, { do: 'wake-payment' }> | Question;

/** What it adds to the account. */
function amountOf(step: Posted): Pick<SeenEffect, 'amount'> {
  if (!('amount' in step) || !step.amount) return {};
  const back = step.do === 'movement' && step.type === 'dispute-reinstated';
  return { amount: dollars(back ? 0 - step.amount.minor : step.amount.minor) };
}

const isGeneration =
  (generation: number) =>
  ({ kind, generation: own, state }: SeenEffect): boolean =>
    kind === 'lost' && own === generation && state === 'reversed';
