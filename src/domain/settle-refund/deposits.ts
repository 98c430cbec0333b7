import { stands, type EffectKey, type SeenEffect } from '../effects.ts';
import { subtract, sum, type Money } from '../money.ts';
import type { SeenRefund } from './seen.ts';

/** A receipt of ours, and how much of it neither pays an invoice nor went back. */
export type Deposit = {
  readonly key: EffectKey;
  readonly charge: string;
  readonly part?: string;
  readonly free: Money;
};

/** Left in the ledger with a refund: what it was taken from. */
export const refundNote = (kind: 'credit-memo' | 'cash-receipt', from: string): string => `${kind} ${from}`;

/** What refunds took out of a receipt. */
export const refundedFrom = (effects: readonly SeenEffect[], receipt: EffectKey, currency: string): Money =>
  sum(
    effects.flatMap((effect) =>
      effect.kind === 'refund' && stands(effect) && effect.amount && effect.note === refundNote('cash-receipt', receipt)
        ? [effect.amount]
        : [],
    ),
    currency,
  );

/** In the order in which they were received. What a person received by hand has no amount, and is nobody's to give back here. */
export const depositsOf = ({ effects }: { readonly effects: readonly SeenEffect[] }): readonly Deposit[] =>
  effects.flatMap(({ kind, key, subject, part, amount, ...rest }) => {
    if (kind !== 'receipt' || !amount || !stands({ kind, key, subject, ...rest })) return [];
    const name = part ? `${subject}:${part}` : subject;
    const applied = effects.flatMap((effect) =>
      effect.kind === 'apply' && effect.subject === name && stands(effect) && effect.amount ? [effect.amount] : [],
    );
    const used = sum([...applied, refundedFrom(effects, key, amount.currency)], amount.currency);
    return [{ key, charge: subject, ...(part && { part }), free: subtract(amount, used) }];
  });

/** Something of the money of its charge was posted. */
export const isReceived = ({ effects, charge }: Pick<SeenRefund, 'effects' | 'charge'>): boolean =>
  effects.some((effect) => effect.kind === 'receipt' && effect.subject === charge && stands(effect));
