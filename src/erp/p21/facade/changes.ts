import { fromDecimal } from '../../../domain/money.ts';
import { ErpError } from '../../errors.ts';
import { paged } from '../../paged.ts';
import type { ErpInvoice, ErpPort } from '../../port.ts';
import type { Gateway } from './gateway.ts';
import { all, page } from './paging.ts';
import { Invoice } from './schema.ts';

export const createChanges = ({ client }: Gateway): Pick<ErpPort, 'changes' | 'invoicesOf'> => ({
  changes: (since, call) => paged(() => pages(client, since, call?.signal)),

  /** A gateway that ignores the filter gives the invoices of every order. */
  invoicesOf: async (order, call) =>
    (await all(client, 'listInvoices', Invoice, { OrderNo: order }, call?.signal))
      .flatMap(ofOrder)
      .filter((invoice) => invoice.order === order),
});

/**
 * Goes on from the last instant seen, not from a page number: an invoice that changes meanwhile moves to the end, and
 * everything behind it one place forward, over the edge of a page that was already read.
 */
async function* pages(
  client: Gateway['client'],
  since: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ErpInvoice[]> {
  let from = instant(since);
  let number = 1;
  const seen = new Set<string>();
  for (;;) {
    const { list, more } = await page(client, 'listInvoices', Invoice, { ModifiedSince: from }, number, signal);
    yield list.filter((invoice) => !seen.has(version(invoice))).flatMap(ofOrder);
    const last = list.at(-1)?.DateLastModified;
    if (!more || last === undefined) return;
    // A page within a single instant can only be left by its number.
    number = instant(last) === from ? number + 1 : 1;
    from = instant(last);
    for (const invoice of list) seen.add(version(invoice));
  }
}

const version = ({ InvoiceNo, DateLastModified }: Invoice): string => `${InvoiceNo} ${DateLastModified}`;

function ofOrder({ InvoiceNo, OrderNo, TotalAmount, CurrencyId, DateLastModified }: Invoice): readonly ErpInvoice[] {
  if (OrderNo === undefined) return [];
  return [
    { number: InvoiceNo, order: OrderNo, total: fromDecimal(TotalAmount, CurrencyId), changedAt: DateLastModified },
  ];
}

function instant(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new ErpError('invalid', `"${text}" is not a time; write it as in 2026-01-30T09:15:00.000Z`, {
      where: 'ModifiedSince',
    });
  return at.toISOString();
}
