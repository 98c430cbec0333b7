import type { DocumentKind, Reference } from '../../../domain/documents.ts';
import { negate, fromDecimal, toDecimal } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import { mustBeHere } from '../../order-status.ts';
import type { ErpPort, ErpReceipt, Undoing } from '../../port.ts';
import { conflict, onlyOne, orNothing, readBack } from '../../read-back.ts';
import { keyOf, objectKey, bare } from '../formats.ts';
import type { OData } from './client.ts';
import { financialDiffers } from './differs.ts';
import type { EncodedDocument } from './encode-financial.ts';
import { createdKeys, FinancialDocument, Reversal, type SalesOrder } from './entities.ts';
import { ourNumber, readFinancial, readOrder, type Gateway } from './gateway.ts';
import { patched, settled, type Due } from './settling.ts';
import { isCancelled, orderReceipt, standing, totalOf } from './receipts.ts';
import { filled } from '../bapi/fields.ts';
import { dateTime, equals, keyed } from './wire.ts';

type Way = {
  undo(gateway: Gateway, kind: DocumentKind, number: string, how: Undoing, signal: AbortSignal): Promise<ErpReceipt>;
  find(
    gateway: Gateway,
    kind: DocumentKind,
    number: string,
    reference: Reference,
    signal?: AbortSignal,
  ): Promise<ErpReceipt | undefined>;
};

const cancelled = (order: SalesOrder): ErpReceipt => {
  const { number, status } = orderReceipt(order);
  const reference = order.CancelReference as Reference;
  return { kind: 'undoing', number, ...(reference && { reference }), ...(status && { status }) };
};

/** Cancelled by whomever: an order whose items a person rejected first is undone as well. */
const cancelling: Way = {
  async undo({ odata }, _kind, number, { reference }, signal) {
    const cancel = [patched({ CancelReference: reference })];
    const due: Due = (order) => {
      mustBeHere(number, standing(order));
      return isCancelled(order) ? [] : cancel;
    };
    return cancelled(await settled(odata, number, due, signal));
  },
  async find({ odata }, _kind, number, reference, signal) {
    const order = await orNothing(readOrder(odata, number, signal));
    return order?.CancelReference === reference ? cancelled(order) : undefined;
  },
};

const reversed = (kind: DocumentKind, stored: FinancialDocument, { Reference, ReversalDocument }: Reversal) =>
  ({
    kind: 'undoing',
    number: ourNumber(ReversalDocument),
    reference: Reference as Reference,
    total: totalOf(kind, stored),
    status: 'reversed',
  }) as const satisfies ErpReceipt;

async function reversalOf(odata: OData, number: string, reference: Reference, signal?: AbortSignal) {
  const key = keyOf(number);
  const document = key ? objectKey(key) : number;
  const $filter = `${equals('Document', document)} and ${equals('Reference', reference)}`;
  const listed = await odata.list('Reversals', Reversal, { $filter }, signal);
  const ours = listed.filter((each) => each.Document === document && each.Reference === reference);
  return onlyOne(ours, `reversals of ${number} carry the reference ${reference}`);
}

/** `01`: within the day of the document; `02`: on another one. */
const reasonOf = (stored: FinancialDocument, date: string): string => (stored.PostingDate === date ? '01' : '02');

/** What is cleared is reset first, by an effect of its own: SAP refuses otherwise. */
const reversing: Way = {
  async undo({ odata }, kind, number, { reference, date }, signal) {
    const stored = await readFinancial(odata, number, signal);
    const body = {
      ...filled({ Reference: reference, StripeId: stored.StripeId, Document: stored.Document }),
      PostingDate: dateTime(date),
      Reason: reasonOf(stored, date),
    };
    const done = await odata.create('Reversals', Reversal, body, signal);
    return readBack(`The reversal of ${number}`, async () => {
      const reversal = await reversalOf(odata, number, reference, signal);
      if (reversal && reversal.ReversalDocument !== '') return reversed(kind, stored, reversal);
      throw conflict(`${number} does not show its reversal ${done.ReversalDocument}`, 'Document');
    });
  },
  async find({ odata }, kind, number, reference, signal) {
    const reversal = await reversalOf(odata, number, reference, signal);
    return reversal && reversed(kind, await readFinancial(odata, number, signal), reversal);
  },
};

/** The receipt was right and stays; the money that went back since is a debit of its own. */
const returning: Way = {
  async undo({ odata }, kind, number, { reference, date }, signal) {
    const stored = await readFinancial(odata, number, signal);
    const body = opposite(stored, reference, date);
    const key = await odata.create('FinancialDocuments', createdKeys.FinancialDocuments, body, signal);
    return readBack(`The return of ${number}`, async () => {
      const path = keyed('FinancialDocuments', key);
      const back = await odata.get(path, FinancialDocument, { $expand: 'Lines' }, signal);
      const where = back.Reference === reference ? financialDiffers(body, back) : 'Reference';
      if (where !== undefined) throw conflict(`${ourNumber(key)} is not the opposite of ${number}`, where);
      return returned(kind, back);
    });
  },
  async find({ odata }, kind, _number, reference, signal) {
    const query = { $filter: equals('Reference', reference), $expand: 'Lines' };
    const listed = await odata.list('FinancialDocuments', FinancialDocument, query, signal);
    const ours = listed.filter((each) => each.Reference === reference);
    const one = onlyOne(ours, `financial documents carry the reference ${reference}`);
    return one && returned(kind, one);
  },
};

const returned = (kind: DocumentKind, document: FinancialDocument): ErpReceipt => ({
  kind: 'undoing',
  number: ourNumber(document.Document),
  reference: document.Reference as Reference,
  total: totalOf(kind, document),
});

function opposite(stored: FinancialDocument, reference: Reference, date: string): EncodedDocument {
  const { Currency, LedgerCurrency } = stored;
  const other = (amount: string, currency: string): string => toDecimal(negate(fromDecimal(amount, currency)));
  const ledger = LedgerCurrency !== '' && LedgerCurrency !== Currency ? LedgerCurrency : undefined;
  return {
    ...filled({
      Reference: reference,
      StripeId: stored.StripeId,
      DocumentType: stored.DocumentType,
      CompanyCode: stored.CompanyCode,
      DocumentDate: dateTime(date),
      PostingDate: dateTime(date),
      HeaderText: stored.HeaderText,
      Currency,
      LedgerCurrency: ledger,
    }),
    Lines: stored.Lines.map((line, index) => ({
      ...filled({
        Line: String(index + 1).padStart(3, '0'),
        AccountType: line.AccountType,
        SpecialLedger: line.SpecialLedger,
        Assignment: line.Assignment,
        Text: line.Text,
        TaxCode: line.TaxCode,
        LedgerAmount: ledger && other(line.LedgerAmount, ledger),
      }),
      Account: line.Account,
      Amount: other(line.Amount, Currency),
    })),
  };
}

/** What SAP has no way back from, and what a person does instead. */
const noWay = (advice: string): Way => ({
  undo: (_gateway, _kind, number) =>
    Promise.reject(new ErpError('rejected', `${bare(number)} can't be undone in SAP: ${advice}`)),
  find: () => Promise.resolve(undefined),
});

const ways: Readonly<Record<DocumentKind, Way>> = {
  customer: noWay('a customer keeps its history; block it there (VD05) if it must not be used'),
  'sales-order': cancelling,
  invoice: reversing,
  'credit-memo': reversing,
  'cash-receipt': reversing,
  'customer-refund': reversing,
  'journal-entry': reversing,
};

export const createUndoing = (gateway: Gateway): Pick<ErpPort, 'undo' | 'findUndoing'> => ({
  undo: ({ kind, number }, how, call) => {
    const way = kind === 'cash-receipt' && how.because === 'returned' ? returning : ways[kind];
    return way.undo(gateway, kind, number, how, gateway.system.within(call));
  },

  /** A receipt can have gone back in either way. */
  async findUndoing({ kind, number }, reference, call) {
    const found = await ways[kind].find(gateway, kind, number, reference, call?.signal);
    if (found || kind !== 'cash-receipt') return found;
    return returning.find(gateway, kind, number, reference, call?.signal);
  },
});
