import type { PaymentState } from '../documents.ts';
import type { EffectKey, SeenEffect } from '../effects.ts';
import { show, type Money } from '../money.ts';
import type { Settled } from './seen.ts';

export type CustomerStep = { readonly do: 'customer' };
export type SaleStep = {
  readonly do: 'sale';
  readonly key: EffectKey;
  readonly document: 'sales-order' | 'invoice';
  readonly order: string;
  readonly generation: number;
  readonly amount: Money;
  readonly hold: boolean;
  /** The order is posted held all the same and let go once the ERP's own total agrees: none ships with a wrong one. */
  readonly release?: { readonly key: EffectKey; readonly part: string };
  readonly state: PaymentState;
  /** ISO time. */
  readonly capturedAt?: string;
  /** With a direct invoice: what was captured, if that is less than the order. */
  readonly captured?: Money;
};
export type RoundingStep = {
  readonly do: 'rounding';
  readonly key: EffectKey;
  readonly sale: EffectKey;
  readonly order: string;
  readonly generation: number;
  /** What the ERP's total lacks, or has too much (negative). */
  readonly amount: Money;
};
export type ReleaseStep = {
  readonly do: 'release';
  readonly key: EffectKey;
  readonly sale: EffectKey;
  readonly order: string;
  readonly part: string;
};
export type NoteStep = Omit<ReleaseStep, 'do'> & { readonly do: 'payment-note'; readonly state: PaymentState };
export type CancelStep = {
  readonly do: 'cancel';
  readonly key: EffectKey;
  readonly sale: EffectKey;
  readonly order: string;
  readonly generation: number;
};
export type ReceiptStep = {
  readonly do: 'receipt';
  readonly key: EffectKey;
  readonly charge: string;
  readonly part?: string;
  readonly amount: Money;
  readonly settled: Settled;
};
export type ReturnStep = {
  readonly do: 'receipt-return';
  readonly key: EffectKey;
  readonly receipt: EffectKey;
  readonly charge: string;
  readonly amount: Money;
  readonly returned: Settled;
  /** Where the deposit was applied: that is taken back first. */
  readonly applied: readonly SeenEffect[];
};
export type ApplyStep = {
  readonly do: 'apply';
  readonly key: EffectKey;
  readonly receipt: EffectKey;
  /** The ERP's number of the invoice, or the effect that makes it. */
  readonly invoice: { readonly number: string } | { readonly sale: EffectKey };
  readonly subject: string;
  readonly part: string;
  readonly amount: Money;
};
export type WriteBackStep = { readonly do: 'write-back'; readonly key: EffectKey; readonly part: string };
/** A refund of this payment has something to do. */
export type WakeRefundStep = { readonly do: 'wake-refund'; readonly refund: string };
export type WakeStep = { readonly do: 'wake-siblings'; readonly order: string };

export type Step =
  | CustomerStep
  | SaleStep
  | RoundingStep
  | ReleaseStep
  | NoteStep
  | CancelStep
  | ReceiptStep
  | ReturnStep
  | ApplyStep
  | WriteBackStep
  | WakeRefundStep
  | WakeStep;

type Telling = { readonly [K in Step['do']]: (step: Extract<Step, { do: K }>) => string };

const intent: Telling = {
  customer: () => 'match the customer',
  sale: ({ document, amount, hold }) =>
    `post ${document === 'invoice' ? 'invoice' : 'order'} ${show(amount)}${hold ? ', held' : ''}`,
  rounding: ({ amount }) => `add a rounding line ${show(amount)}`,
  release: () => 'release the order',
  'payment-note': ({ state }) => `show payment state ${state} on the order`,
  cancel: () => 'cancel the order',
  receipt: ({ amount }) => `post receipt ${show(amount)}`,
  'receipt-return': ({ amount }) => `return receipt ${show(amount)}: the bank took the money back`,
  apply: ({ amount, invoice }) => `apply ${show(amount)} to invoice${'number' in invoice ? ` ${invoice.number}` : ''}`,
  'write-back': () => 'write the ERP numbers back to Stripe',
  'wake-refund': () => 'wake a refund of the payment',
  'wake-siblings': () => 'wake the other payments of the order',
};

/** What a step is about to do, for people who read the history: no names, only codes and amounts. */
export const tell = (step: Step): string => (intent[step.do] as (step: Step) => string)(step);
