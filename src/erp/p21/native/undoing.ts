import type { Reference } from '../../../domain/documents.ts';
import { equal, negate } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import { cut } from '../../fields.ts';
import { mustBeHere } from '../../order-status.ts';
import type { ErpPort, ErpReceipt, Undoing } from '../../port.ts';
import { conflict, onlyOne, readBack } from '../../read-back.ts';
import { createWaysBack, undone, type WayBack } from '../ways-back.ts';
import { receiptOf, type StoredReceipt } from './documents/cash-receipt.ts';
import { encodeMemo, memoOf, type StoredMemo } from './documents/credit-memo.ts';
import { edits, form } from './documents/edits.ts';
import { glLines } from './documents/journal-entry.ts';
import { periodOf } from './documents/ledger.ts';
import { orderChange } from './documents/order-form.ts';
import { text } from './documents/rows.ts';
import { invoiceOf, invoicesBy, type StoredInvoice } from './documents/stored-invoice.ts';
import { journalOf, journalsWith, sameSides, type GlSide } from './documents/stored-journal.ts';
import { orderOf, standing, type Order } from './documents/stored-order.ts';
import { serviceOf } from './documents/ways.ts';
import type { Native } from './native.ts';
import type { Transaction } from './transactions.ts';

type Way = WayBack<Native>;

/** What stands in this company, or nothing. */
const ours = <S extends { readonly company: string }>({ company }: Native, stored: S | undefined): S | undefined =>
  stored?.company === company ? stored : undefined;
function mustBe<S>(stored: S | undefined, what: string): S {
  if (stored !== undefined) return stored;
  throw new ErpError('not-found', `Prophet 21 has no ${what}`);
}

const cancelled = (order: Order, reference: Reference): ErpReceipt => undone(order.number, reference, standing(order));

const isCancelled = (order: Order): boolean => order.cancelled && standing(order).status === 'cancelled';

/** An order can be cancelled only once, and holds no reference of it: by whomever it was done, it is undone. */
const cancelling: Way = {
  async undo(native, number, { reference }, signal) {
    const read = async () => mustBe(ours(native, await orderOf(native, number, signal)), `order ${number}`);
    const before = await read();
    mustBeHere(number, standing(before));
    if (before.cancelled) return cancelled(before, reference);
    await native.transactions.post(orderChange(number, [['cancel_flag', 'Y']]), 'order_no', signal);
    return readBack(`The cancelling of order ${number}`, async () => {
      const order = await read();
      if (isCancelled(order)) return cancelled(order, reference);
      throw conflict(`Order ${number}, or part of it, stands although its cancelling was accepted`, 'cancel_flag');
    });
  },
  async find(native, number, reference, signal) {
    const order = ours(native, await orderOf(native, number, signal));
    return order && isCancelled(order) ? cancelled(order, reference) : undefined;
  },
};

/** @throws `conflict` for a memo of a part, or of another invoice: nobody may credit the rest unseen, nor all of it again */
function credited(memo: StoredMemo, invoice: StoredInvoice, reference: Reference): ErpReceipt {
  const { number, total } = memo;
  if (memo.reference === reference && memo.credited === invoice.number && equal(total, invoice.total))
    return undone(number, reference, { total });
  throw conflict(`Credit memo ${number} does not credit invoice ${invoice.number} in full`, 'total_amount');
}

/** By a credit memo over the whole of it, which carries the reference of the undoing. */
const crediting: Way = {
  async undo(native, number, { reason, reference, date }, signal) {
    const way = serviceOf(native.site, 'credit-memo');
    const invoice = mustBe(ours(native, await invoiceOf(native, 'IN', number, signal)), `invoice ${number}`);
    const { currency, total } = invoice;
    const memo = { invoice: number, date, currency, lines: [], total, reason };
    const named = await native.transactions.post(encodeMemo(native.site, way, memo, reference), way.key, signal);
    return readBack(`Credit memo ${named}`, async () => {
      const stored = mustBe(ours(native, await memoOf(native, named, signal)), `credit memo ${named}`);
      return credited(stored, invoice, reference);
    });
  },
  async find(native, number, reference, signal) {
    const rows = await invoicesBy(native, 'CM', { po_no: reference }, signal);
    const row = onlyOne(rows, `credit memos carry the reference ${reference}`);
    const memo = row && (await memoOf(native, text(row, 'invoice_no'), signal));
    if (!memo) return undefined;
    const invoice = mustBe(ours(native, await invoiceOf(native, 'IN', number, signal)), `invoice ${number}`);
    return credited(memo, invoice, reference);
  },
};

const reversed = ({ number, amount }: StoredReceipt, reference: Reference): ErpReceipt =>
  undone(number, reference, { total: amount, status: 'reversed' });

/**
 * What is applied is unapplied first, by an effect of its own: Prophet 21 refuses otherwise. The reversal holds no
 * reference, and there can be only one.
 */
const reversing: Way = {
  async undo(native, number, how, signal) {
    const read = async () => mustBe(ours(native, await receiptOf(native, number, signal)), `receipt ${number}`);
    const before = await read();
    if (before.reversed) return reversed(before, how.reference);
    await native.transactions.command(reversal(number, how), 'receipt_number', signal);
    return readBack(`The reversal of receipt ${number}`, async () => {
      const receipt = await read();
      if (receipt.reversed) return reversed(receipt, how.reference);
      throw conflict(`Receipt ${number} stands although its reversal was accepted`, 'reversed_flag');
    });
  },
  async find(native, number, reference, signal) {
    const receipt = ours(native, await receiptOf(native, number, signal));
    return receipt?.reversed ? reversed(receipt, reference) : undefined;
  },
};

const reversal = (number: string, { date, reason }: Undoing): Transaction => ({
  service: 'ReverseARPayment',
  elements: [
    form(
      'TABPAGE_1.payment',
      edits(['receipt_number', number], ['reversal_date', date], ['reversal_desc', cut(reason, 255)]),
      'receipt_number',
    ),
  ],
});

/** Prophet 21 reverses no entry: the opposite one is booked, and both stay. */
const opposing: Way = {
  async undo(native, number, { reason, reference, date }, signal) {
    const entry = mustBe(await journalOf(native, number, signal), `journal entry ${number}`);
    const sides = entry.sides.map(otherSide);
    const described = sides.map((side) => ({ ...side, text: cut(`Reverses ${number}: ${reason}`, 255) }));
    const period = await periodOf(native, date, signal);
    const named = await native.journals.post(glLines(native.site, described, { reference, date, period }), signal);
    return readBack(`Journal entry ${named}`, async () => {
      const back = mustBe(await journalOf(native, named, signal), `journal entry ${named}`);
      if (back.reference !== reference || !sameSides(back.sides, sides))
        throw conflict(`Journal entry ${named} is not the opposite of ${number}`, 'amount');
      return undone(named, reference);
    });
  },
  async find(native, _number, reference, signal) {
    const numbers = await journalsWith(native, reference, signal);
    const number = onlyOne(numbers, `journal entries carry the reference ${reference}`);
    return number === undefined ? undefined : undone(number, reference);
  },
};

const otherSide = ({ account, amount, home }: GlSide): GlSide => ({
  account,
  amount: negate(amount),
  home: negate(home),
});

export const createUndoing = (native: Native): Pick<ErpPort, 'undo' | 'findUndoing'> =>
  createWaysBack(native, {
    'sales-order': cancelling,
    invoice: crediting,
    'cash-receipt': reversing,
    'journal-entry': opposing,
  });
