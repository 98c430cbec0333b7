import type { MemoStep, ReduceStep, TakeBackStep } from './steps.ts';

/** Why a refund can't go on by itself; docs/runbook.md says what each one means. */
export type SaleTrouble =
  'sale-missing' | 'refund-lines' | 'order-partly-invoiced' | 'invoice-open' | 'erp-total-differs';
export type SaleWaiting = 'sale' | 'invoice' | 'receipt' | 'application';
/** What the refund does to what was sold: it is credited, reduced or taken back, or that has to wait. */
export type SaleSide = {
  readonly steps: readonly (TakeBackStep | ReduceStep | MemoStep)[];
  readonly waiting?: SaleWaiting;
  readonly trouble?: SaleTrouble;
};
