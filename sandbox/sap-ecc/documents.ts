import { asInteger, sum } from '../money.ts';
import { numberOf, size } from './books.ts';
import type { BillingDocument, Customer, FiDocument, FiLine, SalesOrder } from './company.ts';
import type { Erp } from './erp.ts';
import { withoutZeros } from './numbers.ts';
import { openItemsOf } from './open-items.ts';
import { pricedOrder } from './pricing.ts';

type Application = { readonly invoiceNo: string; readonly amountMinor: number; readonly reference: string };
/** What is asked of all documents at once: what is open of each, and what it paid. */
type Index = {
  readonly open: ReadonlyMap<string, bigint>;
  readonly applications: ReadonlyMap<string, readonly Application[]>;
};

/** Every committed document in the words of the other simulator, so that one judge reads both. Whole minor units. */
export function documentsOf(erp: Erp) {
  const index = indexOf(erp);
  const posted = erp.company.fiDocuments.all().filter(({ reverses, origin }) => !reverses && origin.type === 'BKPFF');
  const ofType = (type: string, wanted: (document: FiDocument) => boolean = () => true) =>
    posted.filter((document) => document.type === type && wanted(document));
  const isCredit = (document: FiDocument): boolean => (customerLine(document)?.amount ?? 0n) < 0n;
  return {
    customers: erp.company.customers.all().map(customer),
    salesOrders: erp.company.orders.all().map((order) => salesOrder(erp, order)),
    invoices: [
      ...erp.company.billingDocuments.all().flatMap((one) => (one.cancels ? [] : [billing(erp, one, index)])),
      ...ofType('DR').map((one) => ({ ...fiDocument(erp, one, index), webReferenceNo: one.headerText || undefined })),
    ],
    creditMemos: ofType('DG').map((one) => fiDocument(erp, one, index)),
    cashReceipts: ofType('DZ', isCredit).map((one) => cash(erp, one, index)),
    customerRefunds: ofType('DZ', (one) => !isCredit(one)).map((one) => cash(erp, one, index)),
    journalEntries: ofType('SA').map((one) => journalEntry(erp, one)),
  };
}

function indexOf(erp: Erp): Index {
  const open = new Map<string, bigint>();
  for (const { root, line } of openItemsOf(erp.company)) open.set(root, (open.get(root) ?? 0n) + size(line.amount));
  const applications = new Map<string, Application[]>();
  for (const { reset, matches, reference } of erp.company.clearings.all()) {
    if (reset) continue;
    for (const { credit, debit, amount } of matches) {
      if (erp.company.fiDocuments.get(debit)?.type === 'DZ') continue;
      const one = { invoiceNo: numberOf(erp, debit), amountMinor: asInteger(amount), reference };
      applications.set(credit, [...(applications.get(credit) ?? []), one]);
    }
  }
  return { open, applications };
}

const customer = ({ number, names, email, deleted, currency }: Customer) => ({
  number: withoutZeros(number),
  name: names[0],
  reference: names[3] || undefined,
  stripeId: names[2] || undefined,
  email: email || undefined,
  status: deleted ? 'deleted' : 'active',
  currency,
});

function salesOrder(erp: Erp, order: SalesOrder) {
  const { net, tax } = pricedOrder(erp.taxes, order.items);
  const lines = order.texts.flatMap((text) => (text.item === '000000' ? text.lines : []));
  const [, paymentStatus] = /^Payment (.+?)(?: on .*)?$/.exec(lines[1] ?? '') ?? [];
  return {
    number: withoutZeros(order.number),
    reference: order.purchaseNumber || undefined,
    stripeId: stripeIdIn(lines[0] ?? ''),
    currency: order.currency,
    webReferenceNo: order.orderedBy || undefined,
    customer: withoutZeros(order.soldTo),
    status: orderStatus(order),
    paymentStatus,
    totalMinor: asInteger(net + tax),
    invoices: erp.company.billingDocuments
      .all()
      .flatMap((one) => (one.order === order.number && !one.cancels ? [withoutZeros(one.number)] : [])),
  };
}

function orderStatus({ items, deliveryBlock }: SalesOrder): string {
  const live = items.filter(({ rejection, quantity }) => !rejection && quantity > 0n);
  if (live.length === 0) return 'cancelled';
  if (live.every(({ invoiced, quantity }) => invoiced === quantity)) return 'invoiced';
  if (live.every(({ delivered, quantity }) => delivered === quantity)) return 'shipped';
  return deliveryBlock ? 'held' : 'open';
}

/** The first word that Stripe could have given: an order's text says "Stripe pi_…", an item's begins with the id. */
function stripeIdIn(text: string): string | undefined {
  return text.split(/\s+/).find((word) => /^(?:ch|py|pi|re|pyr|txn|cus|in|cn|dp|du|po)_/.test(word));
}

function billing(erp: Erp, document: BillingDocument, { open }: Index) {
  const order = erp.company.orders.get(document.order);
  const posted = erp.company.fiDocuments.get(document.fiDocument);
  return {
    number: withoutZeros(document.number),
    reference: document.reference || undefined,
    stripeId: order && stripeIdIn(order.texts[0]?.lines[0] ?? ''),
    currency: document.currency,
    webReferenceNo: order?.orderedBy || undefined,
    orderNo: document.order ? withoutZeros(document.order) : undefined,
    customer: withoutZeros(document.payer),
    date: document.date,
    status: document.cancelledBy ? 'reversed' : paidOrOpen(open.get(document.fiDocument) ?? 0n),
    ...amountsOf(document.net + document.tax, open.get(document.fiDocument) ?? 0n, homeOf(posted)),
  };
}

const customerLine = ({ lines }: FiDocument): FiLine | undefined => lines.find((line) => line.customer !== '');
const paidOrOpen = (open: bigint): string => (open === 0n ? 'paid' : 'open');
const homeOf = (document: FiDocument | undefined): bigint => size((document && customerLine(document)?.local) ?? 0n);

function fiDocument(erp: Erp, document: FiDocument, { open }: Index) {
  const lines = document.lines.filter((line) => line.customer !== '');
  const left = open.get(document.key) ?? 0n;
  return {
    number: numberOf(erp, document.key),
    reference: document.reference || undefined,
    stripeId: document.lines.map(({ text }) => stripeIdIn(text)).find((id) => id !== undefined),
    currency: document.currency,
    customer: withoutZeros(lines[0]?.customer ?? ''),
    date: document.postingDate,
    status: document.reversedBy ? 'reversed' : paidOrOpen(left),
    ...amountsOf(size(sum(lines.map(({ amount }) => amount))), left, homeOf(document)),
  };
}

function cash(erp: Erp, document: FiDocument, index: Index) {
  const shown = fiDocument(erp, document, index);
  const money = document.lines.filter(({ account }) => erp.chart.get(account)?.cash);
  const account = erp.chart.get(money[0]?.account ?? '');
  const inLedger = account?.currency === erp.ledgerCurrency;
  return {
    ...shown,
    status: document.reversedBy ? 'reversed' : cashStatus(shown),
    account: account && withoutZeros(account.number),
    settlementMinor: asInteger(size(sum(money.map((line) => (inLedger ? line.local : line.amount))))),
    settlementCurrency: inLedger ? erp.ledgerCurrency : document.currency,
    applications: index.applications.get(document.key) ?? [],
  };
}

function cashStatus({ totalMinor, unappliedMinor }: { totalMinor: number; unappliedMinor: number }): string {
  if (unappliedMinor === totalMinor) return 'unapplied';
  return unappliedMinor === 0 ? 'applied' : 'partial';
}

const journalEntry = (erp: Erp, document: FiDocument) => ({
  number: numberOf(erp, document.key),
  reference: document.reference || undefined,
  stripeId: document.lines.map(({ text }) => stripeIdIn(text)).find((id) => id !== undefined),
  currency: document.currency,
  date: document.postingDate,
  status: document.reversedBy ? 'reversed' : 'posted',
  totalMinor: asInteger(sum(document.lines.map(({ amount }) => (amount > 0n ? amount : 0n)))),
  lines: document.lines.map(({ account, amount, local }) => ({
    account: withoutZeros(account),
    amountMinor: asInteger(amount),
    homeMinor: asInteger(local),
  })),
});

const amountsOf = (total: bigint, open: bigint, home: bigint) => ({
  totalMinor: asInteger(total),
  appliedMinor: asInteger(total - open),
  unappliedMinor: asInteger(open),
  homeMinor: asInteger(home),
});
