import type {
  CashReceipt,
  CreditMemo,
  Customer,
  CustomerRefund,
  DocumentKind,
  ErpDocument,
  Invoice,
  JournalEntry,
  Line,
  SalesOrder,
} from '../../src/domain/documents.ts';
import { money, type Money, zero } from '../../src/domain/money.ts';
import type { Capability } from '../../src/erp/port.ts';

/** What an ERP under test has ready: numbers of its customer, item and accounts. */
export type Ground = {
  readonly customer: string;
  readonly item: string;
  /** An item that nobody has to stock. */
  readonly service: string;
  /** A tax code of nought per cent. */
  readonly noTax: string;
  /** A tax code of nineteen per cent. */
  readonly taxed: string;
  /** A bank account that takes every currency. */
  readonly clearing: string;
  readonly expense: string;
  readonly balance: string;
  /** Takes postings of customers only. */
  readonly control: string;
  readonly ledgerCurrency: string;
  /** A day of an open period. */
  readonly day: string;
  readonly closedDay: string;
};

export const line = (item: string, price: Money, more: Partial<Line> = {}): Line => ({
  item,
  description: 'Widget, small',
  quantity: 1,
  unitPrice: price,
  discount: zero(price.currency),
  net: price,
  tax: zero(price.currency),
  taxCode: 'NOTAX',
  ...more,
});

/** One neutral document of each kind over an amount; those that hang on another name it. */
export const samples = (ground: Ground) => {
  const lineOf = (amount: Money): Line => line(ground.item, amount, { taxCode: ground.noTax });
  const sale = (amount: Money) => ({
    customer: ground.customer,
    orderNumber: 'WEB-1001',
    date: ground.day,
    currency: amount.currency,
    lines: [lineOf(amount)],
    total: amount,
    stripeId: 'pi_sample00000000000000001',
    payment: 'captured' as const,
    paidOn: ground.day,
    extra: {},
  });
  const cash = (amount: Money) => ({
    customer: ground.customer,
    stripeId: 'ch_sample00000000000000001',
    amount,
    settlement: amount,
    ledger: amount.currency === ground.ledgerCurrency ? amount : money(4_242, ground.ledgerCurrency),
    account: ground.clearing,
    date: ground.day,
    text: 'Stripe ch_sample',
    extra: {},
  });
  return {
    customer: (currency: string, more: Partial<Customer> = {}): Customer => ({
      kind: 'customer',
      name: 'Sample Buyer',
      email: 'buyer@example.com',
      currency,
      extra: {},
      ...more,
    }),
    salesOrder: (amount: Money, more: Partial<SalesOrder> = {}): SalesOrder => ({
      kind: 'sales-order',
      hold: false,
      ...sale(amount),
      ...more,
    }),
    invoice: (amount: Money, more: Partial<Invoice> = {}): Invoice => ({ kind: 'invoice', ...sale(amount), ...more }),
    creditMemo: (amount: Money, invoice: string): CreditMemo => ({
      kind: 'credit-memo',
      customer: ground.customer,
      invoice,
      date: ground.day,
      currency: amount.currency,
      lines: [],
      total: amount,
      stripeId: 're_sample00000000000000001',
      reason: 'Returned',
      extra: {},
    }),
    cashReceipt: (amount: Money, more: Partial<CashReceipt> = {}): CashReceipt => ({
      kind: 'cash-receipt',
      ...cash(amount),
      ...more,
    }),
    customerRefund: (amount: Money, receipt: string, more: Partial<CustomerRefund> = {}): CustomerRefund => ({
      kind: 'customer-refund',
      ...cash(amount),
      settles: { kind: 'cash-receipt', number: receipt },
      ...more,
    }),
    journalEntry: (amount: Money, more: Partial<JournalEntry> = {}): JournalEntry => ({
      kind: 'journal-entry',
      date: ground.day,
      text: 'Stripe fees of the day',
      stripeId: 'txn_sample0000000000000001',
      postings: [{ debit: ground.expense, credit: ground.clearing, amount, text: 'Fee' }],
      extra: {},
      ...more,
    }),
  };
};

export const everyKind = [
  'customer',
  'sales-order',
  'invoice',
  'credit-memo',
  'cash-receipt',
  'customer-refund',
  'journal-entry',
] as const satisfies readonly DocumentKind[];

/** Of an adapter that lacks nothing. */
export const everyCapability: readonly Capability[] = [
  ...everyKind,
  'credit-amount',
  'settled-refund',
  'apply',
  'unapply',
  'hold',
  'reduce',
  'changes',
  'open-period',
  'payment-note',
  'change-customer',
  'block-customer',
  'customer-changes',
  'item-changes',
];

/** Fails to compile when a kind of document is missing above. */
export const totalOf = (document: ErpDocument, amount: Money): Money | undefined =>
  document.kind === 'customer' ? undefined : amount;
