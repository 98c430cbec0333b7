import { z } from 'zod';
import { insist } from './companies/insist.ts';

const minor = z.int();
const text = z.string();
const id = text.nullish();

const stripeState = z.object({
  customers: z.array(z.object({ id: text, email: id, metadata: z.record(text, text) })),
  payment_intents: z.array(z.object({ id: text, status: text, metadata: z.record(text, text) })),
  charges: z.array(
    z.object({
      id: text,
      payment_intent: id,
      status: text,
      captured: z.boolean(),
      amount_captured: minor,
      currency: text.toUpperCase(),
      balance_transaction: id,
      metadata: z.record(text, text),
    }),
  ),
  balance_transactions: z.array(z.object({ id: text, source: id, amount: minor, currency: text.toUpperCase() })),
  events: z.record(text, minor),
});
/** What Stripe says, as far as a judge wants to know it. Amounts in minor units. */
export type StripeTruth = z.output<typeof stripeState>;

const document = { number: text, stripeId: id, currency: text, status: text, totalMinor: minor };
const sale = { ...document, webReferenceNo: id, customer: text };
const cash = { ...document, customer: text, unappliedMinor: minor, homeMinor: minor };

const erpDocuments = z.object({
  customers: z.array(z.object({ number: text, stripeId: id, email: id, status: text })),
  salesOrders: z.array(z.object({ ...sale, paymentStatus: id, invoices: z.array(text) })),
  invoices: z.array(z.object({ ...sale, orderNo: id, unappliedMinor: minor })),
  creditMemos: z.array(z.object({ number: text })),
  cashReceipts: z.array(
    z.object({
      ...cash,
      settlementMinor: minor,
      settlementCurrency: text,
      applications: z.array(z.object({ invoiceNo: text, amountMinor: minor })),
    }),
  ),
  customerRefunds: z.array(z.object({ number: text })),
  journalEntries: z.array(z.object({ number: text })),
});
const erpBooks = z.object({
  homeCurrency: text,
  trialBalanceMinor: minor,
  receivablesMinor: minor,
  openItemsMinor: minor,
  cash: z.array(z.object({ account: text, currency: text, minor })),
});
export type ErpDocuments = z.output<typeof erpDocuments>;
type ErpBooks = z.output<typeof erpBooks>;
/** What the ERP holds. */
export type ErpTruth = { readonly documents: ErpDocuments; readonly books: ErpBooks };

/** Both sandboxes tell the truth about themselves; the product is not asked. */
export async function readTruth(stripeUrl: string, erpUrl: string): Promise<{ stripe: StripeTruth; erp: ErpTruth }> {
  const [stripe, documents, books] = await Promise.all([
    get(`${stripeUrl}/_sandbox/state`, stripeState),
    get(`${erpUrl}/_sandbox/documents`, erpDocuments),
    get(`${erpUrl}/_sandbox/books`, erpBooks),
  ]);
  return { stripe, erp: { documents, books } };
}

const get = <S extends z.ZodType>(url: string, schema: S): Promise<z.output<S>> =>
  insist(async () => {
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}, where the truth was expected`);
    return schema.parse(await reply.json());
  });
