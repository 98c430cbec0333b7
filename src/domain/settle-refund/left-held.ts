import { undoingOf } from '../compensation.ts';
import type { SeenEffect } from '../effects.ts';
import { isHeldBesides, isLetGo, ownHold, standingSale, type Refund } from './let-go.ts';

/**
 * The number of the order that a compensated refund has held, where no other refund lets it go, nor a line that is taken
 * off, now or by an earlier pass. A person who took it off has not lifted anything.
 */
export function orderLeftHeld(
  effects: readonly SeenEffect[],
  refund: Refund,
  undone: readonly SeenEffect[],
): string | undefined {
  const isHeld = ownHold(effects, refund) === 'held';
  const byHand = (effect: SeenEffect): boolean =>
    effects.some(({ key, state }) => state === 'settled-by-hand' && key === undoingOf(refund.company, effect).key);
  const takenOff = [...undone, ...effects.filter((effect) => effect.state === 'reversed' && !byHand(effect))];
  const isLifted =
    isLetGo(effects, refund) || isHeldBesides(effects, refund) || ownHold(takenOff, refund) !== undefined;
  return isHeld && !isLifted ? standingSale(effects)?.number : undefined;
}
