import type { Money } from './money.ts';

/** `<company>/<kind>/<subject>[/<part>]#<generation>`: the same change to a system outside has the same key, for ever. */
export type EffectKey = string & { readonly brand: 'EffectKey' };

export type EffectKind =
  | 'customer'
  | 'sale'
  | 'rounding'
  | 'receipt'
  | 'receipt-return'
  | 'apply'
  | 'unapply'
  | 'cancel'
  | 'release'
  | 'payment-note'
  | 'write-back'
  | 'reduce'
  | 'memo'
  | 'refund'
  | 'refund-return'
  | 'dispute'
  | 'lost'
  | 'stripe-refund'
  /** Of a question that only people can answer: nothing is posted, a `skip` is the answer. */
  | 'answer'
  | 'customer-fields'
  | 'customer-write-back'
  | 'item-write-back';

export type EffectState = 'intent' | 'posted' | 'refused' | 'unknown' | 'reversed' | 'settled-by-hand' | 'abandoned';

/** One row of the ledger as the decisions see it: facts, nobody's data. */
export type SeenEffect = {
  readonly key: EffectKey;
  readonly kind: EffectKind;
  /** The Stripe or order id that the effect is about. */
  readonly subject: string;
  readonly part?: string;
  readonly generation: number;
  readonly state: EffectState;
  /** The ERP's number of the document, once posted or named by a person. */
  readonly number?: string;
  readonly amount?: Money;
  /** The total that the ERP itself showed when it was read back. */
  readonly posted?: Money;
  /** A short code that the posting left, as `held-for-payment`. */
  readonly note?: string;
};

type Named = {
  readonly company: string;
  readonly kind: EffectKind;
  readonly subject: string;
  readonly part?: string;
  readonly generation?: number;
};

export const effectKey = ({ company, kind, subject, part, generation = 1 }: Named): EffectKey =>
  `${company}/${kind}/${subject}${part ? `/${part}` : ''}#${generation}` as EffectKey;

/** The document stands in the ERP, whoever put it there. */
export const stands = ({ state }: SeenEffect): boolean => state === 'posted' || state === 'settled-by-hand';

/** It may yet come to stand: its request is to go, is under way, or nobody knows what became of it. */
export const isUnsettled = ({ state }: Pick<SeenEffect, 'state'>): boolean => state === 'intent' || state === 'unknown';

export const isStanding = (effects: readonly SeenEffect[], key: EffectKey): boolean =>
  effects.some((effect) => effect.key === key && stands(effect));
