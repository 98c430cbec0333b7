import type { Money } from './money.ts';

/** A day in the company's time zone, `2026-01-30`. */
export type Day = string;
/** Sixteen characters that every ERP can hold, made from an effect's key. */
export type Reference = string & { readonly brand: 'Reference' };
/** Fields of one ERP that a profile fills; the adapter says which ones it has. */
export type Extra = Readonly<Record<string, string>>;

export type PaymentState =
  'incomplete' | 'pending' | 'authorised' | 'captured' | 'failed' | 'cancelled' | 'refunded' | 'disputed';

export type Address = {
  readonly name?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly city?: string;
  readonly state?: string;
  readonly postalCode?: string;
  /** ISO 3166, two letters. */
  readonly country?: string;
};

export type Customer = {
  readonly kind: 'customer';
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Address;
  readonly currency: string;
  readonly taxId?: string;
  /** `cus_…`; a guest has none. */
  readonly stripeId?: string;
  readonly extra: Extra;
};

/** `net = quantity x unitPrice - discount`, to the minor unit; tax is what the shop charged on it. */
export type Line = {
  readonly item: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly discount: Money;
  readonly net: Money;
  readonly tax: Money;
  readonly taxCode: string;
  /** G/L account of the revenue, where the profile determines it and the ERP takes it; else the ERP's own determination. */
  readonly revenueAccount?: string;
};

type Sale = {
  /** The ERP's number of the customer. */
  readonly customer: string;
  /** The shop's number of the order. */
  readonly orderNumber: string;
  readonly date: Day;
  readonly currency: string;
  readonly lines: readonly Line[];
  /** What the customer was asked to pay, tax included; the ERP's own total is compared with it. */
  readonly total: Money;
  readonly shipTo?: Address;
  /** The payment (`pi_…` or `ch_…`) that the sale came with. */
  readonly stripeId: string;
  readonly payment: PaymentState;
  readonly paidOn?: Day;
  readonly extra: Extra;
};
export type SalesOrder = Sale & { readonly kind: 'sales-order'; readonly hold: boolean };
export type Invoice = Sale & { readonly kind: 'invoice'; readonly invoiceNumber?: string };

export type CreditMemo = {
  readonly kind: 'credit-memo';
  readonly customer: string;
  /** The ERP's number of the invoice that is credited. */
  readonly invoice: string;
  readonly date: Day;
  readonly currency: string;
  readonly lines: readonly Line[];
  readonly total: Money;
  readonly stripeId: string;
  readonly reason: string;
  readonly extra: Extra;
};

/** Money that came in at Stripe, gross, in the three currencies in which it must balance. */
export type CashReceipt = {
  readonly kind: 'cash-receipt';
  readonly customer: string;
  /** `ch_…` or `py_…`. */
  readonly stripeId: string;
  /** Presentment: what the customer paid. */
  readonly amount: Money;
  /** What Stripe credited to the balance, before fees. */
  readonly settlement: Money;
  /** The same in the ERP company's ledger currency. */
  readonly ledger: Money;
  /** G/L account of the Stripe clearing. */
  readonly account: string;
  /** The ERP's number of the sales order that the money is for, where one stands: an ERP may clear by it. */
  readonly order?: string;
  /** Our reference of the order or direct invoice that the money is for, where one of ours stands: it says the same there. */
  readonly sale?: Reference;
  readonly date: Day;
  readonly text: string;
  readonly extra: Extra;
};

/** Money that went back to a customer at Stripe, gross. */
export type CustomerRefund = Omit<CashReceipt, 'kind'> & {
  readonly kind: 'customer-refund';
  /** The document that the refund settles: a credit memo or the deposit itself. */
  readonly settles: { readonly kind: 'credit-memo' | 'cash-receipt'; readonly number: string };
};

export type JournalEntry = {
  readonly kind: 'journal-entry';
  readonly date: Day;
  readonly text: string;
  readonly stripeId: string;
  readonly postings: readonly {
    readonly debit: string;
    readonly credit: string;
    readonly amount: Money;
    readonly text: string;
  }[];
  readonly extra: Extra;
};

export type ErpDocument = Customer | SalesOrder | Invoice | CreditMemo | CashReceipt | CustomerRefund | JournalEntry;
export type DocumentKind = ErpDocument['kind'];
