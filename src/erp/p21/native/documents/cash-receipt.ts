import type { CashReceipt } from '../../../../domain/documents.ts';
import { wholeNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import { afterImport, cashDiffers, cashOf, cashSaid, cashSender, type StoredCash } from './cash.ts';
import { define } from './kind.ts';
import { flag, rowsWith, text } from './rows.ts';

export type StoredReceipt = StoredCash & { readonly reversed: boolean };

export const cashReceipt = define<CashReceipt, StoredReceipt>({
  fields: { reference: 'check_number', company: 'company_no' },
  numbers: afterImport('cash-receipt', async (native, reference, signal) => {
    const equal = { check_number: reference, company_no: native.company };
    const rows = await rowsWith(native, 'ar_payment_details', equal, ['receipt_number'], signal);
    return rows
      .filter((row) => text(row, 'check_number') === reference)
      .map((row) => wholeNumber(text(row, 'receipt_number'), 'receipt_number'));
  }),
  stored: receiptOf,
  receipt: ({ number, amount, customer, reversed }) => ({
    kind: 'cash-receipt',
    number,
    total: amount,
    customer,
    status: reversed ? 'reversed' : 'open',
  }),
  prepare: (native, sent, reference, signal) => ({
    send: cashSender(native, 'cash-receipt', cashSaid(native.site, sent, reference), reference, signal),
  }),
  differs: (_native, sent, stored) => cashDiffers(sent, stored),
});

export async function receiptOf(
  native: Native,
  number: string,
  signal?: AbortSignal,
): Promise<StoredReceipt | undefined> {
  const equal = { receipt_number: number };
  const [row] = await rowsWith(native, 'ar_receipts', equal, ['receipt_number'], signal);
  if (!row) return undefined;
  const details = await rowsWith(native, 'ar_payment_details', equal, ['receipt_number'], signal);
  const reference = details.map((detail) => text(detail, 'check_number')).find((checkNumber) => checkNumber !== '');
  return { ...cashOf(native, row, 'receipt_number', reference ?? ''), reversed: flag(row, 'reversed_flag') };
}
