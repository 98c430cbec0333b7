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
      failure_balance_transaction: id,
      metadata: z.record(text, text),
    }),
  ),
  refunds: z.array(
    z.object({
      id: text,
      charge: id,
      amount: minor,
      currency: text.toUpperCase(),
      status: text,
      balance_transaction: id,
      failure_balance_transaction: id,
    }),
  ),
  disputes: z.array(z.object({ id: text, charge: text, amount: minor, status: text })),
  balance_transactions: z.array(z.object({ id: text, source: id, amount: minor, currency: text.toUpperCase() })),
  events: z.record(text, minor),
});
/** What Stripe says, as far as a judge wants to know it. Amounts in minor units. */
export type StripeTruth = z.output<typeof stripeState>;

const document = { number: text, stripeId: id, currency: text, status: text, totalMinor: minor };
const sale = { ...document, webReferenceNo: id, customer: text };
const credit = { ...document, customer: text, unappliedMinor: minor, homeMinor: minor };
const cash = { ...credit, settlementMinor: minor, settlementCurrency: text };
const openItem = { side: z.enum(['debit', 'credit']), customer: text, currency: text, openMinor: minor };

const erpDocuments = z.object({
  customers: z.array(z.object({ number: text, stripeId: id, email: id, status: text })),
  salesOrders: z.array(z.object({ ...sale, paymentStatus: id, invoices: z.array(text) })),
  invoices: z.array(z.object({ ...sale, orderNo: id, unappliedMinor: minor })),
  creditMemos: z.array(z.object(credit)),
  cashReceipts: z.array(
    z.object({ ...cash, applications: z.array(z.object({ invoiceNo: text, amountMinor: minor })) }),
  ),
  customerRefunds: z.array(z.object(cash)),
  journalEntries: z.array(z.object({ ...document, lines: z.array(z.object({ account: text, amountMinor: minor })) })),
});
const erpBooks = z.object({
  homeCurrency: text,
  trialBalance: z.array(z.object({ account: text, debitMinor: minor, creditMinor: minor })),
  trialBalanceMinor: minor,
  receivablesMinor: minor,
  openItemsMinor: minor,
  openItems: z.array(z.object(openItem)),
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
    readDocuments(erpUrl),
    get(`${erpUrl}/_sandbox/books`, erpBooks),
  ]);
  return { stripe, erp: { documents, books } };
}

export const readDocuments = (erpUrl: string): Promise<ErpDocuments> =>
  get(`${erpUrl}/_sandbox/documents`, erpDocuments);

const get = <S extends z.ZodType>(url: string, schema: S): Promise<z.output<S>> =>
  insist(async () => {
    const reply = await fetch(url);
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}, where the truth was expected`);
    return schema.parse(await reply.json());
  });

/** The payment that a refund or a dispute is about, by its id. */
export function paymentsBehind({ charges, refunds, disputes }: StripeTruth): ReadonlyMap<string, string> {
  const paid = new Map(charges.map(({ id, payment_intent: intent }) => [id, intent]));
  return new Map(
    [...refunds, ...disputes].flatMap(({ id, charge }) => {
      const intent = charge && paid.get(charge);
      return intent ? [[id, intent] as const] : [];
    }),
  );
}
