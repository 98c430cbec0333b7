import type { CashReceipt, Reference } from '../../../../domain/documents.ts';
import { fromDecimal } from '../../../../domain/money.ts';
import { define } from '../kind.ts';
import { CashReceipt as Stored } from '../schema.ts';
import { cashDiffers, encodeCash } from './cash.ts';
import { given } from '../../document-fields.ts';
import type { Origin } from './fields.ts';

export const encodeCashReceipt = (receipt: CashReceipt, reference: Reference, origin: Origin): object => ({
  ...encodeCash(receipt, reference, origin),
  ReceiptDate: receipt.date,
  // People look for the charge there; one that does not fit is left to StripeId rather than cut.
  ...given('CheckNumber', receipt.stripeId.length <= 30 ? receipt.stripeId : undefined),
});

export const cashReceipt = define<CashReceipt, Stored>({
  create: 'createCashReceipt',
  list: 'listCashReceipts',
  get: 'getCashReceipt',
  schema: Stored,
  encode: encodeCashReceipt,
  receipt: (stored) => ({
    kind: 'cash-receipt',
    number: stored.ReceiptNo,
    total: fromDecimal(stored.Amount, stored.CurrencyId),
    customer: stored.CustomerId,
    status: stored.Status === 'reversed' ? 'reversed' : 'open',
  }),
  differs: cashDiffers,
});
