import { z } from 'zod';
import { mustBeDay } from './calendar.ts';
import { pageOf, yesNo } from './collections.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused } from './errors.ts';
import { day, flag, headerOf, line, listOf, paymentStatus, reference, saleFields, stripeId, text } from './fields.ts';
import { checkHeader } from './invoices.ts';
import { printQuantity } from '../money.ts';
import { changeLines } from './order-lines.ts';
import type { OrderLine, SalesOrder } from './records.ts';
import type { Call, Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { billed, printLine, printTotals, readLines, totalsOf } from './sale-lines.ts';
import { stamps } from './shelf.ts';
import type { Shipping } from './shipping.ts';
import type { OrderStatus } from './stock.ts';
import { giveUp, orderLine, shortOf, statusOf } from './stock.ts';

const newOrder = z.strictObject({
  ...saleFields,
  OrderDate: day,
  Hold: flag.default('N'),
  Lines: listOf(line),
});
const cancellation = z.strictObject({ Reason: text(255), Reference: reference.optional() });
const holding = z.strictObject({ Reason: text(255).optional() });
const paymentNote = z.strictObject({
  PaymentStatus: paymentStatus,
  StripeId: stripeId.optional(),
  PaymentDate: day.optional(),
});
const path = '/api/v2/salesorders';

export function salesOrderRoutes(erp: Erp, shipping: Shipping): readonly Route[] {
  const changing =
    (change: (erp: Erp, order: SalesOrder, body: unknown) => void, freesIt = false) =>
    (call: Call) => {
      const order = erp.orders.get(numberIn(call, 'OrderNo'));
      change(erp, order, call.body);
      if (freesIt) shipping.schedule(order);
      return print(erp, order);
    };
  return [
    { method: 'get', path, handle: ({ query }) => pageOf(erp.orders, query, filters, (order) => print(erp, order)) },
    {
      method: 'post',
      path,
      handle: ({ body }) => {
        const order = createOrder(erp, body);
        shipping.schedule(order);
        return print(erp, order);
      },
    },
    {
      method: 'get',
      path: `${path}/{OrderNo}`,
      handle: (call) => print(erp, erp.orders.get(numberIn(call, 'OrderNo'))),
    },
    { method: 'post', path: `${path}/{OrderNo}/cancel`, handle: changing(cancelOrder) },
    { method: 'post', path: `${path}/{OrderNo}/hold`, handle: changing(holdOrder) },
    { method: 'post', path: `${path}/{OrderNo}/release`, handle: changing(releaseOrder, true) },
    { method: 'put', path: `${path}/{OrderNo}/lines`, handle: changing(changeLines, true) },
    { method: 'put', path: `${path}/{OrderNo}/payment`, handle: changing(showPayment) },
  ];
}

export function createOrder(erp: Erp, input: unknown): SalesOrder {
  const body = parseBody(newOrder, input);
  const header = headerOf(body);
  checkHeader(erp, header);
  const date = mustBeDay(body.OrderDate, 'OrderDate');
  const lines = readLines(erp, body.Lines.list, header.CurrencyId);
  totalsOf(erp, lines.map(billed));
  return erp.orders.put({
    number: erp.orders.nextNumber(),
    ...erp.orders.fresh(),
    header,
    date,
    hold: body.Hold === 'Y',
    holdReason: undefined,
    cancelled: undefined,
    lines: lines.map((sold) => orderLine(erp, sold)),
    invoices: [],
  });
}

export function cancelOrder(erp: Erp, order: SalesOrder, input: unknown): void {
  const body = parseBody(cancellation, input);
  const status = statusOf(order);
  if (status === 'cancelled') return;
  if (status === 'invoiced') throw refused('You cannot cancel an order that is fully invoiced');
  if (status === 'shipped') throw refused(`Order ${order.number} has shipped and waits for its invoice`);
  giveUp(erp, order);
  order.cancelled = { reason: body.Reason, reference: body.Reference };
  erp.orders.touch(order);
}

export function holdOrder(erp: Erp, order: SalesOrder, input: unknown): void {
  const { Reason } = parseBody(holding, input);
  const status = statusOf(order);
  if (status === 'held') return;
  if (status !== 'open') throw refused(`Order ${order.number} cannot be held: it is ${status}`);
  Object.assign(erp.orders.touch(order), { hold: true, holdReason: Reason });
}

export function releaseOrder(erp: Erp, order: SalesOrder): void {
  if (statusOf(order) === 'cancelled') throw refused(`Order ${order.number} cannot be released: it is cancelled`);
  if (order.hold) Object.assign(erp.orders.touch(order), { hold: false, holdReason: undefined });
}

function showPayment(erp: Erp, order: SalesOrder, input: unknown): void {
  const note = parseBody(paymentNote, input);
  if (note.PaymentDate !== undefined) mustBeDay(note.PaymentDate, 'PaymentDate');
  order.header = { ...order.header, ...note };
  erp.orders.touch(order);
}

const filters = {
  Reference: (order: SalesOrder, wanted: string) => order.header.Reference === wanted,
  WebReferenceNo: (order: SalesOrder, wanted: string) => order.header.WebReferenceNo === wanted,
};

function print(erp: Erp, order: SalesOrder) {
  const currency = order.header.CurrencyId;
  const status = statusOf(order);
  return {
    OrderNo: order.number,
    OrderDate: order.date,
    ...order.header,
    CompanyId: erp.company,
    Hold: yesNo(order.hold),
    HoldReason: order.holdReason,
    Status: status,
    CancelReason: order.cancelled?.reason,
    CancelReference: order.cancelled?.reference,
    Lines: { list: order.lines.map((one) => printOrderLine(erp, one, currency, status)) },
    Invoices: { list: order.invoices },
    ...printTotals(erp, totalsOf(erp, order.lines.map(billed)), currency),
    ...stamps(order),
  };
}

const printOrderLine = (erp: Erp, one: OrderLine, currency: string, status: OrderStatus) => ({
  ...printLine(erp, billed(one), currency),
  QuantityShipped: printQuantity(one.shipped),
  QuantityInvoiced: printQuantity(one.invoiced),
  QuantityBackordered: printQuantity(status === 'cancelled' ? 0n : shortOf(one)),
});
