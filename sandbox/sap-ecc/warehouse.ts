import { shareOf, sum } from '../money.ts';
import { createTimers } from '../timers.ts';
import type { BillingDocument, Changes, DeliveredItem, Delivery, OrderItem, SalesOrder } from './company.ts';
import { timesQuantity } from './currencies.ts';
import type { Erp } from './erp.ts';
import { bill } from './invoicing.ts';
import type { Luw } from './luw.ts';
import { beginLuw } from './luw.ts';
import { Refusal } from './messages.ts';
import { isService, promise } from './order-items.ts';
import { netOf } from './pricing.ts';

type Pace = { readonly shipAfterMs: number | undefined; readonly invoiceAfterMs: number };
/** When somebody else is at work on an order, it is tried again. */
const RETRY_MS = 50;

/** Delivers free orders by itself and bills what it has delivered, as the ERP does and its callers never do. */
export function createWarehouse(erp: Erp, { shipAfterMs, invoiceAfterMs }: Pace) {
  const { later, close } = createTimers();
  const withOrder = <T>(number: string, work: (luw: Luw, order: SalesOrder) => T): T | 'locked' => {
    const luw = beginLuw(erp, 'BATCH');
    const order = erp.company.orders.get(number);
    if (!order || !luw.lock(`order ${number}`)) return 'locked';
    try {
      const done = work(luw, order);
      luw.commit();
      return done;
    } finally {
      luw.rollback();
    }
  };
  const billLater = (delivery: Delivery, delayMs: number): void =>
    later(() => {
      if (withOrder(delivery.order, (luw, order) => void billDelivery(luw, order, delivery)) === 'locked') {
        billLater(delivery, RETRY_MS);
      }
    }, delayMs);
  const shipLater = (number: string, delayMs: number): void =>
    later(() => {
      const delivery = withOrder(number, deliver);
      if (delivery === 'locked') shipLater(number, RETRY_MS);
      else if (delivery) billLater(delivery, invoiceAfterMs);
    }, delayMs);
  const consider = ({ orders }: Changes): void => {
    if (shipAfterMs === undefined) return;
    for (const number of orders) if (isDeliverable(erp, erp.company.orders.get(number))) shipLater(number, shipAfterMs);
  };
  erp.afterCommit.add(consider);

  return {
    /** Delivers and bills without waiting; nothing when nothing can leave. */
    shipNow: (number: string): BillingDocument | undefined => {
      const billing = withOrder(number, (luw, order) => {
        const delivery = deliver(luw, order);
        return delivery && billDelivery(luw, luw.company.orders.get(number) ?? order, delivery);
      });
      return billing === 'locked' ? undefined : billing;
    },
    /** Stock came in: oldest orders first. */
    restocked: (material: string): void => {
      for (const { number } of erp.company.orders.all()) {
        withOrder(number, (luw, order) => {
          const items = order.items.map((item) => (item.material === material ? promise(luw, item) : item));
          if (items.some((item, index) => item !== order.items[index])) luw.company.orders.put({ ...order, items });
        });
      }
    },
    close,
  };
}
export type Warehouse = ReturnType<typeof createWarehouse>;

const leaves = ({ rejection, confirmed, delivered }: OrderItem): boolean => !rejection && confirmed > delivered;
const isShort = ({ rejection, confirmed, quantity }: OrderItem): boolean => !rejection && confirmed < quantity;

/** Services leave with goods, not alone before them. */
function isDeliverable(erp: Erp, order: SalesOrder | undefined): order is SalesOrder {
  if (!order || order.deliveryBlock) return false;
  const goods = order.items.filter((item) => !isService(erp, item));
  return order.items.some(leaves) && (goods.some(leaves) || !goods.some(isShort));
}

function deliver(luw: Luw, order: SalesOrder): Delivery | undefined {
  const { erp, company } = luw;
  if (!isDeliverable(erp, order)) return undefined;
  const items = order.items.filter(leaves).map(leavingPart);
  if (sum(items.map(({ net }) => net)) < 0n) {
    company.orders.put({ ...order, deliveryBlock: '09' });
    return undefined;
  }
  company.orders.put({
    ...order,
    items: order.items.map((item) => {
      const part = items.find((one) => one.item === item.number);
      if (!part) return item;
      return { ...item, delivered: item.confirmed, deliveredNet: item.deliveredNet + part.net };
    }),
  });
  const created = erp.clock.now().toISOString();
  return company.deliveries.put({ number: erp.nextNumber('delivery'), order: order.number, items, created });
}

/** The last part is worth what the others have left. */
function leavingPart(item: OrderItem): DeliveredItem {
  const quantity = item.confirmed - item.delivered;
  const part = timesQuantity(item.price, quantity) + shareOf(item.discount, quantity, item.quantity);
  const net = item.confirmed === item.quantity ? netOf(item) - item.deliveredNet : part;
  return { item: item.number, quantity, net };
}

function billDelivery(luw: Luw, order: SalesOrder, delivery: Delivery): BillingDocument | undefined {
  const { erp, company } = luw;
  const partOf = (item: OrderItem) => delivery.items.find((part) => part.item === item.number);
  const items = order.items.flatMap((item) => {
    const part = partOf(item);
    if (!part) return [];
    const { number, material, text, taxClass } = item;
    return [{ number, material, text, taxClass, quantity: part.quantity, net: part.net }];
  });
  company.orders.put({
    ...order,
    items: order.items.map((item) => ({ ...item, invoiced: item.invoiced + (partOf(item)?.quantity ?? 0n) })),
  });
  try {
    return bill(luw, {
      order: order.number,
      payer: order.soldTo,
      currency: order.currency,
      date: erp.periods.nextOpen(erp.clock.today()),
      assignment: order.assignment,
      items,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    luw.rollback();
    return undefined;
  }
}
