import type { ByTransaction, Role } from './site.ts';

const cash = {
  customer: 'customer_id',
  reference: 'check_number',
  currency: 'currency_id',
  home: 'home_amount',
  account: 'bank_account_no',
  bankCurrency: 'bank_currency_id',
  bankAmount: 'bank_amount',
  text: 'payment_desc',
  stripeId: 'payment_account_id',
} as const;

/**
 * The services whose names and fields differ between sites, as WIRE.md assumes them: what a field means to us, and what it
 * is called. None of it is public, so each site's own stand in its profile.
 */
export const usualWays = {
  'cash-receipt': {
    by: 'transaction',
    service: 'CashReceipts',
    form: 'TABPAGE_1.receipt',
    key: 'receipt_number',
    fields: { ...cash, date: 'receipt_date', amount: 'payment_amount' },
  },
  'customer-refund': {
    by: 'transaction',
    service: 'CustomerRefund',
    form: 'TABPAGE_1.refund',
    key: 'refund_number',
    fields: {
      ...cash,
      date: 'refund_date',
      amount: 'refund_amount',
      receipt: 'receipt_number',
      memo: 'credit_memo_no',
    },
  },
  'credit-memo': {
    by: 'transaction',
    service: 'ARCreditMemo',
    form: 'TABPAGE_1.memo',
    key: 'invoice_no',
    lines: 'TP_ITEMS.items',
    fields: {
      invoice: 'invoice_reference_no',
      date: 'memo_date',
      currency: 'currency_id',
      reference: 'po_no',
      amount: 'memo_amount',
      text: 'memo_desc',
      stripeId: 'stripe_id',
      line: 'user_line_no',
      item: 'item_id',
      quantity: 'unit_quantity',
      price: 'unit_price',
      tax: 'tax_group_id',
    },
  },
  application: {
    by: 'transaction',
    service: 'OpenCreditApplication',
    form: 'TABPAGE_1.credit',
    key: 'receipt_number',
    lines: 'TP_INVOICES.invoices',
    fields: {
      receipt: 'receipt_number',
      reference: 'apply_desc',
      invoice: 'invoice_no',
      amount: 'amount_applied',
      undoing: 'unapply_desc',
    },
  },
} as const satisfies Readonly<Record<Role, ByTransaction>>;
