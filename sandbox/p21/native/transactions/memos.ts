import { createCreditMemo } from '../../credit-memos.ts';
import { newForm } from './cash.ts';
import { disabled, required } from './failures.ts';
import { newLines } from './sale-rows.ts';
import type { Work } from './work.ts';
import { currencyIn, entry, fieldOf, fill } from './work.ts';

/** By its lines or, without any, by its amount. */
export function postMemo(work: Work): string {
  const row = newForm(work);
  const currency = currencyIn(work, row, 'CurrencyId') ?? '';
  const lines = newLines(work, currency);
  const amount = entry(work, row, 'Amount');
  if (lines.length > 0 && amount !== undefined) throw disabled(fieldOf(work, 'Amount'));
  if (lines.length === 0 && amount === undefined) throw required('Memo Amount');
  return createCreditMemo(work.site.erp, {
    ...fill(work, row, ['InvoiceNo', 'CreditMemoDate', 'Reference', 'Reason', 'StripeId']),
    CurrencyId: currency,
    ...(lines.length > 0 ? { Lines: { list: lines.map(({ body }) => body) } } : { Amount: amount }),
  }).number;
}
