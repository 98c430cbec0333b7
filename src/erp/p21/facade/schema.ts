import { z } from 'zod';

/** What we read of the gateway's answers, and no more. Amounts stay text until their currency is known. */
const Amount = z.string().regex(/^-?\d{1,15}(\.\d{1,4})?$/);
const Quantity = z.string().regex(/^\d{1,9}(\.\d{1,4})?$/);
const Currency = z.string().regex(/^[A-Z]{3}$/);
const Flag = z.enum(['Y', 'N']);
/** An error's text in the place of a number is not taken for one. */
const Number = z.string().regex(/^[\w][\w./-]{0,39}$/);
const listOf = <T extends z.ZodType>(item: T) => z.object({ list: z.array(item) });
const text = z.string().optional();

const stored = { CompanyId: z.string(), Reference: text };

export const Page = z.object({ list: z.array(z.unknown()), Page: z.number(), More: Flag });

export const Ping = z.object({ Company: z.string(), HomeCurrency: Currency });

export const Customer = z.object({
  ...stored,
  CustomerId: Number,
  CustomerName: z.string(),
  Email: text,
  Phone: text,
  MailAddress: z
    .object({
      Name: text,
      Address1: text,
      Address2: text,
      City: text,
      State: text,
      PostalCode: text,
      Country: text,
    })
    .optional(),
  TaxId: text,
  StripeCustomerId: text,
  CurrencyId: Currency,
  CreditHold: Flag,
  Deleted: Flag,
  DateLastModified: z.iso.datetime(),
});
export type Customer = z.infer<typeof Customer>;

export const Item = z.object({
  ItemId: z.string(),
  ItemDesc: z.string(),
  QuantityOnHand: Quantity,
  Discontinued: Flag,
  DateLastModified: z.iso.datetime(),
});
export type Item = z.infer<typeof Item>;

const line = {
  LineNo: z.number().int(),
  ItemId: z.string(),
  UnitQuantity: Quantity,
  ExtendedAmount: Amount,
  RevenueAccount: text,
  Reference: text,
};
const sale = { ...stored, CustomerId: z.string(), CurrencyId: Currency, TotalAmount: Amount };

export const SalesOrder = z.object({
  ...sale,
  OrderNo: Number,
  Hold: Flag,
  Status: z.enum(['open', 'held', 'cancelled', 'shipped', 'invoiced']),
  CancelReference: text,
  StripeId: text,
  PaymentStatus: text,
  PaymentDate: text,
  Lines: listOf(
    z.object({
      ...line,
      DiscountAmount: Amount,
      QuantityShipped: Quantity,
      QuantityInvoiced: Quantity,
      QuantityBackordered: Quantity,
    }),
  ),
});
export type SalesOrder = z.infer<typeof SalesOrder>;

export const Invoice = z.object({
  ...sale,
  InvoiceNo: Number,
  OrderNo: text,
  StripeId: text,
  InvoiceDate: z.iso.date(),
  OpenAmount: Amount,
  DateLastModified: z.iso.datetime(),
  Lines: listOf(z.object(line)),
});
export type Invoice = z.infer<typeof Invoice>;

export const CreditMemo = z.object({
  ...sale,
  CreditMemoNo: Number,
  InvoiceNo: z.string(),
  CreditMemoDate: z.iso.date(),
  OpenAmount: Amount,
  Lines: listOf(z.object(line)).optional(),
});

const cash = {
  ...stored,
  CustomerId: z.string(),
  Amount,
  CurrencyId: Currency,
  SettlementAmount: Amount,
  SettlementCurrencyId: Currency,
  LedgerAmount: Amount,
  BankAccount: z.string(),
};

export const CashReceipt = z.object({
  ...cash,
  ReceiptNo: Number,
  ReceiptDate: z.iso.date(),
  UnappliedAmount: Amount,
  Status: z.enum(['unapplied', 'partial', 'applied', 'reversed']),
  ReversalReference: text,
  Applications: listOf(
    z.object({
      ApplicationNo: Number,
      InvoiceNo: z.string(),
      Amount,
      Reference: text,
      Unapplied: Flag,
      UnapplyReference: text,
    }),
  ),
});
export type CashReceipt = z.infer<typeof CashReceipt>;

export const CustomerRefund = z.object({
  ...cash,
  RefundNo: Number,
  AppliesTo: z.object({ ReceiptNo: text, CreditMemoNo: text }),
});

/** Prophet 21 names the company of a journal `CompanyNo` when it is sent, `CompanyId` when it is stored. */
export const JournalEntry = z.object({
  ...stored,
  TransactionNumber: Number,
  CurrencyId: Currency,
  Source: text,
  Description: text,
  Lines: listOf(
    z.object({
      AccountNumber: z.string(),
      DebitAmount: Amount.optional(),
      CreditAmount: Amount.optional(),
      Description: text,
    }),
  ),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

export const Account = z.object({
  AccountNumber: z.string(),
  Description: text,
  Kind: z.enum(['bank', 'control', 'balance', 'pl']),
  Blocked: Flag,
});

export const Period = z.object({ Date: z.iso.date(), Open: Flag, NextOpenDate: z.iso.date() });
