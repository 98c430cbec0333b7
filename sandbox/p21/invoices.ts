import { z } from 'zod';
import { mustBeDay } from './calendar.ts';
import { pageOf } from './collections.ts';
import { buyer } from './customers.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused } from './errors.ts';
import type { SaleHeader } from './fields.ts';
import { day, headerOf, line, listOf, saleFields, text } from './fields.ts';
import type { BilledLine, Invoice } from './records.ts';
import { revenueLines, revenueOf } from './revenue.ts';
import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { billed, printLine, printTotals, readLines, totalsOf } from './sale-lines.ts';
import { stamps } from './shelf.ts';

const directInvoice = z.strictObject({
  ...saleFields,
  InvoiceDate: day,
  ExternalInvoiceNo: text(40).optional(),
  Lines: listOf(line),
});

export const invoiceRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/invoices',
    handle: ({ query }) => pageOf(erp.invoices, query, filters, (invoice) => print(erp, invoice)),
  },
  { method: 'post', path: '/api/v2/invoices', handle: ({ body }) => print(erp, createInvoice(erp, body)) },
  {
    method: 'get',
    path: '/api/v2/invoices/{InvoiceNo}',
    handle: (call) => print(erp, erp.invoices.get(numberIn(call, 'InvoiceNo'))),
  },
];

/** @throws Refusal when another document names an invoice that is not there */
export function invoiceNamed(erp: Erp, number: string): Invoice {
  const invoice = erp.invoices.find(number);
  if (!invoice) throw refused(`Invoice ${number} does not exist`);
  return invoice;
}

export function createInvoice(erp: Erp, input: unknown): Invoice {
  const body = parseBody(directInvoice, input);
  const header = headerOf(body);
  checkHeader(erp, header);
  const date = erp.periods.mustBeOpen(body.InvoiceDate, 'InvoiceDate');
  const lines = readLines(erp, body.Lines.list, header.CurrencyId).map(billed);
  return postInvoice(erp, { header, orderNo: undefined, externalNo: body.ExternalInvoiceNo, date, lines });
}

/** What is checked of orders and invoices alike. */
export function checkHeader(erp: Erp, header: SaleHeader): void {
  erp.mustBeOurs(header.CompanyId);
  erp.currencies.mustExist(header.CurrencyId);
  if (header.PaymentDate !== undefined) mustBeDay(header.PaymentDate, 'PaymentDate');
  buyer(erp, header.CustomerId);
}

type Bill = {
  readonly header: SaleHeader;
  readonly orderNo: string | undefined;
  readonly externalNo: string | undefined;
  readonly date: string;
  readonly lines: readonly BilledLine[];
};

export function postInvoice(erp: Erp, bill: Bill): Invoice {
  const currency = bill.header.CurrencyId;
  const totals = totalsOf(erp, bill.lines);
  const home = erp.currencies.toHome(totals.total, currency);
  const invoice: Invoice = {
    ...bill,
    number: erp.invoices.nextNumber(),
    ...erp.invoices.fresh(),
    side: 'debit',
    kind: 'invoice',
    customer: bill.header.CustomerId,
    currency,
    open: totals.total,
    openHome: home,
    totals,
    home,
    credited: { total: 0n, tax: 0n, home: 0n, revenue: new Map() },
  };
  const posting = { date: bill.date, source: `invoice ${invoice.number}` };
  erp.subLedger.open(invoice, revenueLines(totals, revenueOf(bill.lines), { home, currency }, -1n), posting);
  return erp.invoices.put(invoice);
}

const filters = {
  Reference: (invoice: Invoice, wanted: string) => invoice.header.Reference === wanted,
  CustomerId: (invoice: Invoice, wanted: string) => invoice.customer === wanted,
  OrderNo: (invoice: Invoice, wanted: string) => invoice.orderNo === wanted,
};

const print = (erp: Erp, invoice: Invoice) => ({
  InvoiceNo: invoice.number,
  OrderNo: invoice.orderNo,
  ExternalInvoiceNo: invoice.externalNo,
  InvoiceDate: invoice.date,
  ...invoice.header,
  CompanyId: erp.company,
  Lines: { list: invoice.lines.map((one) => printLine(erp, one, invoice.currency)) },
  ...printTotals(erp, invoice.totals, invoice.currency),
  LedgerAmount: erp.currencies.print(invoice.home, erp.currencies.home),
  AmountPaid: erp.currencies.print(invoice.totals.total - invoice.open, invoice.currency),
  OpenAmount: erp.currencies.print(invoice.open, invoice.currency),
  Status: invoice.open === 0n ? 'paid' : 'open',
  ...stamps(invoice),
});
