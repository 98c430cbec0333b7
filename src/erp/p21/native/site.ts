import type { DocumentKind } from '../../../domain/documents.ts';

/** What Prophet 21 calls a field of a form, by what it means to us. */
export type Fields = Readonly<Record<string, string>>;

/** A document that goes through a window of Prophet 21, by the Transaction API. */
export type ByTransaction = {
  readonly by: 'transaction';
  readonly service: string;
  /** The data element of the head, `TABPAGE_1.receipt`. */
  readonly form: string;
  /** The field of the answer that names what was made. */
  readonly key: string;
  /** The data element of the lines, where there are lines. */
  readonly lines?: string;
  /** Where a scheduled import brought them before, as long as a file of that time may wait there. */
  readonly importFolder?: string;
  readonly fields: Fields;
};
/** A document that a file brings, which Prophet 21's own scheduled import reads. */
export type ByImport = { readonly by: 'import'; readonly folder: string; readonly fields: Fields };
/** A document that this site can't take. */
export type Missing = { readonly by: 'none' };
export type Way = ByTransaction | ByImport | Missing;

/** Whose services differ from site to site; `Order`, the Entity API and the GL service do not. */
export type Role = Extract<DocumentKind, 'cash-receipt' | 'customer-refund' | 'credit-memo'> | 'application';

/** What differs between one Prophet 21 and another, kept in the company's profile. */
export type Site = {
  /** `sales_loc_id` and `source_loc_id` of every order. */
  readonly salesLocation: string;
  readonly sourceLocation: string;
  /** `ship_to_id` of every order; the customer's own number when absent. */
  readonly shipTo?: string;
  readonly taker?: string;
  /** Of new customers. */
  readonly salesrep: string;
  readonly terms?: string;
  /** `journal_id` of our journal entries. */
  readonly journal: string;
  /** Of Prophet 21's clock: its times carry no zone. */
  readonly timeZone: string;
  /** ISO code -> Prophet 21's number. */
  readonly currencies: Readonly<Record<string, string>>;
  /** Which column of `oe_hdr` holds our reference. */
  readonly orderReference: 'po_no' | 'web_reference_no';
  /** Columns of `oe_hdr_ud` that show the payment; the order shows none without. */
  readonly paymentColumns?: { readonly stripeId: string; readonly state: string; readonly paidOn: string };
  /** The column of `customer_ud` that holds Stripe's id of the customer. */
  readonly customerColumn?: string;
  readonly ways: Readonly<Record<Role, Way>>;
};
