import { z } from 'zod';
import { applyTo, checkApplications, newApplication, unapplyFrom } from './applications.ts';
import { bankLine, printCash, readCash } from './cash.ts';
import { pageOf, yesNo } from './collections.ts';
import { customerFor } from './customers.ts';
import type { Erp } from './erp.ts';
import { invalid, parseBody, refused } from './errors.ts';
import { cashFields, day, listOf, reference, text } from './fields.ts';
import type { Application, CashReceipt } from './records.ts';
import type { Call, Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { stamps } from './shelf.ts';

const newReceipt = z.strictObject({
  ...cashFields,
  ReceiptDate: day,
  CheckNumber: text(30).optional(),
  Applications: listOf(newApplication).optional(),
});
const reversal = z.strictObject({ Reason: text(255), Reference: reference.optional(), Date: day });
const path = '/api/v2/cashreceipts';

export function cashReceiptRoutes(erp: Erp): readonly Route[] {
  const changing = (change: (erp: Erp, receipt: CashReceipt, body: unknown) => void) => (call: Call) => {
    const receipt = erp.receipts.get(numberIn(call, 'ReceiptNo'));
    change(erp, receipt, call.body);
    return print(erp, erp.receipts.touch(receipt));
  };
  return [
    { method: 'get', path, handle: ({ query }) => pageOf(erp.receipts, query, filters, (one) => print(erp, one)) },
    { method: 'post', path, handle: ({ body }) => print(erp, createReceipt(erp, body)) },
    {
      method: 'get',
      path: `${path}/{ReceiptNo}`,
      handle: (call) => print(erp, erp.receipts.get(numberIn(call, 'ReceiptNo'))),
    },
    { method: 'post', path: `${path}/{ReceiptNo}/apply`, handle: changing(apply) },
    { method: 'post', path: `${path}/{ReceiptNo}/unapply`, handle: changing(unapplyFrom) },
    { method: 'post', path: `${path}/{ReceiptNo}/reverse`, handle: changing(reverseReceipt) },
  ];
}

export function createReceipt(erp: Erp, input: unknown): CashReceipt {
  const { ReceiptDate, CheckNumber, Applications, ...header } = parseBody(newReceipt, input);
  customerFor(erp, header.CustomerId);
  const cash = readCash(erp, header);
  const date = erp.periods.mustBeOpen(ReceiptDate, 'ReceiptDate');
  const receipt: CashReceipt = {
    number: '',
    ...erp.receipts.fresh(),
    ...cash,
    side: 'credit',
    kind: 'cash-receipt',
    customer: header.CustomerId,
    currency: header.CurrencyId,
    open: cash.amount,
    openHome: cash.home,
    header,
    date,
    checkNumber: CheckNumber,
    applications: [],
    refunded: 0n,
    reversed: undefined,
  };
  const wanted = (Applications?.list ?? []).map((one) => ({ Date: ReceiptDate, ...one }));
  const applications = checkApplications(erp, receipt, wanted);
  const kept = erp.receipts.put(Object.assign(receipt, { number: erp.receipts.nextNumber() }));
  erp.subLedger.open(kept, [bankLine(header, cash, 1n)], { date, source: `cash receipt ${kept.number}` });
  for (const one of applications) applyTo(erp, kept, one);
  return kept;
}

function apply(erp: Erp, receipt: CashReceipt, input: unknown): void {
  const [application] = checkApplications(erp, receipt, [parseBody(newApplication, input)]);
  if (application) applyTo(erp, receipt, application);
}

/** For receipts that were posted wrongly: cash that came in and went out again is a refund. */
export function reverseReceipt(erp: Erp, receipt: CashReceipt, input: unknown): void {
  const body = parseBody(reversal, input);
  if (receipt.reversed) throw refused(`Cash receipt ${receipt.number} is reversed already`);
  if (receipt.open !== receipt.amount) {
    throw refused(`Cash receipt ${receipt.number} is applied or refunded; unapply it before it can be reversed`);
  }
  if (body.Date < receipt.date) throw invalid(`Date ${body.Date} is before the receipt itself`);
  const date = erp.periods.mustBeOpen(body.Date, 'Date');
  const posting = { date, source: `reversal of cash receipt ${receipt.number}` };
  erp.subLedger.close(receipt, [bankLine(receipt.header, receipt, 1n)], posting);
  receipt.reversed = { reason: body.Reason, reference: body.Reference, date };
}

const filters = {
  Reference: (receipt: CashReceipt, wanted: string) => receipt.header.Reference === wanted,
  CustomerId: (receipt: CashReceipt, wanted: string) => receipt.customer === wanted,
};

export function receiptStatus({ reversed, open, amount }: CashReceipt): string {
  if (reversed) return 'reversed';
  if (open === amount) return 'unapplied';
  return open === 0n ? 'applied' : 'partial';
}

const print = (erp: Erp, receipt: CashReceipt) => ({
  ReceiptNo: receipt.number,
  ReceiptDate: receipt.date,
  CheckNumber: receipt.checkNumber,
  ...printCash(erp, receipt.header, receipt),
  UnappliedAmount: erp.currencies.print(receipt.open, receipt.currency),
  RefundedAmount: erp.currencies.print(receipt.refunded, receipt.currency),
  Status: receiptStatus(receipt),
  ReversalReason: receipt.reversed?.reason,
  ReversalReference: receipt.reversed?.reference,
  ReversalDate: receipt.reversed?.date,
  Applications: { list: receipt.applications.map((one) => printApplication(erp, receipt, one)) },
  ...stamps(receipt),
});

const printApplication = (erp: Erp, receipt: CashReceipt, application: Application) => ({
  ApplicationNo: application.number,
  InvoiceNo: application.invoiceNo,
  Amount: erp.currencies.print(application.settlement.amount, receipt.currency),
  Reference: application.reference,
  Date: application.date,
  RealisedDifference: erp.currencies.print(
    application.settlement.creditHome - application.settlement.debitHome,
    erp.currencies.home,
  ),
  Unapplied: yesNo(application.undone !== undefined),
  UnapplyReference: application.undone?.reference,
});
