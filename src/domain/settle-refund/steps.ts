import type { EffectKey } from '../effects.ts';
import { show, type Money } from '../money.ts';
import type { Settled } from '../order-to-cash/seen.ts';
import type { Credited } from './lines.ts';

/** The fraud flow of the payment is woken. */
export type ReviewStep = { readonly do: 'review'; readonly payment: string };
export type TakeBackStep = {
  readonly do: 'cancel';
  readonly key: EffectKey;
  readonly sale: EffectKey;
  readonly order: string;
  readonly generation: number;
};
/** The order was held while money was taken off it: now the warehouse may have it again. */
export type LetGoStep = {
  readonly do: 'let-go';
  readonly key: EffectKey;
  readonly sale: EffectKey;
  /** `re_…` */
  readonly refund: string;
};
export type ReduceStep = {
  readonly do: 'reduce';
  readonly key: EffectKey;
  readonly part?: string;
  readonly sale: EffectKey;
  readonly refund: string;
  /** By how much the order's total is to fall, tax included; negative where it fell by too much. */
  readonly amount: Money;
  /** Goods that go, or a line that takes an amount off. */
  readonly change:
    | { readonly goods: readonly { readonly item: string; readonly fewer: number; readonly of: number }[] }
    | { readonly net: Money; readonly taxCode?: string };
  /** How many reductions by other refunds stood when this was decided. */
  readonly others: number;
  readonly credited: readonly Credited[];
};
export type MemoStep = {
  readonly do: 'memo';
  readonly key: EffectKey;
  readonly part?: string;
  readonly refund: string;
  /** The ERP's number of the invoice. */
  readonly invoice: string;
  readonly sale: EffectKey;
  readonly amount: Money;
  /** What is credited of which line; nothing where the ERP shares the amount out. */
  readonly credited: readonly Credited[];
  /** The lines go to the ERP too, not the amount alone. */
  readonly byLines: boolean;
};
/** What the money is taken from: what an effect of ours made, or what a person named. */
export type Settles = { readonly kind: 'credit-memo' | 'cash-receipt' } & (
  | {
      readonly by: EffectKey;
      /** Where that hangs, if not with the refund: the memo of a credit note has a root of its own. */
      readonly root?: string;
    }
  | { readonly number: string }
);
export type CashStep = {
  readonly do: 'refund';
  readonly key: EffectKey;
  readonly part?: string;
  readonly refund: string;
  readonly settles: Settles;
  readonly amount: Money;
  readonly settled: Settled;
};
/** What was paid out and what that settles are no longer open items of the customer. */
export type ClearStep = {
  readonly do: 'clear';
  readonly key: EffectKey;
  readonly part: string;
  /** `re_…` */
  readonly refund: string;
  /** The effect that paid it out. */
  readonly paid: EffectKey;
  readonly settles: Settles;
  readonly amount: Money;
};
export type CashBackStep = {
  readonly do: 'refund-return';
  readonly key: EffectKey;
  readonly refund: string;
  readonly of: EffectKey;
  readonly amount: Money;
  readonly settled: Settled;
};
/** The flow of the payment reads again: what its deposits hold has changed. */
export type WakeStep = { readonly do: 'wake-payment'; readonly payment: string };

export type RefundStep =
  ReviewStep | TakeBackStep | ReduceStep | LetGoStep | MemoStep | CashStep | ClearStep | CashBackStep | WakeStep;

type Telling = { readonly [K in RefundStep['do']]: (step: Extract<RefundStep, { do: K }>) => string };

const intent: Telling = {
  review: () => 'wake the fraud review',
  cancel: () => 'cancel the order: all of its money went back',
  reduce: ({ amount }) => `reduce the order by ${show(amount)}`,
  memo: ({ amount, invoice }) => `credit ${show(amount)} of invoice ${invoice}`,
  refund: ({ amount, settles }) =>
    `post refund ${show(amount)} of the ${settles.kind === 'credit-memo' ? 'credit memo' : 'deposit'}`,
  'let-go': () => 'let the order go again',
  clear: ({ amount, settles }) =>
    `clear ${show(amount)} with the ${settles.kind === 'credit-memo' ? 'credit memo' : 'deposit'}`,
  'refund-return': ({ amount }) => `post ${show(amount)} that came back: the refund failed`,
  'wake-payment': () => 'wake the payment',
};

/** What a step is about to do, for people who read the history: no names, only codes and amounts. */
export const tell = (step: RefundStep): string => (intent[step.do] as (step: RefundStep) => string)(step);
