import type { Erp } from './erp.ts';
import { timesQuantity } from '../money.ts';
import type { OrderLine, SaleLine, SalesOrder } from './records.ts';

/** Promises what is free to the line; services are always there. */
export function allocate(erp: Erp, line: OrderLine): void {
  const wanted = shortOf(line);
  const item = erp.items.find(line.item);
  if (!item || wanted <= 0n) return;
  const promised = item.kind === 'service' || item.free >= wanted ? wanted : item.free;
  line.allocated += promised;
  if (item.kind === 'stock') item.free -= promised;
}

export function orderLine(erp: Erp, sold: SaleLine): OrderLine {
  const line = { ...sold, shipped: 0n, invoiced: 0n, allocated: 0n, shippedNet: 0n };
  allocate(erp, line);
  return line;
}

/** Lowers the quantity; what was promised beyond it is free again. */
export function lower(erp: Erp, line: OrderLine, quantity: bigint): void {
  line.quantity = quantity;
  const excess = line.shipped + line.allocated - quantity;
  if (excess <= 0n) return;
  line.allocated -= excess;
  const item = erp.items.find(line.item);
  if (item?.kind === 'stock') item.free += excess;
}

/** Gives up what has not shipped. An order of which nothing has shipped keeps its lines, to show what was cancelled. */
export function giveUp(erp: Erp, order: SalesOrder): void {
  const nothingShipped = order.lines.every(({ shipped }) => shipped === 0n);
  for (const line of order.lines) {
    const { quantity, shipped, shippedNet } = line;
    lower(erp, line, shipped);
    if (nothingShipped) line.quantity = quantity;
    else line.discount = timesQuantity(line.price, shipped) - shippedNet;
  }
}

/** Backordered: neither shipped nor promised. */
export const shortOf = (line: OrderLine): bigint => line.quantity - line.shipped - line.allocated;

export type OrderStatus = 'open' | 'held' | 'cancelled' | 'shipped' | 'invoiced';

export function statusOf({ lines, hold, cancelled }: SalesOrder): OrderStatus {
  if (cancelled && lines.every(({ shipped }) => shipped === 0n)) return 'cancelled';
  const live = lines.filter(({ quantity }) => quantity > 0n);
  if (live.length === 0) return 'cancelled';
  if (live.every(({ invoiced, quantity }) => invoiced === quantity)) return 'invoiced';
  if (live.every(({ shipped, quantity }) => shipped === quantity)) return 'shipped';
  return hold ? 'held' : 'open';
}
