import { paged } from '../../paged.ts';
import type { ErpInvoice, ErpPort } from '../../port.ts';
import { bare } from '../formats.ts';
import type { Digits } from '../currency-digits.ts';
import type { System } from '../system.ts';
import { billingQuery, billingTotal, liveBilling, ordersOf, type BillingRow } from './billing.ts';
import { momentOf, stampSince } from './clock.ts';
import { all, either, is } from './conditions.ts';
import { invoiceNumbers, orderFlows } from './order-details.ts';
import { tablePages } from './table.ts';

/** Billing documents whose orders are looked up together. */
const pageSize = 25;

export const createChanges = (system: System): Pick<ErpPort, 'changes' | 'invoicesOf'> => ({
  changes: (since, call) => paged(() => pages(system, since, call?.signal)),

  async invoicesOf(order, call) {
    const candidates = invoiceNumbers(await orderFlows(system.rfc, [order], call?.signal));
    const live = candidates.length === 0 ? [] : await liveBilling(system, candidates, call?.signal);
    const digits = await system.digits();
    return live.map((row) => invoiceOf(system, row, order, digits));
  },
});

/**
 * Which billing documents are new is read first, all of it, because a table has no order that SAP promises; then they
 * come oldest first, with their orders. A page that brings nothing yet stands for the requests that were made.
 */
async function* pages(
  system: System,
  since: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ErpInvoice[]> {
  const rows: BillingRow[] = [];
  for await (const page of tablePages(system.rfc, { ...billingQuery, where: createdSince(system, since) }, signal)) {
    rows.push(...page.filter(({ FKSTO }) => FKSTO === ''));
    yield [];
  }
  const sorted = rows.map((row) => ({ row, at: changedAt(system, row) })).sort(byTimeThenNumber);
  for (let first = 0; first < sorted.length; first += pageSize) {
    const some = sorted.slice(first, first + pageSize).map(({ row }) => row);
    yield withOrders(system, some, signal);
  }
}

type Dated = { readonly row: BillingRow; readonly at: string };
const byTimeThenNumber = (a: Dated, b: Dated): number =>
  a.at.localeCompare(b.at) || a.row.VBELN.localeCompare(b.row.VBELN);

/** One of several orders comes once for each: the whole of it may be paid by either. */
async function withOrders(
  system: System,
  rows: readonly BillingRow[],
  signal: AbortSignal | undefined,
): Promise<readonly ErpInvoice[]> {
  const numbers = rows.map(({ VBELN }) => VBELN);
  const digits = await system.digits();
  const orders = await ordersOf(system, numbers, signal);
  const everyOrder = [...new Set([...orders.values()].flat())];
  const invoices = new Set(invoiceNumbers(await orderFlows(system.rfc, everyOrder, signal)));
  return rows
    .filter(({ VBELN }) => invoices.has(VBELN))
    .flatMap((row) => (orders.get(row.VBELN) ?? []).map((order) => invoiceOf(system, row, order, digits)));
}

function createdSince({ organisation }: System, since: string) {
  const { day, time } = stampSince(since, organisation.timeZone);
  const later = either(is('ERDAT', day, 'GT'), all(is('ERDAT', day), is('ERZET', time, 'GE')));
  return all(is('BUKRS', organisation.companyCode), later);
}

const invoiceOf = (system: System, row: BillingRow, order: string, digits: Digits): ErpInvoice => ({
  number: bare(row.VBELN),
  order: bare(order),
  total: billingTotal(row, digits),
  changedAt: changedAt(system, row),
});

const changedAt = ({ organisation }: System, { ERDAT, ERZET }: BillingRow): string =>
  momentOf({ day: ERDAT, time: ERZET }, organisation.timeZone).toISOString();
