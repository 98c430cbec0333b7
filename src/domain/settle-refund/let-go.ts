import { effectKey, isStanding, isUnsettled, stands, type EffectKey, type SeenEffect } from '../effects.ts';
import type { SaleSide } from './outcome.ts';
import { isHeldBy } from './lines.ts';
import type { SeenRefund } from './seen.ts';
import type { LetGoStep } from './steps.ts';

type Refund = { readonly company: string; readonly refund: string };

const letGoKey = ({ company, refund: subject }: Refund): EffectKey => effectKey({ company, kind: 'release', subject });

/** Whoever holds the order since has a reason of his own. */
export const isLetGo = (effects: readonly SeenEffect[], refund: Refund): boolean =>
  isStanding(effects, letGoKey(refund));

const hasHeld = ({ kind, note }: SeenEffect): boolean => kind === 'reduce' && isHeldBy(note);

/** This refund has held the order, whatever became of what it took off. */
export const isHeldByIt = (effects: readonly SeenEffect[], { refund }: Pick<Refund, 'refund'>): boolean =>
  effects.some((effect) => effect.subject === refund && hasHeld(effect));

/** What refunds have taken off the order, or are about to, that hold it until they let it go. */
const holdsOf = (effects: readonly SeenEffect[], company: string): readonly SeenEffect[] =>
  effects.filter(
    (effect) =>
      hasHeld(effect) &&
      (stands(effect) || isUnsettled(effect)) &&
      !isLetGo(effects, { company, refund: effect.subject }),
  );

/** A refund is taking something off the order, and has held it: it tells the payment once that is done. */
export const isHeldByRefunds = (effects: readonly SeenEffect[], company: string): boolean =>
  holdsOf(effects, company).length > 0;

/** Another refund holds the order: it lets the order go once it is done. */
export const isHeldBesides = (effects: readonly SeenEffect[], { company, refund }: Refund): boolean =>
  holdsOf(effects, company).some(({ subject }) => subject !== refund);

/**
 * The number of the order that a compensated refund has held, where no other refund lets it go, nor a line that is taken
 * off, now or by an earlier pass.
 */
export function orderLeftHeld(
  effects: readonly SeenEffect[],
  refund: Refund,
  undone: readonly SeenEffect[],
): string | undefined {
  const takenOff = [...undone, ...effects.filter(({ state }) => state === 'reversed')];
  const isLifted = isLetGo(effects, refund) || isHeldBesides(effects, refund) || isHeldByIt(takenOff, refund);
  return isHeldByIt(effects, refund) && !isLifted ? standingSale(effects)?.number : undefined;
}

const standingSale = (effects: readonly SeenEffect[]): SeenEffect | undefined =>
  effects.find((effect) => effect.kind === 'sale' && stands(effect));

/**
 * A refund that has held the order lets it go, whatever became of its money: once nothing more is taken off it, and no
 * person has to look at its total before it may ship.
 */
export function letGoDue(seen: SeenRefund, { steps, trouble }: SaleSide): readonly LetGoStep[] {
  const { refund, effects } = seen;
  const sale = standingSale(effects);
  const isBusy = trouble !== undefined || steps.some((step) => step.do === 'reduce' || step.do === 'cancel');
  if (!sale || !isHeldByIt(effects, seen) || isBusy || isLetGo(effects, seen)) return [];
  return [{ do: 'let-go', key: letGoKey(seen), sale: sale.key, refund }];
}
