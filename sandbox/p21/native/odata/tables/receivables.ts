import type { Erp } from '../../../erp.ts';
import type { BilledLine, CreditMemo, Invoice } from '../../../records.ts';
import { enteredOf, printPrice } from '../../transactions/as-entered.ts';
import { decimal, flag, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';

/** An invoice or a credit memo, which Prophet 21 keeps as an invoice below nought. */
type Bill = {
  readonly number: string;
  readonly type: 'IN' | 'CM';
  readonly orderNo: string | undefined;
  readonly reference: string | undefined;
  readonly credited: string | undefined;
  readonly description: string | undefined;
  readonly document: Invoice | CreditMemo;
  readonly sign: bigint;
};
type Line = { readonly bill: Bill; readonly line: BilledLine };

export const receivableTables = (ground: Ground): readonly Table[] => {
  const bills = () => billsOf(ground);
  return [
    headerTable(ground, bills),
    lineTable(ground, () => bills().flatMap((bill) => bill.document.lines.map((line) => ({ bill, line })))),
  ];
};

const headerTable = ({ erp, clock, numberOf, money }: Ground, bills: () => readonly Bill[]): Table =>
  tableOf('invoice_hdr', bills, {
    invoice_no: text(({ number }) => number),
    order_no: text(({ orderNo }) => orderNo),
    po_no: text(({ reference }) => reference),
    company_no: text(() => erp.company),
    customer_id: text(({ document }) => document.customer),
    invoice_type: text(({ type }) => type),
    invoice_reference_no: text(({ credited }) => credited),
    invoice_date: time(({ document }) => clock.day(document.date)),
    currency_id: whole(({ document }) => numberOf(document.currency)),
    total_amount: decimal(({ document, sign }) => money(sign * document.totals.total, document.currency)),
    amount_paid: decimal(({ document, sign }) =>
      money(sign * (document.totals.total - document.open), document.currency),
    ),
    paid_in_full_flag: flag(({ document }) => document.open === 0n),
    invoice_desc: text(({ description }) => description),
    date_last_modified: time(({ document }) => clock.at(document.modified)),
  });

const lineTable = ({ erp, money, quantity }: Ground, lines: () => readonly Line[]): Table =>
  tableOf('invoice_line', lines, {
    invoice_no: text(({ bill }) => bill.number),
    line_no: whole(({ line }) => String(line.no)),
    item_id: text(({ line }) => line.item),
    unit_quantity: decimal(({ bill, line }) => quantity(bill.sign * line.quantity)),
    unit_price: decimal(({ bill, line }) => printPrice(priceOf(erp, bill, line))),
    extended_price: decimal(({ bill, line }) => money(bill.sign * line.net, bill.document.currency)),
  });

/** As it was entered, where it was entered with more digits than the books keep. */
function priceOf(erp: Erp, { document }: Bill, line: BilledLine): bigint {
  const { customer: CustomerId, currency: CurrencyId } = document;
  const sale = 'header' in document ? document : { header: { CustomerId, CurrencyId } };
  return enteredOf(erp, sale, line).unitPrice;
}

function billsOf({ erp, atOnce }: Ground): readonly Bill[] {
  const orders = new Map([...atOnce].map(([order, invoice]) => [invoice, order]));
  const invoices = erp.invoices.all().map((document): Bill => ({
    number: document.number,
    type: 'IN',
    orderNo: document.orderNo ?? orders.get(document.number),
    reference: document.header.Reference,
    credited: undefined,
    description: undefined,
    document,
    sign: 1n,
  }));
  const memos = erp.creditMemos.all().map((document): Bill => ({
    number: document.number,
    type: 'CM',
    orderNo: undefined,
    reference: document.reference,
    credited: document.invoiceNo,
    description: document.reason,
    document,
    sign: -1n,
  }));
  return [...invoices, ...memos];
}
