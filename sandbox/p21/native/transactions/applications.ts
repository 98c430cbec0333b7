import { parseDecimal, QUANTITY_DIGITS } from '../../../money.ts';
import { applyTo, checkApplications, newApplication, unapplyFrom } from '../../applications.ts';
import { reverseReceipt } from '../../cash-receipts.ts';
import { parseBody } from '../../errors.ts';
import type { Application, CashReceipt } from '../../records.ts';
import { disabled, noMatch, unknown } from './failures.ts';
import type { Row } from './given.ts';
import { formOf, identityOf, mustHave } from './given.ts';
import { rowsOf } from './sale-rows.ts';
import type { Work } from './work.ts';
import { entry, fieldOf, fill } from './work.ts';

/** Applies a receipt to invoices and takes applications back, all of it or nothing. */
export function postApplications(work: Work): string {
  const { erp } = work.site;
  const receipt = receiptIn(work, keyedForm(work));
  const rows = rowsOf(work);
  if (rows.length === 0) throw noMatch();
  for (const row of rows) mustHave(work.definition, work.part.lines ?? '', row);
  const takenBack = rows.filter((row) => isNought(work, row)).map((row) => taken(work, receipt, row));
  if (takenBack.length > 0) erp.periods.mustBeOpen(erp.clock.today(), 'Date');
  const wanted = rows.filter((row) => !isNought(work, row) && !stands(work, receipt, row));
  const planned = checkApplications(
    erp,
    receipt,
    wanted.map((row) => parseBody(newApplication, applicationIn(work, row))),
  );
  for (const body of takenBack) unapplyFrom(erp, receipt, body);
  for (const one of planned) applyTo(erp, receipt, one);
  return erp.receipts.touch(receipt).number;
}

/** Of the whole receipt; the books refuse it while anything is applied. */
export function postReversal(work: Work): string {
  const { erp } = work.site;
  const row = keyedForm(work);
  mustHave(work.definition, work.part.form, row);
  const receipt = receiptIn(work, row);
  reverseReceipt(erp, receipt, fill(work, row, ['Date', 'Reason']));
  return erp.receipts.touch(receipt).number;
}

/** The receipt is found by its key; nobody enters its number as that of a new one. */
function keyedForm(work: Work): Row {
  const { row, isKeyed } = formOf(work.given, work.part.form);
  if (!isKeyed) throw disabled(work.part.key);
  return row;
}

function receiptIn(work: Work, form: Row): CashReceipt {
  const number = entry(work, form, 'ReceiptNo') ?? '';
  const receipt = work.site.erp.receipts.find(number);
  if (!receipt) throw unknown(fieldOf(work, 'ReceiptNo'), number);
  return receipt;
}

/** The row's own description is the reference of a new application. */
const applicationIn = (work: Work, row: Row): object => {
  const { ApplicationReference: Reference, ...rest } = fill(work, row, ['InvoiceNo', 'Amount', 'ApplicationReference']);
  return { ...rest, ...(Reference !== undefined && { Reference }) };
};

/** What the books need to know to take the row's application back. */
function taken(work: Work, receipt: CashReceipt, row: Row): object {
  const found = liveOf(work, receipt, row);
  if (!found) throw unknown(fieldOf(work, 'ApplicationReference'), entry(work, row, 'ApplicationReference') ?? '');
  return {
    InvoiceNo: found.invoiceNo,
    Amount: work.site.erp.currencies.print(found.settlement.amount, receipt.currency),
    ...(found.reference !== undefined && { ApplicationReference: found.reference }),
    ...fill(work, row, ['Reference']),
  };
}

/** Whether the row is there as it is wanted. @throws Failure where it is there and another */
function stands(work: Work, receipt: CashReceipt, row: Row): boolean {
  const found = liveOf(work, receipt, row);
  if (!found) return false;
  if ((entry(work, row, 'InvoiceNo') ?? found.invoiceNo) !== found.invoiceNo)
    throw disabled(fieldOf(work, 'InvoiceNo'));
  const { currency } = receipt;
  const amount = work.site.erp.currencies.parse(entry(work, row, 'Amount') ?? '', currency, 'Amount');
  if (amount !== found.settlement.amount) throw disabled(fieldOf(work, 'Amount'));
  return true;
}

function liveOf(work: Work, receipt: CashReceipt, row: Row): Application | undefined {
  const keys = work.given.get(work.part.lines ?? '')?.keys ?? [];
  const stored = (one: Application) =>
    new Map([
      [fieldOf(work, 'ApplicationReference'), one.reference ?? ''],
      [fieldOf(work, 'InvoiceNo'), one.invoiceNo],
    ]);
  return receipt.applications.find((one) => !one.undone && identityOf(stored(one), keys) === identityOf(row, keys));
}

const isNought = (work: Work, row: Row): boolean =>
  parseDecimal(entry(work, row, 'Amount') ?? '', QUANTITY_DIGITS) === 0n;
