import { exponentOf } from '../../../../domain/currency.ts';
import { sum, type Money } from '../../../../domain/money.ts';
import type { Reference } from '../../../../domain/documents.ts';
import { standingOf } from '../../../order-status.ts';
import type { ErpReceipt } from '../../../port.ts';
import { quantityText } from '../../quantity.ts';
import { amountOf, currencyOf, plainDecimal, quantityOf, wholeNumber } from '../amounts.ts';
import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';
import { headOf, isDirect, referenceOn } from './order-heads.ts';
import { flag, rowsWith, text } from './rows.ts';
import type { StoredLine } from './line-rows.ts';

/** Quantities are ten-thousandths of a unit. */
export type OrderLine = StoredLine & {
  /** `user_line_no`: what we named the line by. */
  readonly key: string;
  readonly description: string;
  readonly price: string;
  readonly allocated: number;
  readonly shipped: number;
  readonly invoiced: number;
};
export type Order = {
  readonly number: string;
  readonly company: string;
  readonly reference: string;
  readonly customer: string;
  readonly currency: string;
  readonly approved: boolean;
  readonly cancelled: boolean;
  /** Invoiced at once: an invoice to us, not an order. */
  readonly direct: boolean;
  readonly lines: readonly OrderLine[];
  /** Lines that are deleted: they keep their numbers. */
  readonly deleted: readonly Pick<OrderLine, 'key' | 'item' | 'description'>[];
  /** Nothing, where it is finer than the currency, as with the net of a line. */
  readonly tax: Money | undefined;
};

/** An order with its lines and its tax; nothing for one that is deleted. */
export async function orderOf(native: Native, number: string, signal?: AbortSignal): Promise<Order | undefined> {
  const head = await headOf(native, number, signal);
  if (!head) return undefined;
  const [lines, taxes] = await Promise.all([
    rowsWith(native, 'oe_line', { order_no: number }, ['line_no'], signal),
    rowsWith(native, 'oe_hdr_tax', { order_no: number }, ['jurisdiction_id'], signal),
  ]);
  const currency = currencyOf(native.site, head['currency_id'] ?? null);
  return {
    number: text(head, 'order_no'),
    company: text(head, 'company_id'),
    reference: referenceOn(head, native.site),
    customer: wholeNumber(text(head, 'customer_id'), 'customer_id'),
    currency,
    approved: !(text(head, 'approved') === 'N'),
    cancelled: flag(head, 'cancel_flag'),
    direct: isDirect(head),
    lines: lines.filter((row) => !flag(row, 'delete_flag')).map((row) => lineOf(row, currency)),
    deleted: lines.filter((row) => flag(row, 'delete_flag')).map(nameOf),
    tax: allOf(
      taxes.map((row) => settledIn(row['tax_amount'], currency, 'tax_amount')),
      currency,
    ),
  };
}

const nameOf = (row: Row) => ({
  key: text(row, 'user_line_no'),
  item: text(row, 'item_id'),
  description: text(row, 'extended_desc'),
});
const lineOf = (row: Row, currency: string): OrderLine => ({
  ...nameOf(row),
  quantity: quantityOf(row['unit_quantity'], 'unit_quantity'),
  net: settledIn(row['extended_price'], currency, 'extended_price'),
  price: plainDecimal(row['unit_price'] ?? '0', 'unit_price'),
  allocated: quantityOf(row['qty_allocated'], 'qty_allocated'),
  shipped: quantityOf(row['qty_shipped'], 'qty_shipped'),
  invoiced: quantityOf(row['qty_invoiced'], 'qty_invoiced'),
});

/** Nothing for an amount finer than the currency's smallest unit. */
function settledIn(text: string | null | undefined, currency: string, column: string): Money | undefined {
  const [, fraction = ''] = plainDecimal(text ?? '0', column).split('.');
  return /[^0]/.test(fraction.slice(exponentOf(currency))) ? undefined : amountOf(text, currency, column);
}

/** Nothing, where one of them is. */
const allOf = (amounts: readonly (Money | undefined)[], currency: string): Money | undefined =>
  amounts.every((amount) => amount !== undefined) ? sum(amounts, currency) : undefined;

/** An order as it stands, with what it can't deliver at once; no total where that is finer than the currency. */
export function orderReceipt(order: Order): ErpReceipt {
  const short = shortages(order);
  const total = allOf([...order.lines.map(({ net }) => net), order.tax], order.currency);
  return {
    kind: 'sales-order',
    number: order.number,
    ...(order.reference && { reference: order.reference as Reference }),
    ...(total && { total }),
    customer: order.customer,
    ...standing(order),
    ...(short.length > 0 && { shortages: short }),
  };
}

/** Of an order that left in part the rest may be cancelled: it shows as what became of the part. */
export function standing({ approved, cancelled, lines, deleted }: Order): Pick<ErpReceipt, 'status' | 'inPart'> {
  const live = lines.filter(({ quantity, shipped }) => (cancelled ? shipped > 0 : quantity > 0));
  const some = live.some(({ shipped }) => shipped > 0);
  const all = live.every(({ quantity, shipped }) => cancelled || shipped >= quantity);
  return standingOf({
    cancelled: live.length === 0 && (cancelled || lines.length + deleted.length > 0),
    held: !approved,
    left: some ? (all ? 'all' : 'part') : 'nothing',
    invoiced: live.some(({ invoiced }) => invoiced > 0),
  });
}

/** What is allocated has not shipped yet. */
const shortages = ({ cancelled, lines }: Order) =>
  (cancelled ? [] : lines)
    .map(({ item, quantity, allocated, shipped }) => ({ item, short: quantity - allocated - shipped }))
    .filter(({ short }) => short > 0)
    .map(({ item, short }) => ({ item, quantity: quantityText(short) }));
