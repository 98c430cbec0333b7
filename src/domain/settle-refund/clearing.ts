import { effectKey, isStanding, type SeenEffect } from '../effects.ts';
import { zero } from '../money.ts';
import type { SeenRefund } from './seen.ts';
import type { CashStep, ClearStep, Settles } from './steps.ts';

/** Part of what clears a refund: no name of an invoice, so that nobody takes it for a payment of one. */
const cleared = 'cleared';

/** It takes nothing from what it clears the refund with: the refund has. */
export const isClearing = ({ kind, part = '' }: Pick<SeenEffect, 'kind' | 'part'>): boolean =>
  kind === 'apply' && (part === cleared || part.startsWith(`${cleared}:`));

type Paid = Pick<CashStep, 'key' | 'part' | 'settles' | 'amount'>;

/** Where posting a refund settles nothing, what was paid out is cleared with the memo or the deposit that it came from. */
export function clearingsDue(seen: SeenRefund, due: readonly CashStep[]): readonly ClearStep[] {
  if (!seen.clearsRefunds) return [];
  const { company, refund, effects } = seen;
  return [...paidOut(seen), ...due].flatMap(({ key: paid, part: of, settles, amount }) => {
    const part = of ? `${cleared}:${of}` : cleared;
    const key = effectKey({ company, kind: 'apply', subject: refund, part });
    if (isStanding(effects, key)) return [];
    return [{ do: 'clear', key, part, refund, paid, settles, amount } as const];
  });
}

/** What a person paid out by hand names nothing that it settles. */
const paidOut = (seen: SeenRefund): readonly Paid[] =>
  seen.effects.flatMap((effect) => {
    const { kind, subject, key, part, amount = zero(seen.amount.currency) } = effect;
    const settles = settledBy(seen, effect);
    if (kind !== 'refund' || subject !== seen.refund || effect.state !== 'posted' || !settles || amount.minor <= 0)
      return [];
    return [{ key, ...(part && { part }), settles, amount }];
  });

/** As the refund noted it: the effect that it was taken from, or the number that a person named. */
function settledBy({ effects, creditNotes = [] }: SeenRefund, { note = '' }: SeenEffect): Settles | undefined {
  const [kind, from] = note.split(' ');
  if ((kind !== 'credit-memo' && kind !== 'cash-receipt') || !from) return undefined;
  const own = effects.find(({ key }) => key === from);
  if (own) return { kind, by: own.key };
  const linked = creditNotes.find(({ memo }) => memo === from);
  return linked ? { kind, by: linked.memo, root: linked.root } : { kind, number: from };
}
