import type { z } from 'zod';
import type { CreditMemo, Reference } from '../../../../domain/documents.ts';
import { firstOf } from '../../../read-back.ts';
import { define, isNot, totalOf } from '../kind.ts';
import { CreditMemo as Stored } from '../schema.ts';
import { cut, inCurrency } from '../../../fields.ts';
import { given, positive, whole } from '../../document-fields.ts';
import { extraFields, type Origin } from './fields.ts';
import { linesOf, lineThatDiffers } from './lines.ts';
import { extra, lengths } from '../target.ts';

/** By lines where the shop named them; otherwise by amount, which the ERP splits as the invoice was. */
export function encodeCreditMemo(memo: CreditMemo, reference: Reference, { company }: Origin): object {
  inCurrency(memo.currency, 'Amount', memo.total);
  return {
    CompanyId: company,
    InvoiceNo: memo.invoice,
    CreditMemoDate: memo.date,
    CurrencyId: memo.currency,
    ...(memo.lines.length > 0
      ? { Lines: linesOf(memo.lines, memo.currency) }
      : { Amount: positive('Amount', memo.total) }),
    ...given('Reason', cut(memo.reason, lengths.memo.reason)),
    Reference: reference,
    StripeId: whole('StripeId', memo.stripeId, 255),
    ...extraFields(memo.extra, extra['credit-memo']),
  };
}

export const creditMemo = define<CreditMemo, z.infer<typeof Stored>>({
  create: 'createCreditMemo',
  list: 'listCreditMemos',
  get: 'getCreditMemo',
  schema: Stored,
  encode: encodeCreditMemo,
  receipt: (stored) => ({
    kind: 'credit-memo',
    number: stored.CreditMemoNo,
    total: totalOf(stored),
    customer: stored.CustomerId,
  }),
  differs: (sent, stored) =>
    firstOf({
      InvoiceNo: stored.InvoiceNo !== sent.invoice,
      CurrencyId: stored.CurrencyId !== sent.currency,
      // By lines, the ERP computes the tax, and the caller compares the totals.
      Amount: sent.lines.length === 0 && isNot(sent.total, stored.TotalAmount, stored.CurrencyId),
    }) ?? lineThatDiffers(sent.lines, stored.Lines?.list ?? [], sent.currency),
});
