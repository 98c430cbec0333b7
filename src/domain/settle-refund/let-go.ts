import { effectKey, isStanding, stands, type EffectKey, type SeenEffect } from '../effects.ts';
import type { SaleSide } from './outcome.ts';
import { holdIn, type Hold } from './lines.ts';
import type { SeenRefund } from './seen.ts';
import type { LetGoStep } from './steps.ts';

export type Refund = { readonly company: string; readonly refund: string };

const letGoKey = ({ company, refund: subject }: Refund): EffectKey => effectKey({ company, kind: 'release', subject });

/** Whoever holds the order since has a reason of his own. */
export const isLetGo = (effects: readonly SeenEffect[], refund: Refund): boolean =>
  isStanding(effects, letGoKey(refund));

const holdOf = ({ kind, note }: SeenEffect): Hold | undefined => (kind === 'reduce' ? holdIn(note) : undefined);

/** How this refund keeps the order from being shipped, whatever became of what it took off. */
export const ownHold = (effects: readonly SeenEffect[], { refund }: Pick<Refund, 'refund'>): Hold | undefined =>
  effects.filter(({ subject }) => subject === refund).flatMap((effect) => holdOf(effect) ?? [])[0];

/** What refunds have taken off the order that stands, or may have, and keep it from being shipped until they let it go. */
function holdsOf(effects: readonly SeenEffect[], company: string): readonly SeenEffect[] {
  const sale = standingSale(effects);
  const since = sale ? effects.slice(effects.indexOf(sale)) : effects;
  return since.filter(
    (effect) =>
      holdOf(effect) !== undefined &&
      (stands(effect) || effect.state === 'unknown') &&
      !isLetGo(effects, { company, refund: effect.subject }),
  );
}

/** A refund is taking something off the order: it tells the payments once that is done. */
export const isHeldByRefunds = (effects: readonly SeenEffect[], company: string): boolean =>
  holdsOf(effects, company).length > 0;

/** Another refund has put a hold on the order: it lets the order go once it is done. */
export const isHeldBesides = (effects: readonly SeenEffect[], { company, refund }: Refund): boolean =>
  holdsOf(effects, company).some((effect) => effect.subject !== refund && holdOf(effect) === 'held');

export const standingSale = (effects: readonly SeenEffect[]): SeenEffect | undefined =>
  effects.find((effect) => effect.kind === 'sale' && stands(effect));

/**
 * A refund that has held the order lets it go, whatever became of its money: once nothing more is taken off it, and no
 * person has to look at its total before it may ship.
 */
export function letGoDue(seen: SeenRefund, { steps, trouble }: SaleSide): readonly LetGoStep[] {
  const { refund, effects } = seen;
  const sale = standingSale(effects);
  const isBusy = trouble !== undefined || steps.some((step) => step.do === 'reduce' || step.do === 'cancel');
  if (!sale || !ownHold(effects, seen) || isBusy || isLetGo(effects, seen)) return [];
  return [{ do: 'let-go', key: letGoKey(seen), sale: sale.key, refund }];
}
