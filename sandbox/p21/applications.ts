import { z } from 'zod';
import { positive } from './cash.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused } from './errors.ts';
import { amount, day, name, reference } from './fields.ts';
import { invoiceNamed } from './invoices.ts';
import { sum } from '../money.ts';
import type { CashReceipt, Invoice } from './records.ts';

export const newApplication = z.strictObject({
  InvoiceNo: name(20),
  Amount: amount,
  Reference: reference.optional(),
  Date: day.optional(),
});
const unapplication = newApplication.extend({ ApplicationReference: reference.optional() });
type NewApplication = z.output<typeof newApplication>;

type Planned = {
  readonly invoice: Invoice;
  readonly amount: bigint;
  readonly reference: string | undefined;
  readonly date: string;
};

/** Checks all of them together, before the first one changes anything. */
export function checkApplications(
  erp: Erp,
  receipt: CashReceipt,
  wanted: readonly NewApplication[],
): readonly Planned[] {
  const planned = wanted.map((one) => plan(erp, receipt, one));
  const total = sum(planned.map((one) => one.amount));
  if (total > receipt.open) {
    throw refused(`The receipt has only ${erp.currencies.print(receipt.open, receipt.currency)} unapplied`);
  }
  for (const { invoice } of planned) {
    const onIt = sum(planned.filter((one) => one.invoice === invoice).map((one) => one.amount));
    if (onIt > invoice.open) {
      const open = erp.currencies.print(invoice.open, invoice.currency);
      throw refused(`Invoice ${invoice.number} has only ${open} open`);
    }
  }
  return planned;
}

function plan(erp: Erp, receipt: CashReceipt, wanted: NewApplication): Planned {
  if (receipt.reversed) throw refused(`Cash receipt ${receipt.number} is reversed`);
  const invoice = invoiceNamed(erp, wanted.InvoiceNo);
  if (invoice.customer !== receipt.customer) throw refused(`Invoice ${invoice.number} is of another customer`);
  if (invoice.currency !== receipt.currency) throw refused(`Invoice ${invoice.number} is in ${invoice.currency}`);
  return {
    invoice,
    amount: positive(erp.currencies.parse(wanted.Amount, receipt.currency, 'Amount'), 'Amount'),
    reference: wanted.Reference,
    date: erp.periods.mustBeOpen(wanted.Date ?? erp.clock.today(), 'Date'),
  };
}

export function applyTo(
  erp: Erp,
  receipt: CashReceipt,
  { invoice, amount: paid, reference: mark, date }: Planned,
): void {
  const number = `${receipt.number}-${receipt.applications.length + 1}`;
  const settlement = erp.subLedger.settle(invoice, receipt, paid, { date, source: `application ${number}` });
  receipt.applications.push({
    number,
    invoiceNo: invoice.number,
    reference: mark,
    date,
    settlement,
    undone: undefined,
  });
  erp.invoices.touch(invoice);
}

export function unapplyFrom(erp: Erp, receipt: CashReceipt, input: unknown): void {
  const body = parseBody(unapplication, input);
  const wanted = erp.currencies.parse(body.Amount, receipt.currency, 'Amount');
  const date = erp.periods.mustBeOpen(body.Date ?? erp.clock.today(), 'Date');
  const found = receipt.applications.find(
    (one) =>
      !one.undone &&
      one.invoiceNo === body.InvoiceNo &&
      one.settlement.amount === wanted &&
      (body.ApplicationReference ?? one.reference) === one.reference,
  );
  if (!found) {
    throw refused(`Cash receipt ${receipt.number} has no live application of ${body.Amount} to ${body.InvoiceNo}`);
  }
  const invoice = invoiceNamed(erp, found.invoiceNo);
  const posting = { date, source: `unapplication ${found.number}` };
  erp.subLedger.unsettle(invoice, receipt, found.settlement, posting);
  found.undone = { reference: body.Reference };
  erp.invoices.touch(invoice);
}
