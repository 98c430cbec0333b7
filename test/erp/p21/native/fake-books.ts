import { ErpError } from '../../../../src/erp/errors.ts';
import type { GlLine } from '../../../../src/erp/p21/native/journals.ts';
import type { Native } from '../../../../src/erp/p21/native/native.ts';
import type { Site } from '../../../../src/erp/p21/native/site.ts';
import type { Edit, Transaction } from '../../../../src/erp/p21/native/transactions.ts';
import { fakeTables, ground, site } from './fake-tables.ts';

type Changed = Record<string, string | null>;
type Books = Record<string, Changed[]>;
export type Sent = { readonly door: 'transaction' | 'commands' | 'customers' | 'gl'; readonly body: object };

const digits: Readonly<Record<string, number>> = { '1': 2, '2': 0, '3': 3, '4': 2 };
const period = (number: string, month: string, days: string, closed: string): Changed => ({
  company_no: 'ACME',
  period: number,
  year_for_period: '2026.0',
  beginning_date: `2026-${month}-01T00:00:00`,
  ending_date: `2026-${month}-${days}T00:00:00`,
  period_closed: closed,
});

/** Half away from nought, as a database rounds. */
function extended(quantity: string, price: string, currency: string): string {
  const [whole = '', fraction = ''] = price.replace('-', '').split('.');
  const [units = '', part = ''] = quantity.split('.');
  const fine = BigInt(whole + fraction.padEnd(9, '0')) * BigInt(units + part.padEnd(4, '0'));
  const unit = 10n ** BigInt(13 - (digits[currency] ?? 2));
  const minor = (fine + unit / 2n) / unit;
  const text = String(minor).padStart(5, '0');
  const point = text.length - (digits[currency] ?? 2);
  return `${price.startsWith('-') ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}00`;
}

const said = (edits: readonly Edit[] = []): Record<string, string> =>
  Object.fromEntries(edits.map(({ name, value }) => [name, value]));

/** A Prophet 21 in memory, as far as WIRE.md tells: what is sent becomes rows, and may be meddled with on the way. */
export function fakeBooks(more: Partial<Site> = {}) {
  const books: Books = {
    company: [{ company_id: 'ACME', home_currency_id: '1' }],
    currency_hdr: [
      { currency_id: '1', exchange_rate: '1.0000' },
      { currency_id: '2', exchange_rate: '0.0067' },
      { currency_id: '3', exchange_rate: '3.2500' },
      { currency_id: '4', exchange_rate: '1.085000' },
    ],
    periods: [period('1', '01', '31', 'N'), period('2', '02', '28', 'N'), period('3', '03', '31', 'Y')],
  };
  const sent: Sent[] = [];
  const habits = {
    /** Lines that are dropped, by their number, and how often. */
    drops: new Map<string, number>(),
    afterwards: (_books: Books): void => {},
  };
  let last = 1_000_000;
  const next = (): string => String((last += 1));
  const table = (name: string): Changed[] => (books[name] ??= []);
  const rows = (name: string, column: string, value: string | undefined): Changed[] =>
    table(name).filter((row) => row[column] === value);

  function putLine(order: Changed, row: Record<string, string>): void {
    const key = row['user_line_no'] ?? '';
    const left = habits.drops.get(key) ?? 0;
    if (left > 0) return void habits.drops.set(key, left - 1);
    const line = lineOf(order['order_no'] ?? '', key);
    const { oe_order_item_id: item_id = '', unit_quantity = '' } = row;
    const { unit_price = line['unit_price'] ?? '0', extended_desc = line['extended_desc'] ?? null } = row;
    const extended_price = extended(unit_quantity, unit_price, order['currency_id'] ?? '');
    Object.assign(line, {
      item_id,
      unit_quantity,
      unit_price,
      extended_desc,
      extended_price,
      qty_allocated: unit_quantity,
    });
  }

  function lineOf(order_no: string, user_line_no: string): Changed {
    const lines = rows('oe_line', 'order_no', order_no);
    const there = lines.find((each) => each['user_line_no'] === user_line_no);
    if (there) return there;
    const line = { order_no, user_line_no, line_no: String(lines.length + 1), qty_shipped: '0', qty_invoiced: '0' };
    table('oe_line').push(line);
    return line;
  }

  function putOrder({ elements }: Transaction): string {
    const head = said(elements[0]?.rows[0]);
    const items = elements.find(({ name }) => name === 'TP_ITEMS.items')?.rows ?? [];
    const number = head['order_no'] ?? next();
    let [order] = rows('oe_hdr', 'order_no', number);
    if (!order) {
      order = { order_no: number, company_id: 'ACME', delete_flag: 'N', cancel_flag: 'N', front_counter: null };
      table('oe_hdr').push(order);
      table('oe_hdr_ud').push({ order_no: number });
    }
    const [own] = rows('oe_hdr_ud', 'order_no', number);
    for (const [name, value] of Object.entries(head))
      if (name.startsWith('ufc_')) Object.assign(own ?? {}, { [name.slice(4)]: value });
      else order[name] = name === 'customer_id' ? `${value}.0000` : value;
    for (const item of items) putLine(order, said(item));
    if (head['fc_create_invoice'] === 'Y') invoice(order);
    return number;
  }

  function invoice(order: Changed): void {
    order['front_counter'] = 'Y';
    const lines = rows('oe_line', 'order_no', order['order_no'] ?? '');
    const number = next();
    const total = lines.map((line) => BigInt((line['extended_price'] ?? '').replace('.', '')));
    const sum = String(total.reduce((a, b) => a + b, 0n)).padStart(8, '0');
    const point = sum.length - (digits[order['currency_id'] ?? ''] ?? 2) - 2;
    table('invoice_hdr').push({
      invoice_no: number,
      invoice_type: 'IN',
      company_no: 'ACME',
      order_no: order['order_no'] ?? '',
      po_no: order['po_no'] ?? '',
      customer_id: (order['customer_id'] ?? '').replace('.0000', ''),
      currency_id: order['currency_id'] ?? '',
      total_amount: `${sum.slice(0, point)}.${sum.slice(point)}`,
    });
    for (const [index, line] of lines.entries())
      table('invoice_line').push({ ...line, invoice_no: number, line_no: String(index + 1) });
  }

  const documents: Readonly<Record<string, (transaction: Transaction) => string>> = {
    Order: putOrder,
    CashReceipts({ elements }) {
      const head = said(elements[0]?.rows[0]);
      const receipt_number = next();
      const { check_number = '', payment_desc = '', payment_account_id = '', payment_amount = '', ...rest } = head;
      const common = { receipt_number, company_no: 'ACME' };
      table('ar_receipts').push({ ...rest, ...common, amount: payment_amount, reversed_flag: 'N' });
      table('ar_payment_details').push({ ...common, check_number, payment_desc, payment_account_id });
      return receipt_number;
    },
    CustomerRefund({ elements }) {
      const { refund_amount = '', ...rest } = said(elements[0]?.rows[0]);
      const refund_number = next();
      table('ar_refunds').push({ ...rest, refund_number, company_no: 'ACME', amount: refund_amount });
      return refund_number;
    },
    ARCreditMemo({ elements }) {
      const { memo_amount = '0', ...rest } = said(elements[0]?.rows[0]);
      const invoice_no = next();
      const common = { company_no: 'ACME', invoice_type: 'CM', customer_id: '100500' };
      table('invoice_hdr').push({ ...rest, ...common, invoice_no, total_amount: `-${memo_amount}` });
      for (const [index, row] of (elements[1]?.rows ?? []).entries()) {
        const line = said(row);
        const extended_price = `-${extended(line['unit_quantity'] ?? '', line['unit_price'] ?? '', rest['currency_id'] ?? '')}`;
        const unit_quantity = `-${line['unit_quantity'] ?? ''}`;
        table('invoice_line').push({ ...line, invoice_no, line_no: String(index + 1), unit_quantity, extended_price });
      }
      return invoice_no;
    },
    OpenCreditApplication({ elements }) {
      const { receipt_number = '' } = said(elements[0]?.rows[0]);
      const { apply_desc = '', invoice_no = '', amount_applied = '', unapply_desc } = said(elements[1]?.rows[0]);
      const details = rows('ar_receipts_detail', 'receipt_number', receipt_number);
      const standing = details.find((row) => row['apply_desc'] === apply_desc);
      if (standing) Object.assign(standing, { amount: '0.0000', unapply_desc: unapply_desc ?? null });
      else {
        const sequence_no = `${details.length + 1}.0`;
        table('ar_receipts_detail').push({
          receipt_number,
          sequence_no,
          invoice_no,
          amount: amount_applied,
          apply_desc,
        });
      }
      return receipt_number;
    },
    ReverseARPayment({ elements }) {
      const { receipt_number = '' } = said(elements[0]?.rows[0]);
      for (const row of rows('ar_receipts', 'receipt_number', receipt_number)) row['reversed_flag'] = 'Y';
      return receipt_number;
    },
  };

  const taking =
    <T>(door: Sent['door'], put: (body: T) => string) =>
    (body: T, ...[, signal]: readonly unknown[]): Promise<string> => {
      if (signal instanceof AbortSignal && signal.aborted) throw new ErpError('unavailable', 'not sent');
      sent.push({ door, body: body as object });
      const number = put(body);
      habits.afterwards(books);
      return Promise.resolve(number);
    };
  const transaction = (body: Transaction): string => documents[body.service]?.(body) ?? '';

  function putCustomer(body: object): string {
    const { LegacyId, CurrencyId, UserDefinedFields } = body as Record<string, string>;
    const customer_id = next();
    const key = { customer_id, company_id: 'ACME' };
    table('customer').push({ ...key, legacy_id: LegacyId ?? '', currency_id: CurrencyId ?? '', delete_flag: 'N' });
    table('customer_ud').push({ ...key, ...(UserDefinedFields as unknown as object) });
    return customer_id;
  }

  function putEntry(lines: readonly GlLine[]): string {
    const transaction_number = next();
    for (const [index, line] of lines.entries())
      table('gl').push({
        transaction_number,
        sequence_number: String(index + 1),
        company_no: 'ACME',
        account_number: line.AccountNumber,
        journal_id: 'GJ',
        amount: line.Amount,
        foreign_amount: line.ForeignAmount,
        currency_id: line.CurrencyId,
        source: line.Source,
      });
    return transaction_number;
  }

  const { odata, asked } = fakeTables(() => books);
  const base = ground(odata);
  const native: Native = {
    ...base,
    site: { ...site, ...more },
    transactions: {
      ...base.transactions,
      post: taking('transaction', transaction),
      command: taking('commands', transaction),
    },
    entities: { ...base.entities, createCustomer: taking('customers', putCustomer) },
    journals: { post: taking('gl', putEntry) },
  };
  return { native, books, sent, asked, habits, rows };
}
