import type { Reference } from '../../../domain/documents.ts';
import { isDirect, ourReferenceOn } from './documents/order-heads.ts';
import { text } from './documents/rows.ts';
import type { Native } from './native.ts';
import type { Row } from './odata.ts';
import { rowsOf } from './rows-of.ts';

/** An order of ours: whether it was invoiced at once, so that what stands there is a direct invoice. */
export type OurOrder = { readonly reference: Reference; readonly direct: boolean };

/** The order of an invoice; empty where it has none. */
export const orderNumber = (invoice: Row): string => text(invoice, 'order_no');

/** Of these invoices' orders, those that carry a reference of ours. People invoice theirs at once too, at the counter. */
export async function ourOrders(
  { odata, company, site }: Pick<Native, 'odata' | 'company' | 'site'>,
  invoices: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, OurOrder>> {
  const numbers = invoices.map(orderNumber).filter((number) => number !== '');
  const where = [{ column: 'company_id', is: 'eq', value: company }] as const;
  const rows = await rowsOf(odata, 'oe_hdr', 'order_no', numbers, { where, signal });
  return new Map(rows.flatMap((row) => ours(row, site)));
}

function ours(row: Row, site: Native['site']): readonly [string, OurOrder][] {
  const reference = ourReferenceOn(row, site);
  return reference === undefined ? [] : [[orderNumber(row), { reference, direct: isDirect(row) }]];
}
