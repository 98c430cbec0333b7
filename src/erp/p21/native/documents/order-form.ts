import type { Address, Day, Invoice, Reference, SalesOrder } from '../../../../domain/documents.ts';
import { ErpError } from '../../../errors.ts';
import { firstOf } from '../../../read-back.ts';
import { cut } from '../../../fields.ts';
import { whole } from '../../document-fields.ts';
import { currencyNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import type { Site } from '../site.ts';
import { extra as allowed, lengths } from '../target.ts';
import type { Edit, Element, Transaction } from '../transactions.ts';
import { edits, extraSaid, form, list, userDefined, type Said } from './edits.ts';
import { lineRows, type LineRow } from './line-rows.ts';

/** A change names the order and nothing of its head but what changes: everything else is disabled by then. */
export const orderChange = (
  number: string,
  said: readonly Said[],
  ...rows: readonly (readonly Edit[])[]
): Transaction =>
  order(
    form('TABPAGE_1.order', edits(['order_no', number], ...said), 'order_no'),
    ...(rows.length > 0 ? [list('TP_ITEMS.items', 'user_line_no', rows)] : []),
  );

const order = (...elements: readonly Element[]): Transaction => ({ service: 'Order', elements });

type Sale = SalesOrder | Invoice;

/** A new order; one that is invoiced at once is a direct invoice. */
export function newOrder({ site }: Pick<Native, 'site'>, sale: Sale, reference: Reference): Transaction {
  const rows = lineRows(sale.lines, sale.currency);
  if (rows.length === 0) throw new ErpError('invalid', 'A sale needs a line', { where: 'items' });
  return order(
    form('TABPAGE_1.order', edits(...head(site, sale, reference))),
    ...(sale.shipTo ? [form('TP_SHIPTO.shipto', shipTo(sale.shipTo))] : []),
    list('TP_ITEMS.items', 'user_line_no', rows.map(itemRow)),
  );
}

function head(site: Site, sale: Sale, reference: Reference): readonly Said[] {
  const extra = extraSaid(sale.extra, allowed.order);
  const given = new Map(extra);
  return [
    ['customer_id', sale.customer],
    ['sales_loc_id', site.salesLocation],
    ['source_loc_id', site.sourceLocation],
    ['ship_to_id', site.shipTo ?? sale.customer],
    ['order_date', sale.date],
    ['requested_date', dayAfter(sale.date)],
    [site.orderReference, reference],
    ['job_name', whole('job_name', sale.orderNumber, lengths.order.order_number)],
    ['taker', given.get('taker') ?? site.taker],
    ['currency_id', currencyNumber(site, sale.currency)],
    ['approved', sale.kind === 'sales-order' && sale.hold ? 'N' : 'Y'],
    ['delivery_instructions', given.get('delivery_instructions')],
    ['fc_create_invoice', sale.kind === 'invoice' ? 'Y' : undefined],
    ...paymentSaid(site, sale.payment, sale.stripeId, sale.paidOn),
    ...extra.filter(([field]) => field.startsWith(userDefined(''))),
  ];
}

/** How people see the payment on the order, where the site has columns for it. */
export const paymentSaid = (
  { paymentColumns }: Pick<Site, 'paymentColumns'>,
  state: string,
  stripeId: string,
  paidOn: Day | undefined,
): readonly Said[] =>
  paymentColumns
    ? [
        [userDefined(paymentColumns.stripeId), whole(paymentColumns.stripeId, stripeId, 255)],
        [userDefined(paymentColumns.state), state],
        [userDefined(paymentColumns.paidOn), paidOn],
      ]
    : [];

/** Prophet 21 refuses an order that is wanted on the day on which it was made. */
function dayAfter(day: Day): Day {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

const shipTo = ({ name, line1, line2, city, state, postalCode, country }: Address): readonly Edit[] =>
  edits(
    ['ship_to_name', cut(name ?? '', lengths.shipTo.name)],
    ['phys_address1', cut(line1 ?? '', lengths.address.line1)],
    ['phys_address2', cut(line2 ?? '', lengths.address.line2)],
    ['phys_city', cut(city ?? '', lengths.address.city)],
    ['phys_state', whole('phys_state', state ?? '', lengths.address.state)],
    ['phys_postal_code', whole('phys_postal_code', postalCode ?? '', lengths.address.postal_code)],
    ['phys_country', whole('phys_country', country ?? '', lengths.address.country)],
  );

export const itemRow = ({ key, item, quantity, price, description, tax }: LineRow): readonly Edit[] =>
  edits(
    ['user_line_no', key],
    ['oe_order_item_id', item],
    ['unit_quantity', quantity],
    ['unit_price', price],
    ['extended_desc', description],
    ['tax_group_id', tax],
  );

type Head = { readonly customer: string; readonly currency: string };
export const headDiffers = (sent: Sale, stored: Head): string | undefined =>
  firstOf({ customer_id: stored.customer !== sent.customer, currency_id: stored.currency !== sent.currency });
