import { createTimers } from '../timers.ts';
import type { Erp } from './erp.ts';
import { Refusal, refused } from './errors.ts';
import { postInvoice } from './invoices.ts';
import { shareOf, timesQuantity } from '../money.ts';
import type { BilledLine, Invoice, OrderLine, SalesOrder } from './records.ts';
import { netOf, totalsOf } from './sale-lines.ts';
import { allocate, shortOf, statusOf } from './stock.ts';

type Pace = { readonly shipAfterMs: number | undefined; readonly invoiceAfterMs: number };
type Shipment = { readonly order: SalesOrder; readonly lines: readonly BilledLine[] };
/** How much of each line may leave, in ten-thousandths of a unit; all that is promised, if absent. */
type AtMost = bigint | undefined;

/** The warehouse: ships free orders by itself and has them invoiced, as the ERP does and we never do. */
export function createShipping(erp: Erp, { shipAfterMs, invoiceAfterMs }: Pace) {
  const { later, close } = createTimers();
  /** Shipped, and not invoiced yet. */
  const waiting = new Set<Shipment>();
  const invoiceNow = (shipment: Shipment): readonly Invoice[] =>
    waiting.delete(shipment) ? [invoice(erp, shipment)] : [];
  const shipFree = (order: SalesOrder): void => {
    try {
      const shipment = ship(erp, order);
      if (!shipment) return;
      waiting.add(shipment);
      later(() => void invoiceNow(shipment), invoiceAfterMs);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      Object.assign(erp.orders.touch(order), { hold: true, holdReason: error.message });
    }
  };
  const schedule = (order: SalesOrder): void => {
    if (shipAfterMs !== undefined && statusOf(order) === 'open') later(() => shipFree(order), shipAfterMs);
  };

  const leaveNow = (order: SalesOrder, atMost: AtMost): Shipment => {
    const shipment = ship(erp, order, atMost);
    if (!shipment) throw refused(`Order ${order.number} has nothing to ship: it is ${statusOf(order)}`);
    return shipment;
  };

  return {
    schedule,
    /** Ships and invoices without waiting. @throws Refusal when nothing can ship */
    shipNow: (order: SalesOrder, atMost?: bigint): Invoice => invoice(erp, leaveNow(order, atMost)),
    /** Ships only: what has left is invoiced when somebody says so. @throws Refusal when nothing can ship */
    leaveNow: (order: SalesOrder, atMost?: bigint): void => void waiting.add(leaveNow(order, atMost)),
    /** Invoices what has left and waits for it. */
    invoiceNow: (order: SalesOrder): readonly Invoice[] =>
      [...waiting].filter((shipment) => shipment.order === order).flatMap(invoiceNow),
    /** Stock came in: oldest orders first. */
    restocked: (item: string): void => {
      const isShort = (order: SalesOrder) => order.lines.some((line) => line.item === item && shortOf(line) > 0n);
      const waiting = erp.orders.all((order) => statusOf(order) !== 'cancelled' && isShort(order));
      for (const order of [...waiting].sort((a, b) => a.number.localeCompare(b.number))) {
        for (const line of order.lines) if (line.item === item) allocate(erp, line);
        erp.orders.touch(order);
        schedule(order);
      }
    },
    close,
  };
}
export type Shipping = ReturnType<typeof createShipping>;

/**
 * Ships what is promised. Services leave with goods, not alone before them.
 * @throws Refusal when the part could not be invoiced, being worth less than nought
 */
function ship(erp: Erp, order: SalesOrder, atMost?: bigint): Shipment | undefined {
  const isGoods = (line: OrderLine) => erp.items.find(line.item)?.kind === 'stock';
  const waitsForGoods = order.lines.some((line) => isGoods(line) && shortOf(line) > 0n);
  const leaving = order.lines.filter(({ allocated }) => allocated > 0n);
  if (statusOf(order) !== 'open' || leaving.length === 0 || (waitsForGoods && !leaving.some(isGoods))) return undefined;
  const lines = leaving.map((line) => shippedPart(line, atMost));
  totalsOf(erp, lines);
  leaving.forEach((line, index) => {
    const part = lines[index];
    if (part) leave(line, part);
  });
  erp.orders.touch(order);
  return { order, lines };
}

function shippedPart(line: OrderLine, atMost: AtMost): BilledLine {
  const quantity = atMost !== undefined && atMost < line.allocated ? atMost : line.allocated;
  const last = line.shipped + quantity === line.quantity;
  const net = last ? netOf(line) - line.shippedNet : partOf(line, quantity);
  return { ...line, quantity, discount: timesQuantity(line.price, quantity) - net, net };
}

const leave = (line: OrderLine, { quantity, net }: BilledLine): void =>
  void Object.assign(line, {
    allocated: line.allocated - quantity,
    shipped: line.shipped + quantity,
    shippedNet: line.shippedNet + net,
  });

const partOf = ({ price, discount, quantity: whole }: OrderLine, quantity: bigint): bigint =>
  timesQuantity(price, quantity) - shareOf(discount, quantity, whole);

function invoice(erp: Erp, { order, lines }: Shipment): Invoice {
  const date = erp.periods.nextOpen(erp.clock.today());
  const posted = postInvoice(erp, { header: order.header, orderNo: order.number, externalNo: undefined, date, lines });
  for (const shipped of lines) {
    const line = order.lines.find(({ no }) => no === shipped.no);
    if (line) line.invoiced += shipped.quantity;
  }
  order.invoices.push(posted.number);
  erp.orders.touch(order);
  return posted;
}
