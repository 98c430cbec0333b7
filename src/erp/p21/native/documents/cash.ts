import type { CashReceipt, CustomerRefund, Reference } from '../../../../domain/documents.ts';
import { equal, type Money } from '../../../../domain/money.ts';
import { cut } from '../../../fields.ts';
import { firstOf } from '../../../read-back.ts';
import { allowedExtra, positive, whole } from '../../document-fields.ts';
import { amountOf, currencyNumber, currencyOf, wholeNumber } from '../amounts.ts';
import { pending, refusePending, writeImport } from '../import/inbox.ts';
import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';
import type { Role, Site, Way } from '../site.ts';
import { extra, lengths } from '../target.ts';
import { editsBy, form, type Said } from './edits.ts';
import type { Kind } from './kind.ts';
import { text } from './rows.ts';
import { wayOf } from './ways.ts';

type CashRole = Extract<Role, 'cash-receipt' | 'customer-refund'>;
type Cash = CashReceipt | CustomerRefund;

/** Money as Prophet 21 keeps it: as paid, as the bank counts it, as the ledger does. */
export type StoredCash = {
  readonly number: string;
  readonly company: string;
  readonly reference: string;
  readonly customer: string;
  readonly amount: Money;
  readonly bank: Money;
  readonly account: string;
  /** In whatever currency the ledger is: the table doesn't say. */
  readonly homeAmount: string;
};

export function cashOf({ site }: Pick<Native, 'site'>, row: Row, number: string, reference: string): StoredCash {
  const currency = currencyOf(site, row['currency_id'] ?? null);
  const bankCurrency = currencyOf(site, row['bank_currency_id'] ?? null, 'bank_currency_id');
  return {
    number: wholeNumber(text(row, number), number),
    company: text(row, 'company_no'),
    reference,
    customer: wholeNumber(text(row, 'customer_id'), 'customer_id'),
    amount: amountOf(row['amount'], currency, 'amount'),
    bank: amountOf(row['bank_amount'], bankCurrency, 'bank_amount'),
    account: text(row, 'bank_account_no'),
    homeAmount: row['home_amount'] ?? '0',
  };
}

/** What is said of all cash, in the order of the window; `more` comes before the text. */
export function cashSaid(site: Site, cash: Cash, reference: Reference, ...more: readonly Said[]): readonly Said[] {
  allowedExtra(cash.extra, extra.none);
  return [
    ['customer', cash.customer],
    ['date', cash.date],
    ['reference', reference],
    ['currency', currencyNumber(site, cash.amount.currency)],
    ['amount', positive('amount', cash.amount)],
    ['home', positive('home_amount', cash.ledger)],
    ['account', whole('bank_account_no', cash.account, lengths.cash.account)],
    ['bankCurrency', currencyNumber(site, cash.settlement.currency)],
    ['bankAmount', positive('bank_amount', cash.settlement)],
    ...more,
    ['text', cut(cash.text, lengths.cash.text)],
    ['stripeId', whole('payment_account_id', cash.stripeId, 255)],
  ];
}

/** By the window of this site, or by a file that its scheduled import reads: what comes of that is found later. */
export function cashSender(
  { site, transactions }: Native,
  role: CashRole,
  said: readonly Said[],
  reference: Reference,
  signal: AbortSignal,
): () => Promise<string> {
  const way = wayOf(site, role);
  const fields = editsBy(role, way, ...said);
  if (way.by === 'import') return async () => writeImport(way.folder, reference, fields, signal);
  const transaction = { service: way.service, elements: [form(way.form, fields)] };
  return async () => transactions.post(transaction, way.key, signal);
}

/**
 * The folders are looked at before the ERP: a file that is done by then has made its document, if it made any.
 * @throws what the import says of a document that is not in the ERP
 */
export const afterImport =
  (role: CashRole, numbers: Kind['numbers']): Kind['numbers'] =>
  async (native, reference, signal) => {
    const folder = folderOf(native.site.ways[role]);
    if (folder === undefined) return numbers(native, reference, signal);
    const waiting = await pending(folder, reference);
    const found = await numbers(native, reference, signal);
    if (found.length === 0 && waiting) await refusePending(folder, waiting, reference);
    return found;
  };

/** Where a file may wait, even if a service takes them by now. */
function folderOf(way: Way): string | undefined {
  if (way.by === 'none') return undefined;
  return way.by === 'import' ? way.folder : way.importFolder;
}

export const cashDiffers = (sent: Cash, stored: StoredCash): string | undefined =>
  firstOf({
    customer_id: stored.customer !== sent.customer,
    amount: !equal(stored.amount, sent.amount),
    bank_amount: !equal(stored.bank, sent.settlement),
    home_amount: !equal(amountOf(stored.homeAmount, sent.ledger.currency, 'home_amount'), sent.ledger),
    bank_account_no: stored.account !== sent.account,
  });
