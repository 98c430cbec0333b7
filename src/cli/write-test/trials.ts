import type { CashReceipt, Line, Reference } from '../../domain/documents.ts';
import { zero, type Money } from '../../domain/money.ts';
import type { Capability, ErpReceipt } from '../../erp/port.ts';
import { reasonOf, undoing, writeTestText, type Bench } from './bench.ts';

/** What the documents are made of. */
export type Means = {
  readonly amount: Money;
  readonly item: string;
  readonly taxCode: string;
  /** Takes the money. */
  readonly clearing: string;
  readonly debit: string;
  readonly credit: string;
  /** Who buys; one of our own without. */
  readonly customer?: string;
  /** By which the customer of an earlier test is found again. */
  readonly customerReference: Reference;
};
type Trial = {
  readonly name: string;
  readonly needs: readonly Capability[];
  readonly run: (bench: Bench, means: Means, customer: string) => Promise<void>;
};

const stripeId = 'quittance_write_test';

/** One after the other, so that a failure of one leaves nothing of it and stops none of the others. */
export async function tryAll(bench: Bench, means: Means): Promise<void> {
  const customer = means.customer ?? (await customerOf(bench, means).catch(refused(bench, 'customer')));
  if (customer === undefined) return;
  for (const { name, needs, run } of trials) {
    const lacking = needs.filter((need) => !bench.erp.capabilities.has(need));
    if (lacking.length > 0)
      bench.tell('not tried', `${name}: this ERP can't, as it is configured: ${lacking.join(', ')}`);
    else await run(bench, means, customer).catch(refused(bench, name));
    await bench.undoAll();
  }
}

const refused =
  ({ tell }: Bench, name: string) =>
  (error: unknown): undefined =>
    tell('refused', `${name}: ${reasonOf(error)}`) as undefined;

/** Customers stay in an ERP for ever, so one serves all tests. */
async function customerOf(bench: Bench, { amount, customerReference }: Means): Promise<string> {
  const known = await bench.erp.find('customer', customerReference);
  const { number } =
    known ??
    (await bench.post(
      { kind: 'customer', name: writeTestText, currency: amount.currency, stripeId, extra: {} },
      customerReference,
    ));
  bench.tell('kept', `customer ${number}, which serves the next test too`);
  return number;
}

/** Each leaves nothing behind that counts: it is taken back, or offset by its counterpart. */
const trials: readonly Trial[] = [
  {
    name: 'sales order',
    needs: ['sales-order'],
    async run(bench, means, customer) {
      const order = await bench.post({ kind: 'sales-order', hold: false, ...sale(bench, means, customer) });
      bench.owe(undoing(bench, 'sales-order', order.number));
    },
  },
  {
    name: 'direct invoice and credit memo',
    needs: ['invoice', 'credit-memo'],
    async run(bench, means, customer) {
      const invoice = await invoiceOf(bench, means, customer);
      const memo = await bench.post({
        kind: 'credit-memo',
        customer,
        invoice: invoice.number,
        date: bench.day,
        currency: means.amount.currency,
        lines: [],
        total: invoice.total ?? means.amount,
        stripeId,
        reason: writeTestText,
        extra: {},
      });
      bench.settle(`invoice ${invoice.number}: by credit memo ${memo.number}`);
    },
  },
  {
    name: 'cash receipt',
    needs: ['cash-receipt'],
    async run(bench, means, customer) {
      await receiptOf(bench, means, customer);
    },
  },
  {
    name: 'cash receipt and refund',
    needs: ['cash-receipt', 'customer-refund'],
    async run(bench, means, customer) {
      const { number } = await receiptOf(bench, means, customer);
      const refund = await bench.post({
        ...cash(bench, means, customer),
        kind: 'customer-refund',
        settles: { kind: 'cash-receipt', number },
      });
      bench.settle(`cash receipt ${number}: by customer refund ${refund.number}`);
    },
  },
  {
    name: 'application',
    needs: ['invoice', 'cash-receipt', 'apply', 'unapply'],
    async run(bench, means, customer) {
      const invoice = await invoiceOf(bench, means, customer);
      const receipt = await receiptOf(bench, means, customer);
      const application = { receipt: receipt.number, invoice: invoice.number, amount: means.amount };
      const what = `application of cash receipt ${receipt.number} to invoice ${invoice.number}`;
      const under = bench.reference();
      await bench.erp.apply(application, under);
      bench.tell('posted', `${what}, reference ${under}`);
      bench.owe({ what, undo: () => bench.erp.unapply(application, bench.reference()).then(() => 'taken back') });
    },
  },
  {
    name: 'journal entry',
    needs: ['journal-entry'],
    async run(bench, { amount, debit, credit }) {
      const entry = await bench.post({
        kind: 'journal-entry',
        date: bench.day,
        text: writeTestText,
        stripeId,
        postings: [{ debit, credit, amount, text: writeTestText }],
        extra: {},
      });
      bench.owe(undoing(bench, 'journal-entry', entry.number));
    },
  },
];

const sale = ({ day }: Bench, { amount, item, taxCode }: Means, customer: string) => ({
  customer,
  orderNumber: 'quittance-write-test',
  date: day,
  currency: amount.currency,
  lines: [lineOf(item, amount, taxCode)],
  total: amount,
  stripeId,
  payment: 'captured' as const,
  paidOn: day,
  extra: {},
});

const lineOf = (item: string, amount: Money, taxCode: string): Line => ({
  item,
  description: writeTestText,
  quantity: 1,
  unitPrice: amount,
  discount: zero(amount.currency),
  net: amount,
  tax: zero(amount.currency),
  taxCode,
});

const cash = ({ day }: Bench, { amount, clearing }: Means, customer: string): Omit<CashReceipt, 'kind'> => ({
  customer,
  stripeId,
  amount,
  settlement: amount,
  ledger: amount,
  account: clearing,
  date: day,
  text: writeTestText,
  extra: {},
});

async function invoiceOf(bench: Bench, means: Means, customer: string): Promise<ErpReceipt> {
  const invoice = await bench.post({ kind: 'invoice', ...sale(bench, means, customer) });
  bench.owe(undoing(bench, 'invoice', invoice.number));
  return invoice;
}

async function receiptOf(bench: Bench, means: Means, customer: string): Promise<ErpReceipt> {
  const receipt = await bench.post({ kind: 'cash-receipt', ...cash(bench, means, customer) });
  bench.owe(undoing(bench, 'cash-receipt', receipt.number));
  return receipt;
}
