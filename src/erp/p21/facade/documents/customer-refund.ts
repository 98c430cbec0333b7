import type { z } from 'zod';
import type { CustomerRefund, Reference } from '../../../../domain/documents.ts';
import { fromDecimal } from '../../../../domain/money.ts';
import { firstOf } from '../../../read-back.ts';
import { define } from '../kind.ts';
import { CustomerRefund as Stored } from '../schema.ts';
import { cashDiffers, encodeCash } from './cash.ts';
import type { Origin } from './fields.ts';

const settled = { 'credit-memo': 'CreditMemoNo', 'cash-receipt': 'ReceiptNo' } as const;

export const encodeCustomerRefund = (refund: CustomerRefund, reference: Reference, origin: Origin): object => ({
  ...encodeCash(refund, reference, origin),
  Date: refund.date,
  AppliesTo: { [settled[refund.settles.kind]]: refund.settles.number },
});

export const customerRefund = define<CustomerRefund, z.infer<typeof Stored>>({
  create: 'createCustomerRefund',
  list: 'listCustomerRefunds',
  get: 'getCustomerRefund',
  schema: Stored,
  encode: encodeCustomerRefund,
  receipt: (stored) => ({
    kind: 'customer-refund',
    number: stored.RefundNo,
    total: fromDecimal(stored.Amount, stored.CurrencyId),
    customer: stored.CustomerId,
  }),
  differs: (sent, stored) =>
    cashDiffers(sent, stored) ??
    firstOf({ AppliesTo: (stored.AppliesTo.CreditMemoNo ?? stored.AppliesTo.ReceiptNo) !== sent.settles.number }),
});
