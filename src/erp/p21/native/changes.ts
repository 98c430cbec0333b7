import { ErpError } from '../../errors.ts';
import { paged } from '../../paged.ts';
import type { ErpInvoice, ErpPort } from '../../port.ts';
import { amountOf, currencyOf } from './amounts.ts';
import { orderNumber, ourOrders, type OurOrder } from './direct.ts';
import { text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { comparedBy, isSince, literalSince, momentGiven, momentOf, type Comparison } from './times.ts';

type Signal = AbortSignal | undefined;
const changed = 'date_last_modified';

export const createChanges = (native: Native): Pick<ErpPort, 'changes' | 'invoicesOf'> => ({
  changes: (since, call) => paged(() => pages(native, since, call?.signal)),

  async invoicesOf(order, call) {
    const where = [...invoicesOf(native), { column: 'order_no', is: 'eq', value: order } as const];
    const rows = await native.odata.rows('invoice_hdr', { where, orderBy: ['invoice_no'] }, call?.signal);
    return rows.filter((row) => orderNumber(row) === order).map((row) => invoiceOf(native, row));
  },
});

const invoicesOf = ({ company }: Native): readonly Condition[] => [
  { column: 'company_no', is: 'eq', value: company },
  { column: 'invoice_type', is: 'eq', value: 'IN' },
];

/**
 * Goes on from the last instant seen, not by counting rows: an invoice that changes meanwhile moves to the end, and
 * everything behind it one place forward, over the edge of a page that was already read. So the page that follows is only
 * looked for, and asked for anew from there; but one that ends in the instant it was asked from can be left by counting alone.
 * Which instant that is shows as soon as a row comes that one way of comparing times would have left out.
 */
async function* pages(native: Native, since: string, signal: Signal): AsyncGenerator<readonly ErpInvoice[]> {
  const { timeZone } = native.site;
  const moment = momentGiven(since);
  const seen = new Set<string>();
  let by: Comparison | undefined;
  let from: string | undefined = literalSince(moment, timeZone);
  while (from !== undefined) {
    const asked: string = from;
    from = undefined;
    const answered = pagesFrom(native, asked, signal);
    for (let page = await answered.next(); page.done !== true; page = await answered.next()) {
      yield await fresh(native, page.value, { moment, seen, signal });
      by ??= page.value.map((row) => comparedBy(row[changed], asked, timeZone, changed)).find((each) => each);
      const last = page.value.at(-1);
      const next = last && literalSince(momentOf(last[changed], timeZone, changed), timeZone, by);
      if (next === undefined || next <= asked) continue;
      if ((await answered.next()).done !== true) from = next;
      break;
    }
    await answered.return(undefined);
  }
}

const pagesFrom = (native: Native, from: string, signal: Signal): AsyncGenerator<readonly Row[]> =>
  native.odata.pages(
    'invoice_hdr',
    {
      where: [...invoicesOf(native), { column: changed, is: 'ge', value: from }],
      orderBy: [changed, 'invoice_no'],
    },
    signal,
  );

type Reading = { readonly moment: Date; readonly seen: Set<string>; readonly signal: Signal };

/** What of a page was not given yet, oldest first; an order that we invoiced at once is none that we wait for. */
async function fresh(native: Native, page: readonly Row[], reading: Reading): Promise<readonly ErpInvoice[]> {
  const { timeZone } = native.site;
  const rows = page
    .filter((row) => orderNumber(row) && !reading.seen.has(version(row)))
    .filter((row) => isSince(row[changed], reading.moment, timeZone, changed));
  const ours = await ourOrders(native, rows, reading.signal);
  for (const row of rows) reading.seen.add(version(row));
  return rows
    .flatMap((row) => toldOf(native, row, ours.get(orderNumber(row))))
    .sort((a, b) => a.changedAt.localeCompare(b.changedAt));
}

const version = (row: Row): string => `${text(row, 'invoice_no')} ${row[changed]}`;

/**
 * Everybody's invoices come by here, so one that can't be read, of a currency that the site's file doesn't list or finer
 * than its smallest unit, must not keep the others from being told: it is left out, and whoever asks for the invoices of
 * its order is told why. Only a currency is never left out of an order of ours: without it no deposit would be applied, and
 * a line of the file mends it.
 */
function toldOf(native: Native, row: Row, ours: OurOrder | undefined): readonly ErpInvoice[] {
  if (ours?.direct) return [];
  try {
    return [invoiceOf(native, row)];
  } catch (error) {
    const unread = error instanceof ErpError && error.code === 'conflict';
    if (unread && !(ours && error.where === 'currency_id')) return [];
    throw error;
  }
}

function invoiceOf({ site }: Native, row: Row): ErpInvoice {
  const currency = currencyOf(site, row['currency_id'] ?? null);
  return {
    number: text(row, 'invoice_no'),
    order: orderNumber(row),
    total: amountOf(row['total_amount'], currency, 'total_amount'),
    changedAt: momentOf(row[changed], site.timeZone, changed).toISOString(),
  };
}
