import type { Invoice, Reference, SalesOrder } from '../../../../domain/documents.ts';
import type { ErpError } from '../../../errors.ts';
import { conflict } from '../../../read-back.ts';
import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';
import type { Site } from '../site.ts';
import { flag, rowsWith, text } from './rows.ts';
import { invoicesBy } from './stored-invoice.ts';

type SaleKind = SalesOrder['kind'] | Invoice['kind'];

/** Either may hold our reference: which of them a site's file names can change while an order stands. */
const referenceColumns = ['po_no', 'web_reference_no'] as const;

/** Our reference on an order, if it is one of ours: what people write into these columns hardly looks like it. */
export const ourReferenceOn = (head: Row, { orderReference }: Pick<Site, 'orderReference'>): Reference | undefined =>
  [orderReference, ...referenceColumns]
    .map((column) => text(head, column))
    .find((written): written is Reference => /^[A-Z][A-Z0-9]{15}$/.test(written));

/** The same, or what people wrote into the site's own column. */
export const referenceOn = (head: Row, site: Pick<Site, 'orderReference'>): string =>
  ourReferenceOn(head, site) ?? text(head, site.orderReference);

/** M: invoiced at once, so that it is an invoice to us and not an order. */
export const isDirect = (head: Row): boolean => flag(head, 'front_counter');

/**
 * The orders that carry a reference in this company, as sales orders or as direct invoices.
 * @throws `conflict` where one stands as the other kind: looked for as this one it would be posted again
 */
export async function headsOf(
  native: Native,
  kind: SaleKind,
  reference: Reference,
  signal?: AbortSignal,
): Promise<readonly Row[]> {
  const heads = await headsWith(native, reference, signal);
  const asked = (head: Row): boolean => isDirect(head) === (kind === 'invoice');
  for (const head of heads)
    if (!asked(head) && !(await cameToNothing(native, head, signal))) throw ofOtherKind(text(head, 'order_no'), kind);
  return heads.filter(asked);
}

/** The head of an order; nothing for one that is deleted. */
export async function headOf(native: Native, number: string, signal?: AbortSignal): Promise<Row | undefined> {
  const [head] = await rowsWith(native, 'oe_hdr', { order_no: number }, ['order_no'], signal);
  return head && !flag(head, 'delete_flag') ? head : undefined;
}

/** What is deleted says so: a flag that is empty hides nothing. */
async function headsWith(native: Native, reference: Reference, signal?: AbortSignal): Promise<readonly Row[]> {
  const either = referenceColumns.map((column) => ({ column, is: 'eq', value: reference }) as const);
  const where = [{ column: 'company_id', is: 'eq', value: native.company } as const, either];
  const rows = await native.odata.rows('oe_hdr', { where, orderBy: ['order_no'] }, signal);
  // The database compares without regard to case.
  const carries = (row: Row): boolean => referenceColumns.some((column) => text(row, column) === reference);
  return rows.filter((row) => carries(row) && !flag(row, 'delete_flag'));
}

/** Cancelled before anything of it was invoiced: it will never be one of the other kind. */
const cameToNothing = async (native: Native, head: Row, signal?: AbortSignal): Promise<boolean> =>
  flag(head, 'cancel_flag') &&
  (await invoicesBy(native, 'IN', { order_no: text(head, 'order_no') }, signal)).length === 0;

const unlike: Readonly<Record<SaleKind, string>> = {
  'sales-order': 'was invoiced at once, which a sales order is not',
  invoice: 'was not invoiced at once, as a direct invoice is',
};
/** Only a person can tell whether it is what we sent, on a site that uses the flag otherwise, or another document. */
export const ofOtherKind = (order: string, asked: SaleKind): ErpError =>
  conflict(
    `Order ${order} carries our reference, and its front_counter says that it ${unlike[asked]}: cancel it there and ` +
      'retry, or take the reference off it and skip with its number',
    'front_counter',
  );
