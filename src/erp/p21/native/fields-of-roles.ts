import type { Fields, Role } from './site.ts';
import { usualWays } from './usual-ways.ts';

/** Fields that stand on the lines; all others stand on the form. */
const onLines: Readonly<Partial<Record<Role, readonly string[]>>> = {
  'credit-memo': ['line', 'item', 'quantity', 'price', 'tax'],
  application: ['reference', 'invoice', 'amount', 'undoing'],
};

type Meanings = { readonly form: readonly string[]; readonly lines: readonly string[] };

/** What a document of this role needs a field for, each of it: what the form lacks, Prophet 21 refuses. */
export function meaningsOf(role: Role): Meanings {
  const lines = onLines[role] ?? [];
  const all = Object.keys(usualWays[role].fields);
  return { form: all.filter((meaning) => !lines.includes(meaning)), lines };
}

const common: Readonly<Record<string, string>> = {
  customer: 'customer_no customer_number bill_to_customer_id',
  reference: 'check_no check_num payment_reference reference_no reference_number',
  currency: 'currency currency_no currency_number',
  home: 'home_currency_amount amount_home home_amt',
  account: 'bank_no bank_account bank_account_number cash_account_no gl_account_no',
  bankCurrency: 'bank_currency bank_currency_no',
  bankAmount: 'bank_currency_amount amount_bank bank_amt',
  text: 'description comments comment notes',
  stripeId: 'payment_account payment_token external_id external_reference',
  receipt: 'receipt_no receipt_num',
  memo: 'credit_memo_number memo_no memo_number',
  invoice: 'invoice_number',
  line: 'line_no line_number',
  item: 'oe_order_item_id item item_no',
  quantity: 'quantity qty unit_qty',
  price: 'price unit_amount',
  tax: 'tax_group tax_code',
};

/** Other names that a site may give, by what they mean; none is public (M). */
const others: Readonly<Record<Role, Readonly<Record<string, string>>>> = {
  'cash-receipt': {
    date: 'payment_date deposit_date date_received transaction_date',
    amount: 'receipt_amount check_amount amount payment_amt receipt_amt',
    text: 'receipt_desc payment_description receipt_description',
  },
  'customer-refund': {
    date: 'payment_date check_date transaction_date',
    amount: 'payment_amount check_amount amount refund_amt',
    text: 'refund_desc payment_description refund_description',
  },
  'credit-memo': {
    // Not `invoice_no`, which is the memo's own number.
    invoice: 'original_invoice_no orig_invoice_no',
    date: 'credit_memo_date invoice_date transaction_date',
    reference: 'po_number customer_po_no',
    amount: 'credit_memo_amount credit_amount total_amount amount',
    text: 'credit_memo_desc invoice_desc memo_description',
    stripeId: 'payment_account_id',
  },
  application: {
    receipt: 'payment_number payment_no',
    reference: 'application_desc apply_description',
    amount: 'apply_amount applied_amount amount',
    undoing: 'unapply_description reversal_desc',
  },
};

/** What a field of this meaning may be called, the usual name first. */
export function namesOf(role: Role, meaning: string): readonly string[] {
  const usual: Fields = usualWays[role].fields;
  const more = `${others[role][meaning] ?? ''} ${common[meaning] ?? ''}`.split(' ').filter((name) => name !== '');
  return [usual[meaning] ?? meaning, ...more];
}
