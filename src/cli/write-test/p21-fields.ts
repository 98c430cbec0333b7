import type { P21NativeConfig } from '../../config.ts';
import type { DocumentKind } from '../../domain/documents.ts';
import { nativeOf } from '../../erp/p21/native/adapter.ts';
import { p21NativeOptions } from '../../worker/p21.ts';
import type { FieldsOf } from './bench.ts';

/** Where Prophet 21 keeps a document: tables, and the column of its number in them. */
const homes: Readonly<Record<DocumentKind, Readonly<Record<string, string>>>> = {
  customer: { customer: 'customer_id' },
  'sales-order': { oe_hdr: 'order_no', oe_line: 'order_no' },
  invoice: { invoice_hdr: 'invoice_no', invoice_line: 'invoice_no' },
  'credit-memo': { invoice_hdr: 'invoice_no', invoice_line: 'invoice_no' },
  'cash-receipt': { ar_receipts: 'receipt_number', ar_payment_details: 'receipt_number' },
  'customer-refund': { ar_refunds: 'refund_number' },
  'journal-entry': { gl: 'transaction_number' },
};

/** What each field of a document became, as its tables show it. */
export function p21FieldsOf(erp: P21NativeConfig): FieldsOf {
  const { odata } = nativeOf(p21NativeOptions(erp));
  const { paymentColumns, customerColumn } = erp.site.profile;
  const own: Partial<typeof homes> = {
    ...(paymentColumns && { 'sales-order': { oe_hdr_ud: 'order_no' } }),
    ...(customerColumn !== undefined && { customer: { customer_ud: 'customer_id' } }),
  };
  return async (kind, number) => {
    const found = await Promise.all(
      Object.entries({ ...homes[kind], ...own[kind] }).map(async ([table, column]) => {
        const rows = await odata.rows(table, { where: [{ column, is: 'eq', value: number }], orderBy: [] });
        return rows.map((row) => `${table}: ${filled(row)}`);
      }),
    );
    return found.flat();
  };
}

const filled = (row: Readonly<Record<string, string | null>>): string =>
  Object.entries(row)
    .filter(([, value]) => value !== null && value !== '')
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
