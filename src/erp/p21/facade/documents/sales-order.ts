import type { Reference, SalesOrder } from '../../../../domain/documents.ts';
import type { ErpReceipt } from '../../../port.ts';
import { standingOf } from '../../../order-status.ts';
import { firstOf } from '../../../read-back.ts';
import { define, totalOf } from '../kind.ts';
import { quantityText, tenThousandths } from '../../quantity.ts';
import { SalesOrder as Stored } from '../schema.ts';
import type { Origin } from './fields.ts';
import { lineThatDiffers } from './lines.ts';
import { encodeSale } from './sale.ts';

export const encodeSalesOrder = (order: SalesOrder, reference: Reference, origin: Origin): object => ({
  ...encodeSale(order, reference, origin),
  OrderDate: order.date,
  Hold: order.hold ? 'Y' : 'N',
});

export const salesOrder = define<SalesOrder, Stored>({
  create: 'createSalesOrder',
  list: 'listSalesOrders',
  get: 'getSalesOrder',
  schema: Stored,
  encode: encodeSalesOrder,
  receipt: orderReceipt,
  differs: (sent, stored) =>
    firstOf({ CustomerId: stored.CustomerId !== sent.customer, CurrencyId: stored.CurrencyId !== sent.currency }) ??
    lineThatDiffers(sent.lines, stored.Lines.list, sent.currency),
});

/** The gateway calls an order open until all of it has left. */
export function standing({ Status, Hold, Lines }: Stored): Pick<ErpReceipt, 'status' | 'inPart'> {
  const lines = Lines.list.map(({ UnitQuantity, QuantityShipped, QuantityInvoiced }) => ({
    ordered: tenThousandths(UnitQuantity),
    shipped: tenThousandths(QuantityShipped),
    invoiced: tenThousandths(QuantityInvoiced),
  }));
  const some = lines.some(({ shipped }) => shipped > 0);
  const all = lines.every(({ ordered, shipped }) => shipped >= ordered);
  return standingOf({
    cancelled: Status === 'cancelled',
    held: Hold === 'Y',
    left: some ? (all ? 'all' : 'part') : 'nothing',
    invoiced: lines.some(({ invoiced }) => invoiced > 0),
  });
}

/** An order as it stands, with what it can't deliver at once. */
export function orderReceipt(order: Stored): ErpReceipt {
  const shortages = order.Lines.list
    .map(({ ItemId, QuantityBackordered }) => ({ item: ItemId, short: tenThousandths(QuantityBackordered) }))
    .filter(({ short }) => short > 0)
    .map(({ item, short }) => ({ item, quantity: quantityText(short) }));
  return {
    kind: 'sales-order',
    number: order.OrderNo,
    ...(order.Reference && { reference: order.Reference as Reference }),
    total: totalOf(order),
    customer: order.CustomerId,
    ...standing(order),
    ...(shortages.length > 0 && { shortages }),
  };
}
