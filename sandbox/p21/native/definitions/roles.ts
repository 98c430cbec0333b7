import { nameOf } from './definition.ts';

type RoleName = 'order' | 'cash-receipt' | 'customer-refund' | 'credit-memo' | 'application' | 'reversal';
/** Which window a definition describes, and what it calls the fields of the books. */
export type Part = {
  readonly role: RoleName;
  readonly form: string;
  /** The field that names what was made. */
  readonly key: string;
  readonly lines?: string;
  readonly fields: Readonly<Record<string, string>>;
};

const order: Part = {
  role: 'order',
  form: 'TABPAGE_1.order',
  key: 'order_no',
  lines: 'TP_ITEMS.items',
  fields: {
    CustomerId: 'customer_id',
    OrderDate: 'order_date',
    InvoiceDate: 'order_date',
    Reference: 'po_no',
    WebReferenceNo: 'job_name',
    Taker: 'taker',
    CurrencyId: 'currency_id',
    Notes: 'delivery_instructions',
    StripeId: 'ufc_quittance_stripe_id',
    PaymentStatus: 'ufc_quittance_payment_state',
    PaymentDate: 'ufc_quittance_paid_on',
    Name: 'ship_to_name',
    Address1: 'phys_address1',
    Address2: 'phys_address2',
    City: 'phys_city',
    State: 'phys_state',
    PostalCode: 'phys_postal_code',
    Country: 'phys_country',
    LineNo: 'user_line_no',
    ItemId: 'oe_order_item_id',
    UnitQuantity: 'unit_quantity',
    UnitPrice: 'unit_price',
    Description: 'extended_desc',
    TaxCode: 'tax_group_id',
  },
};

const cash = {
  CustomerId: 'customer_id',
  Reference: 'check_number',
  CurrencyId: 'currency_id',
  LedgerAmount: 'home_amount',
  BankAccount: 'bank_account_no',
  SettlementCurrencyId: 'bank_currency_id',
  SettlementAmount: 'bank_amount',
  PaymentDesc: 'payment_desc',
  StripeId: 'payment_account_id',
};

const cashReceipt: Part = {
  role: 'cash-receipt',
  form: 'TABPAGE_1.receipt',
  key: 'receipt_number',
  fields: { ...cash, ReceiptDate: 'receipt_date', Amount: 'payment_amount' },
};

/** By the name of the file that describes it. */
const parts: Readonly<Record<string, Part>> = {
  Order: order,
  /** Of a site that shows `web_reference_no` in the window of its orders. */
  OrderByWebReference: { ...order, fields: { ...order.fields, Reference: 'web_reference_no', PoNo: 'po_no' } },
  CashReceipts: cashReceipt,
  ARCashReceiptEntry: {
    ...cashReceipt,
    form: 'TP_RECEIPT.cash_receipt',
    fields: { ...cashReceipt.fields, Reference: 'check_no', Amount: 'receipt_amount' },
  },
  CustomerRefund: {
    role: 'customer-refund',
    form: 'TABPAGE_1.refund',
    key: 'refund_number',
    fields: {
      ...cash,
      Date: 'refund_date',
      Amount: 'refund_amount',
      ReceiptNo: 'receipt_number',
      CreditMemoNo: 'credit_memo_no',
    },
  },
  ARCreditMemo: {
    role: 'credit-memo',
    form: 'TABPAGE_1.memo',
    key: 'invoice_no',
    lines: 'TP_ITEMS.items',
    fields: {
      InvoiceNo: 'invoice_reference_no',
      CreditMemoDate: 'memo_date',
      CurrencyId: 'currency_id',
      Reference: 'po_no',
      Amount: 'memo_amount',
      Reason: 'memo_desc',
      StripeId: 'stripe_id',
      LineNo: 'user_line_no',
      ItemId: 'item_id',
      UnitQuantity: 'unit_quantity',
      UnitPrice: 'unit_price',
      TaxCode: 'tax_group_id',
    },
  },
  OpenCreditApplication: {
    role: 'application',
    form: 'TABPAGE_1.credit',
    key: 'receipt_number',
    lines: 'TP_INVOICES.invoices',
    fields: {
      ReceiptNo: 'receipt_number',
      ApplicationReference: 'apply_desc',
      InvoiceNo: 'invoice_no',
      Amount: 'amount_applied',
      Reference: 'unapply_desc',
    },
  },
  ReverseARPayment: {
    role: 'reversal',
    form: 'TABPAGE_1.payment',
    key: 'receipt_number',
    fields: { ReceiptNo: 'receipt_number', Date: 'reversal_date', Reason: 'reversal_desc' },
  },
};

/** @throws RangeError when the site is set up with a file that nobody has written */
export function partIn(file: string): Part {
  const part = parts[nameOf(file)];
  if (!part) throw new RangeError(`There is no definition "${file}"; there are ${Object.keys(parts).join(', ')}`);
  return part;
}
