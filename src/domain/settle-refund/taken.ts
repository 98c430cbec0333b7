import { stands, type SeenEffect } from '../effects.ts';
import { sum, type Money } from '../money.ts';
import { creditIn, leftOf } from './lines.ts';
import type { RefundedSale, SeenRefund, SoldLine } from './seen.ts';

/** What took something off the sale; what only evens out a total is no part of any refund. */
export const taken = ({ effects }: SeenRefund): readonly SeenEffect[] =>
  effects.filter(
    (effect) => (effect.kind === 'memo' || effect.kind === 'reduce') && stands(effect) && effect.part !== rounding,
  );
export const rounding = 'rounding';

/** What other refunds have changed of the order, cents included. */
export const byOthers = ({ effects, refund }: SeenRefund): number =>
  effects.filter((effect) => effect.kind === 'reduce' && effect.subject !== refund && stands(effect)).length;

export const amountsOf = (effects: readonly SeenEffect[], currency: string): Money =>
  sum(
    effects.flatMap(({ amount }) => (amount?.currency === currency ? [amount] : [])),
    currency,
  );

/** The lines of the sale, less what any refund took off them. */
export const leftNow = (seen: SeenRefund, { lines }: RefundedSale): readonly SoldLine[] =>
  leftOf(
    lines,
    taken(seen).flatMap(({ note }) => creditIn(note, seen.amount.currency).credited),
  );
