import type { CreditMemo, Reference } from '../../../../domain/documents.ts';
import { equal } from '../../../../domain/money.ts';
import { cut, inCurrency } from '../../../fields.ts';
import { firstOf } from '../../../read-back.ts';
import { ErpError } from '../../../errors.ts';
import { allowedExtra, positive, whole } from '../../document-fields.ts';
import { currencyNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import type { ByTransaction, Site } from '../site.ts';
import { extra, lengths } from '../target.ts';
import type { Element, Transaction } from '../transactions.ts';
import { editsBy, fieldOf, form, list, type Said } from './edits.ts';
import { define } from './kind.ts';
import { lineRows, linesDiffer } from './line-rows.ts';
import { text } from './rows.ts';
import { invoiceOf, invoicesBy, type StoredInvoice } from './stored-invoice.ts';
import { inFile, serviceOf } from './ways.ts';

export type StoredMemo = StoredInvoice & { readonly reference: string };
const role = 'credit-memo';

export const creditMemo = define<CreditMemo, StoredMemo>({
  fields: { reference: 'po_no', company: 'company_no' },
  numbers: async (native, reference, signal) =>
    (await invoicesBy(native, 'CM', { po_no: reference }, signal)).map((row) => text(row, 'invoice_no')),
  stored: memoOf,
  receipt: ({ number, total, customer }) => ({ kind: 'credit-memo', number, total, customer }),
  prepare(native, sent, reference, signal) {
    const way = serviceOf(native.site, role);
    const transaction = encodeMemo(native.site, way, sent, reference);
    return { send: async () => native.transactions.post(transaction, way.key, signal) };
  },
  differs: (_native, sent, memo) => memoDiffers(sent, memo) ?? linesDiffer(sent.lines, memo.lines),
});

export async function memoOf(native: Native, number: string, signal?: AbortSignal): Promise<StoredMemo | undefined> {
  const memo = await invoiceOf(native, 'CM', number, signal);
  return memo && { ...memo, reference: memo.poNo };
}

/** By lines, Prophet 21 computes the tax, and the caller compares the totals. */
const memoDiffers = (sent: CreditMemo, memo: StoredMemo): string | undefined =>
  firstOf({
    invoice_reference_no: memo.credited !== sent.invoice,
    currency_id: memo.currency !== sent.currency,
    total_amount: sent.lines.length === 0 && !equal(memo.total, sent.total),
  });

/** What is the same of every memo, also of one that only takes an invoice back. */
export type Memo = Pick<CreditMemo, 'invoice' | 'date' | 'currency' | 'lines' | 'total' | 'reason'> &
  Partial<Pick<CreditMemo, 'stripeId' | 'extra'>>;

/** By lines where the shop named them; otherwise by amount, which Prophet 21 splits as the invoice was. */
export function encodeMemo(site: Site, way: ByTransaction, memo: Memo, reference: Reference): Transaction {
  allowedExtra(memo.extra ?? {}, extra.none);
  inCurrency(memo.currency, 'memo_amount', memo.total);
  const said: readonly Said[] = [
    ['invoice', memo.invoice],
    ['date', memo.date],
    ['currency', currencyNumber(site, memo.currency)],
    ['reference', reference],
    ['amount', memo.lines.length > 0 ? undefined : positive('memo_amount', memo.total)],
    ['text', cut(memo.reason, lengths.memo.reason)],
    ['stripeId', memo.stripeId && whole('stripe_id', memo.stripeId, 255)],
  ];
  return { service: way.service, elements: [form(way.form, editsBy(role, way, ...said)), ...itemsOf(way, memo)] };
}

function itemsOf(way: ByTransaction, { lines, currency }: Memo): readonly Element[] {
  if (lines.length === 0) return [];
  if (!way.lines)
    throw new ErpError('rejected', 'Credit memos of this site have no lines: credit an amount instead', {
      where: inFile(role, 'lines'),
    });
  const rows = lineRows(lines, currency).map(({ key, item, quantity, price, tax }) =>
    editsBy(role, way, ['line', key], ['item', item], ['quantity', quantity], ['price', price], ['tax', tax]),
  );
  return [list(way.lines, fieldOf(role, way.fields, 'line'), rows)];
}
