import { paged } from '../../paged.ts';
import type { ErpInvoice, ErpPort } from '../../port.ts';
import { amountOf, currencyOf } from './amounts.ts';
import { directAmong } from './direct.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { isSince, literalSince, momentGiven, momentOf } from './times.ts';

type Signal = AbortSignal | undefined;
const changed = 'date_last_modified';

export const createChanges = (native: Native): Pick<ErpPort, 'changes' | 'invoicesOf'> => ({
  changes: (since, call) => paged(() => pages(native, since, call?.signal)),

  async invoicesOf(order, call) {
    const where = [...invoicesOf(native), { column: 'order_no', is: 'eq', value: order } as const];
    const rows = await native.odata.rows('invoice_hdr', { where, orderBy: ['invoice_no'] }, call?.signal);
    return rows.filter((row) => row['order_no'] === order).map((row) => invoiceOf(native, row));
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
 */
async function* pages(native: Native, since: string, signal: Signal): AsyncGenerator<readonly ErpInvoice[]> {
  const moment = momentGiven(since);
  const seen = new Set<string>();
  let from: string | undefined = literalSince(moment, native.site.timeZone);
  while (from !== undefined) {
    const asked: string = from;
    from = undefined;
    const answered = pagesFrom(native, asked, signal);
    for (let page = await answered.next(); page.done !== true; page = await answered.next()) {
      yield await fresh(native, page.value, { moment, seen, signal });
      const next = literalOf(native, page.value.at(-1));
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

const literalOf = ({ site }: Native, row: Row | undefined): string | undefined =>
  row && literalSince(momentOf(row[changed], site.timeZone, changed), site.timeZone);

type Reading = { readonly moment: Date; readonly seen: Set<string>; readonly signal: Signal };

/** What of a page was not given yet, oldest first; an order that was invoiced at once is none that we wait for. */
async function fresh(native: Native, page: readonly Row[], reading: Reading): Promise<readonly ErpInvoice[]> {
  const { timeZone } = native.site;
  const rows = page
    .filter((row) => row['order_no'] && !reading.seen.has(version(row)))
    .filter((row) => isSince(row[changed], reading.moment, timeZone, changed));
  const direct = await directAmong(native, rows, reading.signal);
  for (const row of rows) reading.seen.add(version(row));
  return rows
    .filter((row) => !direct.has(row['order_no'] ?? ''))
    .map((row) => invoiceOf(native, row))
    .sort((a, b) => a.changedAt.localeCompare(b.changedAt));
}

const version = (row: Row): string => `${row['invoice_no']} ${row[changed]}`;

function invoiceOf({ site }: Native, row: Row): ErpInvoice {
  const currency = currencyOf(site, row['currency_id'] ?? null);
  return {
    number: row['invoice_no'] ?? '',
    order: row['order_no'] ?? '',
    total: amountOf(row['total_amount'], currency, 'total_amount'),
    changedAt: momentOf(row[changed], site.timeZone, changed).toISOString(),
  };
}
