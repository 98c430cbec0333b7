import { receiptStatus } from './cash-receipts.ts';
import type { Erp } from './erp.ts';
import { asInteger, sum } from '../money.ts';
import type {
  CashReceipt,
  CreditMemo,
  Customer,
  CustomerRefund,
  Invoice,
  JournalEntry,
  SalesOrder,
} from './records.ts';
import { billed, totalsOf } from './sale-lines.ts';
import { statusOf } from './stock.ts';

/** Every document with its amounts as whole minor units, for a judge who trusts no decimal. */
export const documentsOf = (erp: Erp) => ({
  customers: erp.customers.all().map(customer),
  salesOrders: erp.orders.all().map((order) => salesOrder(erp, order)),
  invoices: erp.invoices.all().map(invoice),
  creditMemos: erp.creditMemos.all().map(creditMemo),
  cashReceipts: erp.receipts.all().map(cashReceipt),
  customerRefunds: erp.refunds.all().map(customerRefund),
  journalEntries: erp.journals.all().map(journalEntry),
});

const customer = ({ number, body, deleted }: Customer) => ({
  number,
  reference: body.Reference,
  stripeId: body.StripeCustomerId,
  email: body.Email,
  status: deleted ? 'deleted' : 'active',
  currency: body.CurrencyId,
});

const salesOrder = (erp: Erp, order: SalesOrder) => ({
  ...headOf(order.number, order.header),
  webReferenceNo: order.header.WebReferenceNo,
  customer: order.header.CustomerId,
  status: statusOf(order),
  paymentStatus: order.header.PaymentStatus,
  totalMinor: asInteger(totalsOf(erp, order.lines.map(billed)).total),
  invoices: order.invoices,
});

const invoice = (invoice: Invoice) => ({
  ...headOf(invoice.number, invoice.header),
  webReferenceNo: invoice.header.WebReferenceNo,
  externalNumber: invoice.externalNo,
  orderNo: invoice.orderNo,
  customer: invoice.customer,
  date: invoice.date,
  status: invoice.open === 0n ? 'paid' : 'open',
  ...amountsOf(invoice.totals.total, invoice.open, invoice.home),
});

const creditMemo = (memo: CreditMemo) => ({
  number: memo.number,
  reference: memo.reference,
  stripeId: memo.stripeId,
  currency: memo.currency,
  invoiceNo: memo.invoiceNo,
  customer: memo.customer,
  date: memo.date,
  status: memo.open === 0n ? 'applied' : 'open',
  ...amountsOf(memo.totals.total, memo.open, memo.home),
});

const cashReceipt = (receipt: CashReceipt) => ({
  ...headOf(receipt.number, receipt.header),
  checkNumber: receipt.checkNumber,
  customer: receipt.customer,
  account: receipt.header.BankAccount,
  date: receipt.date,
  status: receiptStatus(receipt),
  ...amountsOf(receipt.amount, receipt.open, receipt.home),
  refundedMinor: asInteger(receipt.refunded),
  settlementMinor: asInteger(receipt.settlement),
  settlementCurrency: receipt.header.SettlementCurrencyId,
  applications: receipt.applications
    .filter(({ undone }) => undone === undefined)
    .map(({ invoiceNo, settlement, reference }) => ({
      invoiceNo,
      amountMinor: asInteger(settlement.amount),
      reference,
    })),
});

const customerRefund = (refund: CustomerRefund) => ({
  ...headOf(refund.number, refund.header),
  customer: refund.customer,
  account: refund.header.BankAccount,
  date: refund.date,
  status: 'paid',
  ...amountsOf(refund.amount, refund.open, refund.home),
  settlementMinor: asInteger(refund.settlement),
  settlementCurrency: refund.header.SettlementCurrencyId,
  appliesTo: refund.target,
});

const journalEntry = (entry: JournalEntry) => ({
  number: entry.number,
  reference: entry.reference,
  stripeId: entry.source ?? namedIn(entry),
  currency: entry.currency,
  date: entry.date,
  status: 'posted',
  totalMinor: asInteger(sum(entry.lines.map(({ amount }) => (amount > 0n ? amount : 0n)))),
  lines: entry.lines.map(({ account, amount }) => ({ account, amountMinor: asInteger(amount) })),
});

/** Stripe's id at the end of its lines: the ledger's own service has no other place for it. */
const namedIn = ({ lines }: JournalEntry): string | undefined =>
  /(?:^|\s)([a-z]{2,7}_[A-Za-z0-9]+)$/.exec(lines[0]?.description ?? '')?.[1];

type Head = {
  readonly Reference?: string | undefined;
  readonly StripeId?: string | undefined;
  readonly CurrencyId: string;
};
const headOf = (number: string, { Reference, StripeId, CurrencyId }: Head) => ({
  number,
  reference: Reference,
  stripeId: StripeId,
  currency: CurrencyId,
});

const amountsOf = (total: bigint, open: bigint, home: bigint) => ({
  totalMinor: asInteger(total),
  appliedMinor: asInteger(total - open),
  unappliedMinor: asInteger(open),
  homeMinor: asInteger(home),
});
