import { z } from 'zod';
import { day, decimal, expanded, flag, metadata, text } from './wire.ts';

/** What we read of each entity of ZQUITTANCE_SRV.edmx. */
const Item = z.object({
  Item: text,
  Material: text,
  Quantity: decimal,
  ConfirmedQuantity: decimal,
  Discount: decimal,
  RejectionReason: text,
  LineReference: text,
  NetAmount: decimal,
});
export type Item = z.infer<typeof Item>;

export const SalesOrder = z.object({
  __metadata: metadata,
  Number: z.string().min(1),
  Reference: text,
  StripeId: text,
  Customer: text,
  Currency: text,
  DeliveryBlock: text,
  PaymentState: text,
  PaidOn: day,
  CancelReference: text,
  TotalAmount: decimal,
  DeliveryStatus: text,
  Invoiced: flag,
  Items: expanded(Item),
});
export type SalesOrder = z.infer<typeof SalesOrder>;

export const Customer = z.object({
  Number: z.string().min(1),
  Reference: text,
  StripeId: text,
  Name: text,
  Currency: text,
});
export type Customer = z.infer<typeof Customer>;

/** Of a customer that is to be changed. */
export const CustomerVersion = z.object({ __metadata: metadata }).transform(({ __metadata }) => __metadata);

const Line = z.object({
  AccountType: text,
  Account: text,
  SpecialLedger: text,
  Assignment: text,
  Text: text,
  TaxCode: text,
  TaxBase: decimal,
  Amount: decimal,
  LedgerAmount: decimal,
});
export type Line = z.infer<typeof Line>;

export const FinancialDocument = z.object({
  Document: z.string().length(18),
  Reference: text,
  StripeId: text,
  DocumentType: text,
  CompanyCode: text,
  PostingDate: day,
  HeaderText: text,
  Currency: text,
  LedgerCurrency: text,
  ReversedBy: text,
  Lines: expanded(Line),
});
export type FinancialDocument = z.infer<typeof FinancialDocument>;

export const Reversal = z.object({ Reference: text, Document: text, ReversalDocument: text });
export type Reversal = z.infer<typeof Reversal>;

export const Clearing = z.object({
  __metadata: metadata,
  Clearing: z.string().min(1),
  Reference: text,
  Customer: text,
  Credit: text,
  Debit: text,
  Amount: decimal,
  Currency: text,
  PostingDate: day,
  ResetReference: text,
  ResetDocument: text,
});
export type Clearing = z.infer<typeof Clearing>;

const numbered = z.object({ Number: z.string().min(1) }).transform(({ Number: number }) => number);
/** Of an entity that was just created, by its set: the key, by which it is read back. */
export const createdKeys = {
  SalesOrders: numbered,
  Customers: numbered,
  FinancialDocuments: z.object({ Document: z.string().length(18) }).transform(({ Document }) => Document),
};
