import { z } from 'zod';

export const text = (longest: number) => z.string().max(longest);
export const name = (longest: number) => z.string().min(1).max(longest);
export const amount = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'write an amount as a decimal string, as in "119.00"');
export const quantity = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/, 'write a quantity as a decimal string, as in "2"');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'write a currency as in "USD"');
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as in "2026-01-30"');
export const flag = z.enum(['Y', 'N']);
/** Not unique, as in the real one. */
export const reference = text(16);
export const stripeId = text(255);
export const userDefined = z.record(z.string(), text(255));
export const listOf = <S extends z.ZodType>(entry: S) => z.strictObject({ list: z.array(entry) });
export const paymentStatus = z.enum([
  'incomplete',
  'pending',
  'authorised',
  'captured',
  'failed',
  'cancelled',
  'refunded',
  'disputed',
]);

const address = z.strictObject({
  Name: text(255).optional(),
  Address1: text(255).optional(),
  Address2: text(255).optional(),
  City: text(255).optional(),
  State: text(50).optional(),
  PostalCode: text(20).optional(),
  Country: text(2).optional(),
});

/** What an order and an invoice have in common, besides their lines. */
export const saleFields = {
  CompanyId: text(8).optional(),
  CustomerId: name(20),
  ShipTo: address.optional(),
  PoNo: text(50).optional(),
  WebReferenceNo: text(255).optional(),
  Reference: reference.optional(),
  StripeId: stripeId.optional(),
  PaymentStatus: paymentStatus.optional(),
  PaymentDate: day.optional(),
  CurrencyId: currency,
  Taker: text(30).optional(),
  Notes: text(2000).optional(),
  UserDefined: userDefined.optional(),
};
const saleHeader = z.object(saleFields);
export type SaleHeader = z.output<typeof saleHeader>;
/** Takes the header out of a larger body. */
export const headerOf = (body: SaleHeader): SaleHeader => saleHeader.parse(body);

export const cashFields = {
  CompanyId: text(8).optional(),
  CustomerId: name(20),
  Amount: amount,
  CurrencyId: currency,
  SettlementAmount: amount,
  SettlementCurrencyId: currency,
  LedgerAmount: amount,
  BankAccount: name(40),
  PaymentDesc: text(60).optional(),
  Reference: reference.optional(),
  StripeId: stripeId.optional(),
  UserDefined: userDefined.optional(),
};
const cashHeader = z.object(cashFields);
export type CashHeader = z.output<typeof cashHeader>;

export const customerFields = {
  CompanyId: text(8).optional(),
  CustomerName: name(255),
  Email: text(255).optional(),
  Phone: text(20).optional(),
  MailAddress: address.optional(),
  Reference: reference.optional(),
  StripeCustomerId: stripeId.optional(),
  CreditHold: flag.optional(),
  CurrencyId: currency,
  TaxId: text(40).optional(),
  UserDefined: userDefined.optional(),
};
const customerBody = z.object(customerFields);
export type CustomerBody = z.output<typeof customerBody>;

export const lineFields = {
  LineNo: z.int().positive().optional(),
  ItemId: name(40),
  Description: text(255).optional(),
  UnitQuantity: quantity,
  UnitPrice: amount,
  DiscountAmount: amount.optional(),
  TaxCode: text(20).optional(),
  RevenueAccount: text(40).optional(),
  Reference: reference.optional(),
};
export const line = z.strictObject(lineFields);
export type LineBody = z.output<typeof line>;
