import { fromDecimal } from '../../../domain/money.ts';
import type { ErpPort, ErpReceipt } from '../../port.ts';
import { conflict, onlyOne, orNothing, readBack } from '../../read-back.ts';
import { createWaysBack, undone, type WayBack } from '../ways-back.ts';
import { cut } from '../../fields.ts';
import { mustBeHere } from '../../order-status.ts';
import { standing } from './documents/sales-order.ts';
import { as, type Gateway } from './gateway.ts';
import { all } from './paging.ts';
import { CashReceipt, CreditMemo, Invoice, JournalEntry, SalesOrder } from './schema.ts';

type Way = WayBack<Gateway>;

const cancelled = (order: SalesOrder): ErpReceipt => undone(order.OrderNo, order.CancelReference, standing(order));

/** Cancelled by whomever: an order that a person cancelled first is undone as well. */
const cancelling: Way = {
  async undo({ client }, number, { reason, reference }, signal) {
    mustBeHere(number, standing(await client.send('getSalesOrder', as(SalesOrder), { number, signal })));
    const body = { Reason: cut(reason, 255), Reference: reference };
    await client.send('cancelSalesOrder', as(SalesOrder), { number, body, signal });
    return readBack(`The cancelling of order ${number}`, async () => {
      const order = await client.send('getSalesOrder', as(SalesOrder), { number, signal });
      if (order.Status === 'cancelled') return cancelled(order);
      throw conflict(`Part of order ${number} left while it was cancelled: credit what was invoiced`, 'Status');
    });
  },
  async find({ client }, number, reference, signal) {
    const order = await orNothing(client.send('getSalesOrder', as(SalesOrder), { number, signal }));
    return order?.CancelReference === reference && order.Status === 'cancelled' ? cancelled(order) : undefined;
  },
};

const memoOf = (memo: Memo): ErpReceipt =>
  undone(memo.CreditMemoNo, memo.Reference, { total: fromDecimal(memo.TotalAmount, memo.CurrencyId) });
type Memo = ReturnType<typeof CreditMemo.parse>;

const crediting: Way = {
  async undo({ client, origin }, number, { reason, reference, date }, signal) {
    const invoice = await client.send('getInvoice', as(Invoice), { number, signal });
    const body = {
      CompanyId: origin.company,
      InvoiceNo: number,
      CreditMemoDate: date,
      CurrencyId: invoice.CurrencyId,
      Amount: invoice.TotalAmount,
      Reason: cut(reason, 255),
      Reference: reference,
      ...(invoice.StripeId && { StripeId: invoice.StripeId }),
    };
    const { CreditMemoNo } = await client.send('createCreditMemo', as(CreditMemo), { body, signal });
    return readBack(`Credit memo ${CreditMemoNo}`, async () => {
      const memo = await client.send('getCreditMemo', as(CreditMemo), { number: CreditMemoNo, signal });
      const receipt = memoOf(memo);
      const whole = fromDecimal(invoice.TotalAmount, invoice.CurrencyId);
      if (receipt.reference !== reference || memo.InvoiceNo !== number || receipt.total?.minor !== whole.minor)
        throw conflict(`Credit memo ${CreditMemoNo} does not credit invoice ${number} in full`, 'Amount');
      return receipt;
    });
  },
  async find({ client }, number, reference, signal) {
    const listed = await all(client, 'listCreditMemos', CreditMemo, { Reference: reference }, signal);
    const ours = listed.filter((memo) => memo.Reference === reference && memo.InvoiceNo === number);
    const memo = onlyOne(ours, `credit memos carry the reference ${reference}`);
    return memo && memoOf(memo);
  },
};

const reversed = (receipt: CashReceipt): ErpReceipt =>
  undone(receipt.ReceiptNo, receipt.ReversalReference, {
    total: fromDecimal(receipt.Amount, receipt.CurrencyId),
    status: 'reversed',
  });

/** What is applied is unapplied first, by an effect of its own: the ERP refuses otherwise. */
const reversing: Way = {
  async undo({ client }, number, { reason, reference, date }, signal) {
    const body = { Reason: cut(reason, 255), Reference: reference, Date: date };
    await client.send('reverseCashReceipt', as(CashReceipt), { number, body, signal });
    return readBack(`The reversal of receipt ${number}`, async () => {
      const receipt = await client.send('getCashReceipt', as(CashReceipt), { number, signal });
      if (receipt.Status !== 'reversed' || receipt.ReversalReference !== reference)
        throw conflict(
          `Receipt ${number} is ${receipt.Status} although its reversal was accepted`,
          'ReversalReference',
        );
      return reversed(receipt);
    });
  },
  async find({ client }, number, reference, signal) {
    const receipt = await orNothing(client.send('getCashReceipt', as(CashReceipt), { number, signal }));
    return receipt?.ReversalReference === reference ? reversed(receipt) : undefined;
  },
};

const entryOf = ({ TransactionNumber, Reference }: JournalEntry): ErpReceipt => undone(TransactionNumber, Reference);

const opposing: Way = {
  async undo({ client, origin }, number, { reason, reference, date }, signal) {
    const entry = await client.send('getJournalEntry', as(JournalEntry), { number, signal });
    const body = {
      CompanyNo: origin.company,
      TransactionDate: date,
      Reference: reference,
      ...(entry.Source && { Source: entry.Source }),
      Description: cut(`Reverses ${number}: ${reason}`, 255),
      CurrencyId: entry.CurrencyId,
      Lines: { list: entry.Lines.list.map(otherSide) },
    };
    const { TransactionNumber } = await client.send('createJournalEntry', as(JournalEntry), { body, signal });
    return readBack(`Journal entry ${TransactionNumber}`, async () => {
      const back = await client.send('getJournalEntry', as(JournalEntry), { number: TransactionNumber, signal });
      if (back.Reference !== reference || back.Lines.list.length !== entry.Lines.list.length)
        throw conflict(`Journal entry ${TransactionNumber} is not the opposite of ${number}`, 'Lines');
      return entryOf(back);
    });
  },
  async find({ client }, _number, reference, signal) {
    const listed = await all(client, 'listJournalEntries', JournalEntry, { Reference: reference }, signal);
    const ours = listed.filter((entry) => entry.Reference === reference);
    const entry = onlyOne(ours, `journal entries carry the reference ${reference}`);
    return entry && entryOf(entry);
  },
};

const otherSide = ({ DebitAmount, CreditAmount, ...line }: JournalEntry['Lines']['list'][number]) => ({
  AccountNumber: line.AccountNumber,
  ...(CreditAmount !== undefined && { DebitAmount: CreditAmount }),
  ...(DebitAmount !== undefined && { CreditAmount: DebitAmount }),
  ...(line.Description && { Description: line.Description }),
});

export const createUndoing = (gateway: Gateway): Pick<ErpPort, 'undo' | 'findUndoing'> =>
  createWaysBack(gateway, {
    'sales-order': cancelling,
    invoice: crediting,
    'cash-receipt': reversing,
    'journal-entry': opposing,
  });
