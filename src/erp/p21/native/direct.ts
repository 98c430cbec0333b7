import type { Native } from './native.ts';
import type { Row } from './odata.ts';
import { rowsOf } from './rows-of.ts';

/** Of these invoices' orders, those that were invoiced at once: what stands there is our direct invoice. By order number. */
export async function directAmong(
  { odata, company }: Pick<Native, 'odata' | 'company'>,
  invoices: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Row>> {
  const orders = invoices.map((row) => row['order_no'] ?? '').filter((order) => order !== '');
  const where = [{ column: 'company_id', is: 'eq', value: company }] as const;
  const rows = await rowsOf(odata, 'oe_hdr', 'order_no', orders, { where, signal });
  return new Map(rows.filter((row) => row['front_counter'] === 'Y').map((row) => [row['order_no'] ?? '', row]));
}
