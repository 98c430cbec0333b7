import type { DocumentKind } from '../../../domain/documents.ts';
import { cashReceipt } from './documents/cash-receipt.ts';
import { creditMemo } from './documents/credit-memo.ts';
import { customerRefund } from './documents/customer-refund.ts';
import { customer } from './documents/customer.ts';
import { invoice } from './documents/invoice.ts';
import { journalEntry } from './documents/journal-entry.ts';
import type { Kind } from './documents/kind.ts';
import { salesOrder } from './documents/sales-order.ts';

/** What each kind of document is in Prophet 21. */
export const kinds: Readonly<Record<DocumentKind, Kind>> = {
  customer,
  'sales-order': salesOrder,
  invoice,
  'credit-memo': creditMemo,
  'cash-receipt': cashReceipt,
  'customer-refund': customerRefund,
  'journal-entry': journalEntry,
};
