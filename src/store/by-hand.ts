import type { EffectKind } from '../domain/effects.ts';
import type { ErpReceipt } from '../erp/port.ts';

const receiptKinds: Readonly<Record<EffectKind, ErpReceipt['kind']>> = {
  customer: 'customer',
  sale: 'sales-order',
  rounding: 'setting',
  receipt: 'cash-receipt',
  'receipt-return': 'undoing',
  apply: 'application',
  unapply: 'undoing',
  cancel: 'undoing',
  release: 'setting',
  'payment-note': 'setting',
  'write-back': 'setting',
  'customer-fields': 'setting',
  'customer-write-back': 'setting',
  'item-write-back': 'setting',
  reduce: 'setting',
  memo: 'credit-memo',
  refund: 'customer-refund',
  'refund-return': 'cash-receipt',
  dispute: 'journal-entry',
  lost: 'journal-entry',
  'stripe-refund': 'setting',
  answer: 'setting',
};

/** What a person did in the ERP, as far as the ledger knows it: the kind, and the number if one was named. */
export const byHand = (kind: EffectKind, number: string | null): ErpReceipt => ({
  kind: receiptKinds[kind],
  number: number ?? '',
});
