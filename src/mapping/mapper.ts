import type {
  CashReceipt,
  CreditMemo,
  Customer,
  CustomerRefund,
  Day,
  Extra,
  Invoice,
  JournalEntry,
  Reference,
  SalesOrder,
} from '../domain/documents.ts';
import type { Money } from '../domain/money.ts';
import type { Settled } from '../domain/order-to-cash/seen.ts';
import type { Person, ShopOrder } from '../domain/shop-order.ts';
import type { StripePayment } from '../stripe/payment.ts';
import type { Lookup } from './expressions/evaluator.ts';
import type { Place, Profile } from './profile/profile.ts';
import type { JournalType } from './profile/roles.ts';
import type { RefundRuleFacts } from './rules.ts';

/** How one field came to be, for `mapping try`. */
export type FieldTrace = {
  /** `lines[0].item`. */
  readonly field: string;
  /** The expression or constant as written; rules of the house (tables, totals) are said in words. */
  readonly from: string;
  readonly place?: Place;
  readonly value: unknown;
};
export type Mapped<D> = { readonly document: D; readonly trace: readonly FieldTrace[] };

export type SaleInput = {
  readonly order: ShopOrder;
  /** The payment that the sale came with; an order that is mapped without one (a sample) has the little that it needs. */
  readonly payment: Pick<StripePayment, 'id' | 'state' | 'amount' | 'metadata' | 'createdAt'> &
    Partial<Pick<StripePayment, 'capturedAt' | 'description' | 'customer' | 'method'>>;
  /** The ERP's number of the customer. */
  readonly customer: string;
  readonly document: 'sales-order' | 'invoice';
  readonly hold: boolean;
  /** A direct invoice of less than the order: what was captured. */
  readonly captured?: Money;
  /** What a person corrected in the case. */
  readonly patch?: { readonly customer?: string; readonly items?: Readonly<Record<string, string>> };
};
export type ReceiptInput = {
  readonly charge: string;
  readonly amount: Money;
  readonly settled: Settled;
  readonly customer: string;
  readonly order?: string;
  readonly sale?: Reference;
  /** The booking day, or the first open day after it. */
  readonly date: Day;
  readonly payment: SaleInput['payment'];
};
export type CustomerInput = {
  readonly person: Person;
  readonly stripeId?: string;
  /** The payment that a guest came with. */
  readonly payment?: string;
  readonly currency: string;
  readonly taxId?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};
export type RefundInput = ReceiptInput & { readonly settles: CustomerRefund['settles'] };
export type CreditMemoInput = {
  readonly customer: string;
  readonly invoice: string;
  readonly refund: string;
  readonly reason: string;
  readonly date: Day;
  /** Of the sale that is credited, in the ERP's items already; none where the ERP shares out an amount. */
  readonly lines: CreditMemo['lines'];
  readonly total: Money;
};
export type JournalInput = {
  readonly type: JournalType;
  /** `txn_…`, `po_…`, `dp_…`, or a day: what the entry is about. */
  readonly stripeId: string;
  readonly date: Day;
  /** The day at Stripe, where `date` is the first open day after it. */
  readonly bookedOn?: Day;
  /** What moves at Stripe, as its balance counts it: a fee of 3.75 is `amount` 3.75. */
  readonly amount: Money;
  /** Part of the amount that is tax, for fees. */
  readonly tax?: Money;
  readonly description: string;
  readonly metadata?: Readonly<Record<string, string>>;
};
/** An item of the ERP, for its product at Stripe. */
export type ItemInput = { readonly number: string; readonly description: string; readonly discontinued: boolean };
export type Product = {
  readonly kind: 'product';
  readonly name: string;
  readonly description?: string;
  readonly active: boolean;
  /** Metadata that the profile asks for. */
  readonly extra: Extra;
};

/** A profile at work: sources in, neutral documents out. All throw MappingFault with the place in the profile. */
export interface Mapper {
  readonly profile: Profile;
  /** `acme@3`. */
  readonly label: string;
  readonly ledgerCurrency: string;
  sale(input: SaleInput, lookup?: Lookup): Promise<Mapped<SalesOrder | Invoice>>;
  receipt(input: ReceiptInput, lookup?: Lookup): Promise<Mapped<CashReceipt>>;
  customer(input: CustomerInput, lookup?: Lookup): Promise<Mapped<Customer>>;
  refund(input: RefundInput, lookup?: Lookup): Promise<Mapped<CustomerRefund>>;
  creditMemo(input: CreditMemoInput, lookup?: Lookup): Promise<Mapped<CreditMemo>>;
  journal(input: JournalInput, lookup?: Lookup): Promise<Mapped<JournalEntry>>;
  item(input: ItemInput, lookup?: Lookup): Promise<Mapped<Product>>;
  /** Choices, by the profile's rules. */
  choose(
    paid: StripePayment,
    order: ShopOrder,
  ): { readonly directInvoice: boolean; readonly hold: boolean; readonly review: boolean };
  /** Whether somebody else than who asks for a refund must approve it. */
  needsApproval(refund: RefundRuleFacts): boolean;
}
