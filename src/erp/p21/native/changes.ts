import { ErpError } from '../../errors.ts';
import { paged } from '../../paged.ts';
import type { ErpInvoice, ErpPort } from '../../port.ts';
import { amountOf, currencyOf } from './amounts.ts';
import { changed, changedRows } from './changed-rows.ts';
import { orderNumber, ourOrders, type OurOrder } from './direct.ts';
import { text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Condition, Row } from './odata.ts';
import { momentOf } from './times.ts';

type Signal = AbortSignal | undefined;

export const createChanges = (native: Native): Pick<ErpPort, 'changes' | 'invoicesOf'> => ({
  changes: (since, call) =>
    paged(async function* () {
      const invoices = { table: 'invoice_hdr', where: invoicesOf(native), key: ['invoice_no'] };
      for await (const page of changedRows(native, invoices, since, call?.signal))
        yield toldOn(native, page, call?.signal);
    }),

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

/** What of a page belongs to orders, oldest first; an order that we invoiced at once is none that we wait for. */
async function toldOn(native: Native, page: readonly Row[], signal: Signal): Promise<readonly ErpInvoice[]> {
  const rows = page.filter((row) => orderNumber(row));
  const ours = await ourOrders(native, rows, signal);
  return rows
    .flatMap((row) => toldOf(native, row, ours.get(orderNumber(row))))
    .sort((a, b) => a.changedAt.localeCompare(b.changedAt));
}

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
