import { createReceipt } from '../../cash-receipts.ts';
import { createRefund } from '../../customer-refunds.ts';
import { disabled, noMatch, required, unknown } from './failures.ts';
import type { Row } from './given.ts';
import { formOf, mustHave } from './given.ts';
import type { Work } from './work.ts';
import { currencyIn, entry, fieldOf, fill } from './work.ts';

export function postReceipt(work: Work): string {
  const row = newForm(work);
  return createReceipt(work.site.erp, { ...cashIn(work, row), ...fill(work, row, ['ReceiptDate']) }).number;
}

export function postRefund(work: Work): string {
  const row = newForm(work);
  return createRefund(work.site.erp, {
    ...cashIn(work, row),
    ...fill(work, row, ['Date']),
    AppliesTo: settledBy(work, row),
  }).number;
}

/** The form of a document that can only be made, never changed. */
export function newForm(work: Work): Row {
  const { row, isKeyed } = formOf(work.given, work.part.form);
  if (isKeyed) throw noMatch();
  if (row.has(work.part.key)) throw disabled(work.part.key);
  mustHave(work.definition, work.part.form, row);
  return row;
}

const cashIn = (work: Work, row: Row): object => ({
  ...fill(work, row, ['CustomerId', 'Amount', 'LedgerAmount', 'BankAccount', 'SettlementAmount']),
  ...fill(work, row, ['PaymentDesc', 'Reference', 'StripeId']),
  CurrencyId: currencyIn(work, row, 'CurrencyId'),
  SettlementCurrencyId: currencyIn(work, row, 'SettlementCurrencyId'),
});

/** The one document that a refund pays back. */
function settledBy(work: Work, row: Row): object {
  const { receipts, creditMemos } = work.site.erp;
  const receipt = entry(work, row, 'ReceiptNo');
  const memo = entry(work, row, 'CreditMemoNo');
  if (receipt !== undefined && memo !== undefined) throw disabled(fieldOf(work, 'CreditMemoNo'));
  if (receipt !== undefined) {
    if (!receipts.find(receipt)) throw unknown(fieldOf(work, 'ReceiptNo'), receipt);
    return { ReceiptNo: receipt };
  }
  if (memo === undefined) throw required('Receipt Number');
  if (!creditMemos.find(memo)) throw unknown(fieldOf(work, 'CreditMemoNo'), memo);
  return { CreditMemoNo: memo };
}
