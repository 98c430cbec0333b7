import type { Day } from '../documents.ts';
import type { EffectKey } from '../effects.ts';
import { show, type Money } from '../money.ts';

type Entry = {
  readonly key: EffectKey;
  /** What the entry is about: a balance transaction or the dispute. */
  readonly subject: string;
  readonly generation: number;
  readonly amount: Money;
  readonly stripeId: string;
  readonly bookedOn: Day;
  readonly description: string;
};
export type MovementStep = Entry & {
  readonly do: 'movement';
  readonly kind: 'dispute';
  readonly type: 'dispute-withdrawn' | 'dispute-reinstated';
};
export type LossStep = Entry & { readonly do: 'loss'; readonly kind: 'lost'; readonly type: 'dispute-lost' };
export type UndoLossStep = {
  readonly do: 'undo-loss';
  readonly key: EffectKey;
  readonly kind: 'cancel';
  readonly subject: string;
  readonly generation: number;
  /** The entry that is taken back. */
  readonly undoes: EffectKey;
  readonly amount?: Money;
};
export type WakeStep = { readonly do: 'wake-payment'; readonly payment: string };
export type Step = MovementStep | LossStep | UndoLossStep | WakeStep;

/** Something that people must do or find out; no program does it, and a skip counts as done. */
export type Question = {
  readonly do: 'answer';
  readonly key: EffectKey;
  readonly kind: 'answer';
  readonly subject: string;
  readonly generation: number;
};

type Telling = { readonly [K in Step['do']]: (step: Extract<Step, { do: K }>) => string };

const intent: Telling = {
  movement: ({ type, amount }) =>
    `post ${show(amount)} ${type === 'dispute-withdrawn' ? 'withdrawn for the dispute' : 'given back'}`,
  loss: ({ amount }) => `post the loss of ${show(amount)}`,
  'undo-loss': ({ amount }) => `take back the loss${amount ? ` of ${show(amount)}` : ''}`,
  'wake-payment': () => 'wake the flow of the payment',
};

/** What a step is about to do, for people who read the history: no names, only codes and amounts. */
export const tell = (step: Step): string => (intent[step.do] as (step: Step) => string)(step);
