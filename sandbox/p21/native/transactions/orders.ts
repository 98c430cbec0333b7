import { mustBeDay } from '../../calendar.ts';
import { customerFor } from '../../customers.ts';
import { createInvoice } from '../../invoices.ts';
import { createOrder } from '../../sales-orders.ts';
import { remember } from './as-entered.ts';
import { disabled, Failure, noMatch } from './failures.ts';
import type { Row } from './given.ts';
import { formOf, mustHave, valueOf } from './given.ts';
import { changeOrder } from './order-changes.ts';
import { textsOf } from './order-heads.ts';
import { newLines } from './sale-rows.ts';
import type { Work } from './work.ts';
import { currencyIn, entry } from './work.ts';

/** Makes an order, or changes one that is found by its number. @returns its number */
export function postOrder(work: Work): string {
  const { row, isKeyed } = formOf(work.given, work.part.form);
  if (isKeyed) return changeOrder(work, row);
  if (row.has(work.part.key)) throw disabled(work.part.key);
  if (row.get('cancel_flag') === 'Y') throw disabled('cancel_flag');
  return row.get('fc_create_invoice') === 'Y' ? invoiceAtOnce(work, row) : newOrder(work, row);
}

function newOrder(work: Work, row: Row): string {
  const { erp, shipping } = work.site;
  const { date, header, lines } = read(work, row);
  const kept = lines.length > 1 && work.droppedLines.isDue() ? lines.slice(0, -1) : lines;
  const order = createOrder(erp, {
    ...header,
    OrderDate: date,
    Hold: row.get('approved') === 'N' ? 'Y' : 'N',
    Lines: { list: kept.map(({ body }) => body) },
  });
  if (lines.length > 1) work.droppedLines.count();
  kept.forEach(({ entered }, index) => remember(order, index + 1, entered));
  shipping.schedule(order);
  return order.number;
}

/** The books know direct invoices without an order: its number is noted beside them. */
function invoiceAtOnce(work: Work, row: Row): string {
  const { erp, atOnce } = work.site;
  if (row.get('approved') === 'N') throw new Failure('An order that is not approved cannot be invoiced');
  const { date, header, lines } = read(work, row);
  const list = lines.map(({ body }) => body);
  const invoice = createInvoice(erp, { ...header, InvoiceDate: date, Lines: { list } });
  lines.forEach(({ entered }, index) => remember(invoice, index + 1, entered));
  const number = erp.orders.nextNumber();
  atOnce.set(number, invoice.number);
  return number;
}

function read(work: Work, row: Row) {
  const { erp } = work.site;
  mustHave(work.definition, work.part.form, row);
  const date = mustBeDay(entry(work, row, 'OrderDate') ?? erp.clock.today(), 'OrderDate');
  const requested = mustBeDay(valueOf(row, 'requested_date') ?? '', 'requested_date');
  if (requested <= date) throw new Failure('Requested date must be after order date');
  const customer = customerFor(erp, entry(work, row, 'CustomerId') ?? '');
  const currency = currencyIn(work, row, 'CurrencyId') ?? customer.body.CurrencyId;
  const lines = newLines(work, currency);
  if (lines.length === 0) throw noMatch();
  return { date, header: { ...textsOf(work, row), CurrencyId: currency }, lines };
}
