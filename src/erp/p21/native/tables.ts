import { ErpError } from '../../errors.ts';

export type ColumnType = 'text' | 'number' | 'time';
export type Columns = ReadonlyMap<string, ColumnType>;
export type Table = {
  readonly columns: Columns;
  /** The columns that tell its rows apart. */
  readonly key: readonly string[];
};

/**
 * What we read of Prophet 21, as WIRE.md section 3 lists it, and nothing else: its key before the bar; `:n` a number, `:t` a
 * time, else text. The type decides how a literal is written, since a quoted number is refused. A customer's number is text
 * in `invoice_hdr` (V).
 */
const tables: Readonly<Record<string, string>> = {
  company: 'company_id | company_name home_currency_id:n ar_account_no ap_account_no',
  currency_hdr: 'currency_id:n | currency_desc currency_code exchange_rate:n',
  customer:
    'customer_id:n company_id | customer_name legacy_id currency_id:n credit_status delete_flag date_last_modified:t',
  address:
    'id:n | email_address central_phone_number mail_address1 mail_address2 mail_city mail_state mail_postal_code ' +
    'mail_country date_last_modified:t',
  customer_ud: 'customer_id:n company_id | date_last_modified:t',
  inv_mast: 'inv_mast_uid:n | item_id item_desc delete_flag date_last_modified:t',
  inv_loc: 'inv_mast_uid:n location_id:n | qty_on_hand:n qty_allocated:n',
  oe_hdr:
    'order_no | company_id customer_id:n po_no job_name order_date:t currency_id:n approved cancel_flag delete_flag ' +
    'front_counter date_last_modified:t web_reference_no',
  oe_line:
    'order_no line_no:n | user_line_no item_id extended_desc unit_quantity:n unit_price:n extended_price:n tax_group_id ' +
    'qty_allocated:n qty_shipped:n qty_invoiced:n delete_flag',
  oe_hdr_tax: 'order_no jurisdiction_id | tax_amount:n',
  oe_hdr_ud: 'order_no |',
  invoice_hdr:
    'invoice_no | order_no po_no company_no customer_id invoice_type invoice_reference_no invoice_date:t currency_id:n ' +
    'total_amount:n amount_paid:n paid_in_full_flag invoice_desc date_last_modified:t',
  invoice_line: 'invoice_no line_no:n | item_id unit_quantity:n unit_price:n extended_price:n',
  ar_receipts:
    'receipt_number:n | company_no customer_id:n receipt_date:t currency_id:n amount:n unapplied_amount:n home_amount:n ' +
    'bank_account_no bank_currency_id:n bank_amount:n reversed_flag reversal_desc date_last_modified:t',
  ar_payment_details: 'receipt_number:n company_no check_number | payment_desc payment_account_id',
  ar_receipts_detail: 'receipt_number:n sequence_no:n | invoice_no amount:n apply_desc unapply_desc',
  ar_refunds:
    'refund_number:n | company_no customer_id:n refund_date:t check_number currency_id:n amount:n home_amount:n ' +
    'bank_account_no bank_currency_id:n bank_amount:n receipt_number:n credit_memo_no payment_desc payment_account_id',
  chart_of_accts: 'account_no company_no | account_desc account_type delete_flag',
  bank_accounts: 'account_no company_no |',
  periods: 'company_no period:n year_for_period:n | beginning_date:t ending_date:t period_closed',
  gl:
    'transaction_number:n sequence_number:n | company_no account_number period:n year_for_period:n journal_id amount:n ' +
    'foreign_amount:n currency_id:n source description transaction_date:t',
};

export const tableNames: readonly string[] = Object.keys(tables);

const types: Readonly<Record<string, ColumnType>> = { n: 'number', t: 'time' };

/** @param more columns of this site, which are text */
export function tableOf(name: string, more: readonly string[] = []): Table {
  const known = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (known === undefined) throw new ErpError('invalid', `${name} is not a table that this adapter reads`);
  const [key = [], others = []] = known.split('|').map(columnsIn);
  const own = more.map((column): [string, ColumnType] => [column, 'text']);
  return { columns: new Map([...key, ...others, ...own]), key: key.map(([column]) => column) };
}

const columnsIn = (list: string): [string, ColumnType][] =>
  list
    .split(' ')
    .filter((column) => column !== '')
    .map((column) => {
      const [name = '', type = ''] = column.split(':');
      return [name, types[type] ?? 'text'];
    });
