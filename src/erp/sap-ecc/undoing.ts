import type { DocumentKind, Reference } from '../../domain/documents.ts';
import { ErpError } from '../errors.ts';
import { mustBeHere } from '../order-status.ts';
import type { Call, ErpPort, ErpReceipt, Undoing } from '../port.ts';
import { readBack } from '../read-back.ts';
import { billingCancellation } from './bapi/billing.ts';
import { accountItem, customerItem, financialPosting, opposite } from './bapi/financial.ts';
import { cancellation, orderChangePosting } from './bapi/order-change.ts';
import { reversalPosting } from './bapi/reversal.ts';
import { keyOf, numberOf } from './formats.ts';
import { missing, type Send } from './posting.ts';
import { readBilling } from './reading/billing.ts';
import { findDocument, readDocument, type StoredDocument } from './reading/financial-documents.ts';
import { readOrder } from './reading/orders.ts';
import { orderOf } from './orders.ts';
import type { System } from './system.ts';

type Way = {
  undo(system: System, send: Send, number: string, how: Undoing, signal: AbortSignal): Promise<void>;
  find(system: System, number: string, reference: Reference, signal?: AbortSignal): Promise<ErpReceipt | undefined>;
};

const undone = (receipt: ErpReceipt, reference: Reference, more: Partial<ErpReceipt> = {}): ErpReceipt => ({
  kind: 'undoing',
  number: receipt.number,
  reference,
  ...(receipt.total && { total: receipt.total }),
  ...(receipt.customer !== undefined && { customer: receipt.customer }),
  status: 'reversed',
  ...more,
});

const cancelling: Way = {
  async undo(system, send, number, { reference }, signal) {
    const { lines, receipt } = await orderOf(system, number, signal);
    mustBeHere(number, receipt);
    const live = lines.filter(({ rejected }) => !rejected).map((line) => line.number);
    const change = cancellation(live, system.organisation.rejection, reference);
    await send(orderChangePosting(number, change), reference, signal);
  },
  async find(system, number, reference, signal) {
    const order = await readOrder(system, number, signal);
    if (order?.cancellation !== reference) return undefined;
    const { status = 'cancelled' } = order.receipt;
    return { kind: 'undoing', number: order.receipt.number, reference, status };
  },
};

const reversing: Way = {
  async undo(system, send, number, { reference, date }, signal) {
    const { key, postingDate } = await documentOf(system, number, signal);
    await send(reversalPosting(key, { posted: postingDate, on: date }, system.organisation), reference, signal);
  },
  /** A document is reversed once, and its reversal holds no reference of its own. */
  async find(system, number, reference, signal) {
    const document = await readDocument(system, number, signal);
    return document?.reversal && undone(document.receipt, reference, { number: numberOf(document.reversal) });
  },
};

/** Money that was ours and went back: the receipt stays, and a debit of the day takes the money from the customer. */
const returning: Way = {
  async undo(system, send, number, { reference, date, reason }, signal) {
    const document = await documentOf(system, number, signal);
    const items = [
      ...document.customers.map(({ customer, assignment, specialGl, text, ...sums }) =>
        customerItem({ customer, ...opposite(sums), assignment, text, special: specialGl || undefined }),
      ),
      ...document.accounts.map(({ account, text, ...sums }) =>
        accountItem({ account, where: 'Account', ...opposite(sums), text }),
      ),
    ];
    const type = system.organisation.documentTypes.receipt;
    const posting = financialPosting({ type, date, text: reason, reference, stripeId: '' }, items, system.organisation);
    const special = document.customers.some(({ specialGl }) => specialGl !== '');
    await send(special ? { ...posting, onlyByWrapper: true } : posting, reference, signal);
  },
  async find(system, _number, reference, signal) {
    const debit = await findDocument(system, 'customer-refund', reference, signal);
    return debit && undone(debit.receipt, reference, { status: 'open' });
  },
};

const receipts: Way = {
  undo: (system, send, number, how, signal) =>
    (how.because === 'returned' ? returning : reversing).undo(system, send, number, how, signal),
  find: async (...of) => (await returning.find(...of)) ?? reversing.find(...of),
};

const cancellingBilling: Way = {
  async undo(_system, send, number, { reference, date }, signal) {
    await send(billingCancellation(number, date), reference, signal);
  },
  async find(system, number, reference, signal) {
    const billing = await readBilling(system, number, signal);
    return billing?.receipt.status === 'reversed' ? undone(billing.receipt, reference) : undefined;
  },
};

/** A billing document takes its financial document with it, which can't be reversed alone. */
const invoices: Way = {
  undo: (system, send, number, ...rest) =>
    (keyOf(number) ? reversing : cancellingBilling).undo(system, send, number, ...rest),
  find: (system, number, ...rest) => (keyOf(number) ? reversing : cancellingBilling).find(system, number, ...rest),
};

const noWay: Way = {
  undo: (_system, _send, number) =>
    Promise.reject(
      new ErpError('rejected', `Customer ${number} keeps its history in SAP; block it there if it must not be used`),
    ),
  find: () => Promise.resolve(undefined),
};

const ways: Readonly<Record<DocumentKind, Way>> = {
  customer: noWay,
  'sales-order': cancelling,
  invoice: invoices,
  'credit-memo': reversing,
  'cash-receipt': receipts,
  'customer-refund': reversing,
  'journal-entry': reversing,
};

/** What is cleared is unapplied first, by an effect of its own: SAP refuses to reverse it otherwise. */
export const createUndoing = (system: System, send: Send): Pick<ErpPort, 'undo' | 'findUndoing'> => ({
  async undo({ kind, number }, how, call?: Call) {
    const signal = system.within(call);
    await ways[kind].undo(system, send, number, how, signal);
    const what = `The undoing of ${kind} ${number}`;
    return readBack(what, async () => {
      const found = await ways[kind].find(system, number, how.reference, signal);
      if (found) return found;
      throw missing(what);
    });
  },
  findUndoing: ({ kind, number }, reference, call?: Call) => ways[kind].find(system, number, reference, call?.signal),
});

async function documentOf(system: System, number: string, signal: AbortSignal): Promise<StoredDocument> {
  const document = await readDocument(system, number, signal);
  if (document) return document;
  throw new ErpError('not-found', `SAP has no financial document ${number}`, { where: 'Document' });
}
