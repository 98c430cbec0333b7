import { negate, type Money } from '../../../../domain/money.ts';
import { amountOf, currencyOf, quantityOf, wholeNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';
import type { StoredLine } from './line-rows.ts';
import { rowsWith, text } from './rows.ts';

/** An invoice or a credit memo of Prophet 21; the total of a memo is positive here, as it is in our words. */
export type StoredInvoice = {
  readonly number: string;
  readonly company: string;
  readonly customer: string;
  readonly currency: string;
  readonly total: Money;
  /** The order that was invoiced. */
  readonly order: string;
  /** The invoice that a memo credits. */
  readonly credited: string;
  readonly poNo: string;
  readonly lines: readonly StoredLine[];
};
type Type = 'IN' | 'CM';

export async function invoiceOf(
  native: Native,
  type: Type,
  number: string,
  signal?: AbortSignal,
): Promise<StoredInvoice | undefined> {
  const [head] = await rowsWith(
    native,
    'invoice_hdr',
    { invoice_no: number, invoice_type: type },
    ['invoice_no'],
    signal,
  );
  if (!head) return undefined;
  const currency = currencyOf(native.site, head['currency_id'] ?? null);
  const lines = await rowsWith(native, 'invoice_line', { invoice_no: number }, ['line_no'], signal);
  return {
    number: text(head, 'invoice_no'),
    company: text(head, 'company_no'),
    customer: wholeNumber(text(head, 'customer_id'), 'customer_id'),
    currency,
    total: signed(type, amountOf(head['total_amount'], currency, 'total_amount')),
    order: text(head, 'order_no'),
    credited: text(head, 'invoice_reference_no'),
    poNo: text(head, 'po_no'),
    lines: lines.map((row) => lineOf(row, currency)),
  };
}

/** M: the lines of a memo are negative, or they are not; the sign of the quantity tells. */
function lineOf(row: Row, currency: string): StoredLine {
  const net = amountOf(row['extended_price'], currency, 'extended_price');
  const quantity = quantityOf(row['unit_quantity'], 'unit_quantity');
  const item = text(row, 'item_id');
  return quantity < 0 ? { item, quantity: -quantity, net: negate(net) } : { item, quantity, net };
}

const signed = (type: Type, total: Money): Money => (type === 'CM' ? negate(total) : total);

/** Numbers of invoices or memos by one of their columns. */
export async function invoicesBy(
  native: Native,
  type: Type,
  equal: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  const where = { ...equal, company_no: native.company, invoice_type: type };
  const rows = await rowsWith(native, 'invoice_hdr', where, ['invoice_no'], signal);
  return rows.filter((row) => Object.entries(equal).every(([column, value]) => text(row, column) === value));
}
