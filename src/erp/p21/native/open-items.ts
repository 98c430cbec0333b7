import type { DocumentKind, Reference } from '../../../domain/documents.ts';
import { negate, subtract } from '../../../domain/money.ts';
import type { ErpPort, OpenItem } from '../../port.ts';
import { amountOf, currencyOf, wholeNumber } from './amounts.ts';
import { orderNumber, ourOrders, type OurOrder } from './direct.ts';
import { text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { rowsOf } from './rows-of.ts';
import { dayOf } from './times.ts';

type Signal = AbortSignal | undefined;

/** A refund settles its receipt or memo at once, so it is never open. */
export const createOpenItems = (native: Native): Pick<ErpPort, 'openItems'> => ({
  async openItems({ customer }, call) {
    // A name that is no number is nobody's: customers have numbers.
    if (!/^\d{1,15}$/.test(customer)) return [];
    const [invoices, receipts] = await Promise.all([
      openInvoices(native, customer, call?.signal),
      openReceipts(native, customer, call?.signal),
    ]);
    return [...invoices, ...receipts].filter(({ open }) => open.minor !== 0);
  },
});

/** Of the receivables, what is left over is that customer's whatever type it is: a finance charge is `other`. */
async function openInvoices(native: Native, customer: string, signal: Signal): Promise<readonly OpenItem[]> {
  const where: readonly Condition[] = [
    { column: 'company_no', is: 'eq', value: native.company },
    { column: 'customer_id', is: 'eq', value: customer },
    { column: 'paid_in_full_flag', is: 'ne', value: 'Y' },
  ];
  const rows = await native.odata.rows('invoice_hdr', { where, orderBy: ['invoice_no'] }, signal);
  const ours = await ourOrders(native, rows, signal);
  return rows.map((row) => ofInvoice(native, row, ours.get(orderNumber(row))));
}

const kinds: Readonly<Record<string, DocumentKind>> = { IN: 'invoice', CM: 'credit-memo' };

function ofInvoice({ site }: Native, row: Row, order: OurOrder | undefined): OpenItem {
  const currency = currencyOf(site, row['currency_id'] ?? null);
  const total = amountOf(row['total_amount'], currency, 'total_amount');
  const type = text(row, 'invoice_type');
  // What the ERP makes of an order later is no document of ours, whosever the order is.
  const reference = type === 'CM' ? text(row, 'po_no') : order?.direct && order.reference;
  return {
    kind: kinds[type] ?? 'other',
    number: text(row, 'invoice_no'),
    customer: wholeNumber(row['customer_id'] ?? '', 'customer_id'),
    open: subtract(total, amountOf(row['amount_paid'], currency, 'amount_paid')),
    date: dayOf(row['invoice_date'], site.timeZone, 'invoice_date'),
    ...withReference(reference),
  };
}

async function openReceipts({ odata, company, site }: Native, customer: string, signal: Signal) {
  const where: readonly Condition[] = [
    { column: 'company_no', is: 'eq', value: company },
    { column: 'customer_id', is: 'eq', value: customer },
    { column: 'reversed_flag', is: 'ne', value: 'Y' },
    { column: 'unapplied_amount', is: 'ne', value: '0' },
  ];
  const rows = await odata.rows('ar_receipts', { where, orderBy: ['receipt_number'] }, signal);
  const details = await rowsOf(odata, 'ar_payment_details', 'receipt_number', rows.map(numberOf), {
    where: where.slice(0, 1),
    signal,
  });
  const references = new Map(details.map((row) => [numberOf(row), text(row, 'check_number')]));
  return rows.map((row): OpenItem => {
    const currency = currencyOf(site, row['currency_id'] ?? null);
    return {
      kind: 'cash-receipt',
      number: numberOf(row),
      customer,
      open: negate(amountOf(row['unapplied_amount'], currency, 'unapplied_amount')),
      date: dayOf(row['receipt_date'], site.timeZone, 'receipt_date'),
      ...withReference(references.get(numberOf(row))),
    };
  });
}

const numberOf = (row: Row): string => wholeNumber(row['receipt_number'] ?? '', 'receipt_number');
const withReference = (reference: string | false | undefined): Pick<OpenItem, 'reference'> =>
  reference ? { reference: reference as Reference } : {};
