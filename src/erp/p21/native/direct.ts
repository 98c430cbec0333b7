import type { Reference } from '../../../domain/documents.ts';
import { flag, text } from './documents/rows.ts';
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

function ours(row: Row, { orderReference }: Native['site']): readonly [string, OurOrder][] {
  // An order may be older than the site's choice of the column.
  const reference = [orderReference, 'po_no', 'web_reference_no'].map((column) => text(row, column)).find(isOurs);
  if (reference === undefined) return [];
  return [[orderNumber(row), { reference: reference as Reference, direct: flag(row, 'front_counter') }]];
}

/** What our references look like; what people write into the same column hardly does. */
const isOurs = (written: string): boolean => /^[A-Z][A-Z0-9]{15}$/.test(written);
