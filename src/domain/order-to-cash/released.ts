import { stands, type SeenEffect } from '../effects.ts';

/** What the note of a sale says: document, hold, state of the payment. */
export const partsOf = ({ note = '' }: SeenEffect): readonly string[] => note.split(' ');
/** Its releases and what it was made to show, since it was posted. */
export const changesOf = (effects: readonly SeenEffect[], sale: SeenEffect): readonly SeenEffect[] =>
  effects
    .slice(effects.indexOf(sale))
    .filter(
      (change) =>
        (change.kind === 'release' || change.kind === 'payment-note') &&
        change.subject === sale.subject &&
        stands(change),
    );

/** Posted with a hold that its payment has not lifted yet. Whoever made it by hand also lets it go by hand. */
export const isUnreleased = (effects: readonly SeenEffect[], sale: SeenEffect): boolean =>
  sale.state === 'posted' &&
  partsOf(sale)[1] === 'held' &&
  !changesOf(effects, sale).some(({ kind }) => kind === 'release');
