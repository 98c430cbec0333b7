import { z } from 'zod';
import { pageOf } from './collections.ts';
import type { Erp } from './erp.ts';
import { invalid, parseBody, refused } from './errors.ts';
import { amount, currency, day, line, listOf, name, reference, stripeId, text, userDefined } from './fields.ts';
import { invoiceNamed } from './invoices.ts';
import { shareOf } from '../money.ts';
import type { BilledLine, CreditMemo, Invoice, Totals, Revenue } from './records.ts';
import { dividedLike, leftOf, plus, revenueLines, revenueOf } from './revenue.ts';

import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { billed, printLine, printTotals, readLines, totalsOf } from './sale-lines.ts';
import { stamps } from './shelf.ts';

const newMemo = z.strictObject({
  CompanyId: text(8).optional(),
  InvoiceNo: name(20),
  CreditMemoDate: day,
  CurrencyId: currency,
  Amount: amount.optional(),
  Lines: listOf(line).optional(),
  Reason: text(255).optional(),
  Reference: reference.optional(),
  StripeId: stripeId.optional(),
  UserDefined: userDefined.optional(),
});
type NewMemo = z.output<typeof newMemo>;

export const creditMemoRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/creditmemos',
    handle: ({ query }) => pageOf(erp.creditMemos, query, filters, (memo) => print(erp, memo)),
  },
  { method: 'post', path: '/api/v2/creditmemos', handle: ({ body }) => print(erp, createCreditMemo(erp, body)) },
  {
    method: 'get',
    path: '/api/v2/creditmemos/{CreditMemoNo}',
    handle: (call) => print(erp, erp.creditMemos.get(numberIn(call, 'CreditMemoNo'))),
  },
];

export function createCreditMemo(erp: Erp, input: unknown): CreditMemo {
  const body = parseBody(newMemo, input);
  erp.mustBeOurs(body.CompanyId);
  const date = erp.periods.mustBeOpen(body.CreditMemoDate, 'CreditMemoDate');
  const invoice = invoiceNamed(erp, body.InvoiceNo);
  if (body.CurrencyId !== invoice.currency) {
    throw refused(`Invoice ${invoice.number} is in ${invoice.currency}, not in ${body.CurrencyId}`);
  }
  const { lines, totals, revenue } = creditOf(erp, invoice, body);
  const left = invoice.totals.total - invoice.credited.total;
  if (totals.total <= 0n) throw invalid('A credit memo must be worth more than nought');
  if (totals.total > left) {
    throw refused(`Invoice ${invoice.number} has only ${erp.currencies.print(left, invoice.currency)} left to credit`);
  }
  return post(erp, invoice, body, { date, lines, totals }, revenue);
}

type Credit = { readonly lines: readonly BilledLine[]; readonly totals: Totals };

function creditOf(erp: Erp, invoice: Invoice, body: NewMemo): Credit & { readonly revenue: Revenue } {
  if ((body.Amount === undefined) === (body.Lines === undefined)) throw invalid('Give either Amount or Lines');
  if (body.Lines) {
    const lines = readLines(erp, body.Lines.list, invoice.currency).map((line) => onItsAccount(invoice, billed(line)));
    return { lines, totals: totalsOf(erp, lines), revenue: revenueOf(lines) };
  }
  const total = erp.currencies.parse(body.Amount ?? '0', invoice.currency, 'Amount');
  const totals = splitLike(invoice, total);
  const invoiced = revenueOf(invoice.lines);
  const isLast = total === invoice.totals.total - invoice.credited.total;
  const revenue = isLast ? leftOf(invoiced, invoice.credited.revenue) : dividedLike(invoiced, totals.subtotal);
  return { lines: [], totals, revenue };
}

/** A line that names no account reverses what the invoice posted for its item. */
function onItsAccount(invoice: Invoice, line: BilledLine): BilledLine {
  const accounts = new Set(
    invoice.lines.filter(({ item }) => item === line.item).map(({ revenueAccount }) => revenueAccount),
  );
  const [account] = accounts.size === 1 ? accounts : [];
  return { ...line, revenueAccount: line.revenueAccount ?? account };
}

/** Splits an amount between revenue and tax as its invoice was; the last memo takes what is left of the tax. */
function splitLike({ totals, credited }: Invoice, total: bigint): Totals {
  const isLast = total === totals.total - credited.total;
  const tax = isLast ? totals.tax - credited.tax : shareOf(totals.tax, total, totals.total || 1n);
  let rest = tax;
  const taxes = totals.taxes.map(({ code, taxable, tax: whole }, index) => {
    const part = index === totals.taxes.length - 1 ? rest : shareOf(whole, tax, totals.tax || 1n);
    rest -= part;
    return { code, taxable: shareOf(taxable, total, totals.total || 1n), tax: part };
  });
  return { subtotal: total - tax, tax, total, taxes };
}

type Dated = Credit & { readonly date: string };

function post(erp: Erp, invoice: Invoice, body: NewMemo, credit: Dated, revenue: Revenue): CreditMemo {
  const { totals, date } = credit;
  const { credited, currency: code } = invoice;
  const isLast = totals.total === invoice.totals.total - credited.total;
  const home = isLast ? invoice.home - credited.home : shareOf(invoice.home, totals.total, invoice.totals.total);
  const memo: CreditMemo = {
    ...credit,
    number: erp.creditMemos.nextNumber(),
    ...erp.creditMemos.fresh(),
    side: 'credit',
    kind: 'credit-memo',
    customer: invoice.customer,
    currency: code,
    open: totals.total,
    openHome: home,
    invoiceNo: invoice.number,
    byAmount: body.Amount !== undefined,
    home,
    companyId: body.CompanyId,
    reason: body.Reason,
    reference: body.Reference,
    stripeId: body.StripeId,
    userDefined: body.UserDefined,
  };
  const posting = { date, source: `credit memo ${memo.number}` };
  erp.subLedger.open(memo, revenueLines(totals, revenue, { home, currency: code }, 1n), posting);
  invoice.credited = {
    total: credited.total + totals.total,
    tax: credited.tax + totals.tax,
    home: credited.home + home,
    revenue: plus(credited.revenue, revenue),
  };
  const paid = invoice.open < memo.open ? invoice.open : memo.open;
  if (paid > 0n) erp.subLedger.settle(invoice, memo, paid, posting);
  erp.invoices.touch(invoice);
  return erp.creditMemos.put(memo);
}

const filters = {
  Reference: (memo: CreditMemo, wanted: string) => memo.reference === wanted,
  CustomerId: (memo: CreditMemo, wanted: string) => memo.customer === wanted,
  InvoiceNo: (memo: CreditMemo, wanted: string) => memo.invoiceNo === wanted,
};

const print = (erp: Erp, memo: CreditMemo) => ({
  CreditMemoNo: memo.number,
  CompanyId: erp.company,
  CustomerId: memo.customer,
  InvoiceNo: memo.invoiceNo,
  CreditMemoDate: memo.date,
  CurrencyId: memo.currency,
  Amount: memo.byAmount ? erp.currencies.print(memo.totals.total, memo.currency) : undefined,
  Lines: memo.byAmount ? undefined : { list: memo.lines.map((one) => printLine(erp, one, memo.currency)) },
  Reason: memo.reason,
  Reference: memo.reference,
  StripeId: memo.stripeId,
  UserDefined: memo.userDefined,
  ...printTotals(erp, memo.totals, memo.currency),
  LedgerAmount: erp.currencies.print(memo.home, erp.currencies.home),
  AmountApplied: erp.currencies.print(memo.totals.total - memo.open, memo.currency),
  OpenAmount: erp.currencies.print(memo.open, memo.currency),
  Status: memo.open === 0n ? 'applied' : 'open',
  ...stamps(memo),
});
