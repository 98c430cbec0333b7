import { effectKey, isStanding, stands, type EffectKey, type SeenEffect } from '../effects.ts';
import { isUnreleased } from '../order-to-cash/released.ts';
import type { SaleSide } from './outcome.ts';
import { holdIn, type Hold } from './lines.ts';
import type { SeenRefund } from './seen.ts';
import type { LetGoStep } from './steps.ts';

export type Refund = { readonly company: string; readonly refund: string };

export const letGoKey = ({ company, refund: subject }: Refund): EffectKey =>
  effectKey({ company, kind: 'release', subject });

/** Whoever holds the order since has a reason of his own. */
export const isLetGo = (effects: readonly SeenEffect[], refund: Refund): boolean =>
  isStanding(effects, letGoKey(refund));

/** Of a reduction that was noted before its payment released the order, and is sent only now: it has to hold the order. */
export function holdNow(effects: readonly SeenEffect[], note: string | undefined): Hold | undefined {
  const hold = holdIn(note);
  const sale = standingSale(effects);
  return hold === 'kept' && sale && !isUnreleased(effects, sale) ? 'held' : hold;
}

type Held = { readonly effect: SeenEffect; readonly hold: Hold };
/** By reductions of the sale that stands; those of one that was cancelled before hold nothing. */
function allHolds(effects: readonly SeenEffect[]): readonly Held[] {
  const sale = standingSale(effects);
  return (sale ? effects.slice(effects.indexOf(sale)) : effects).flatMap((effect) => {
    const hold = effect.kind === 'reduce' ? holdNow(effects, effect.note) : undefined;
    return hold ? [{ effect, hold }] : [];
  });
}

/** How this refund keeps the order from being shipped, whatever became of what it took off. */
export const ownHold = (effects: readonly SeenEffect[], { refund }: Pick<Refund, 'refund'>): Hold | undefined =>
  allHolds(effects).find(({ effect }) => effect.subject === refund)?.hold;

/** Of what stands, or may, and was not let go. */
const standingHolds = (effects: readonly SeenEffect[], company: string): readonly Held[] =>
  allHolds(effects).filter(
    ({ effect }) =>
      (stands(effect) || effect.state === 'unknown') && !isLetGo(effects, { company, refund: effect.subject }),
  );

/**
 * The order is still kept from being shipped by this refund, as far as anybody here knows. A hold is put before the ERP
 * refuses what was to be taken off, and goes with the line that is taken back; a payment waits for what stands alone.
 */
export function isLeftHeld(effects: readonly SeenEffect[], { company, refund }: Refund): boolean {
  const own = allHolds(effects).filter(({ effect }) => effect.subject === refund);
  const isLifted =
    !standingSale(effects) ||
    isLetGo(effects, { company, refund }) ||
    own.some(({ effect }) => effect.state === 'reversed');
  return !isLifted && own.some(({ effect, hold }) => hold === 'held' || stands(effect));
}

/** A refund is taking something off the order: it tells the payments once that is done. */
export const isHeldByRefunds = (effects: readonly SeenEffect[], company: string): boolean =>
  standingHolds(effects, company).length > 0;

/** Another refund has put a hold on the order: it lets the order go once it is done. */
export const isHeldBesides = (effects: readonly SeenEffect[], { company, refund }: Refund): boolean =>
  standingHolds(effects, company).some(({ effect, hold }) => effect.subject !== refund && hold === 'held');

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
