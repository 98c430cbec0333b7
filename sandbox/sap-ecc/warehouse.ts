import { shareOf, sum } from '../money.ts';
import { createTimers } from '../timers.ts';
import type { BillingDocument, Changes, DeliveredItem, Delivery, OrderItem, SalesOrder } from './company.ts';
import { timesQuantity } from './currencies.ts';
import type { Erp } from './erp.ts';
import { bill as billed } from './invoicing.ts';
import type { Luw } from './luw.ts';
import { beginLuw } from './luw.ts';
import { Refusal } from './messages.ts';
import { isService, promise } from './order-items.ts';
import { netOf } from './pricing.ts';

type Timers = ReturnType<typeof createTimers>;
type Pace = { readonly shipAfterMs: number | undefined; readonly invoiceAfterMs: number };
/** When somebody else is at work on an order, it is tried again. */
const RETRY_MS = 50;

/** Delivers free orders by itself and bills what it has delivered, as the ERP does and its callers never do. */
export function createWarehouse(erp: Erp, { shipAfterMs, invoiceAfterMs }: Pace) {
  const { later, close } = createTimers();
  const withOrder = workOn(erp);
  const due = createBillingDue(withOrder, later);
  const shipLater = (number: string, delayMs: number): void =>
    later(() => {
      const delivery = withOrder(number, (luw, order) => deliver(luw, order));
      if (delivery === 'locked') shipLater(number, RETRY_MS);
      else if (delivery) due.billLater(due.add(delivery), invoiceAfterMs);
    }, delayMs);
  const consider = ({ orders }: Changes): void => {
    if (shipAfterMs === undefined) return;
    for (const number of orders) if (isDeliverable(erp, erp.company.orders.get(number))) shipLater(number, shipAfterMs);
  };
  erp.afterCommit.add(consider);

  return {
    /** Delivers and bills without waiting; nothing when nothing can leave. */
    shipNow: (number: string, atMost?: bigint): BillingDocument | undefined => {
      const billing = withOrder(number, (luw, order) => {
        const delivery = deliver(luw, order, atMost);
        return delivery && billDelivery(luw, luw.company.orders.get(number) ?? order, delivery);
      });
      return billing === 'locked' ? undefined : billing;
    },
    /** Delivers only: what has left is billed when somebody says so. Nothing when nothing can leave. */
    leaveNow: (number: string, atMost?: bigint): Delivery | undefined => {
      const delivery = withOrder(number, (luw, order) => deliver(luw, order, atMost));
      return delivery === 'locked' || !delivery ? undefined : due.add(delivery);
    },
    billNow: due.billNow,
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

/** What is done to one order, if nobody else is at work on it. */
const workOn =
  (erp: Erp) =>
  <T>(number: string, work: (luw: Luw, order: SalesOrder) => T): T | 'locked' => {
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

/** Deliveries that are not billed yet. */
function createBillingDue(withOrder: ReturnType<typeof workOn>, later: Timers['later']) {
  const waiting = new Set<Delivery>();
  const bill = (delivery: Delivery): BillingDocument | 'locked' | undefined => {
    if (!waiting.has(delivery)) return undefined;
    const done = withOrder(delivery.order, (luw, order) => billDelivery(luw, order, delivery));
    if (done !== 'locked') waiting.delete(delivery);
    return done;
  };
  const billLater = (delivery: Delivery, delayMs: number): void =>
    later(() => {
      if (bill(delivery) === 'locked') billLater(delivery, RETRY_MS);
    }, delayMs);
  return {
    add: (delivery: Delivery): Delivery => {
      waiting.add(delivery);
      return delivery;
    },
    billLater,
    /** Bills what has left of an order and waits for it. */
    billNow: (number: string): readonly BillingDocument[] =>
      [...waiting]
        .filter(({ order }) => order === number)
        .map(bill)
        .filter((done) => done !== undefined && done !== 'locked'),
  };
}

const leaves = ({ rejection, confirmed, delivered }: OrderItem): boolean => !rejection && confirmed > delivered;
const isShort = ({ rejection, confirmed, quantity }: OrderItem): boolean => !rejection && confirmed < quantity;

/** Services leave with goods, not alone before them. */
function isDeliverable(erp: Erp, order: SalesOrder | undefined): order is SalesOrder {
  if (!order || order.deliveryBlock) return false;
  const goods = order.items.filter((item) => !isService(erp, item));
  return order.items.some(leaves) && (goods.some(leaves) || !goods.some(isShort));
}

/** As much of each item as is confirmed, or at most so many thousandths of a unit. */
function deliver(luw: Luw, order: SalesOrder, atMost?: bigint): Delivery | undefined {
  const { erp, company } = luw;
  if (!isDeliverable(erp, order)) return undefined;
  const items = order.items.filter(leaves).map((item) => leavingPart(item, atMost));
  if (sum(items.map(({ net }) => net)) < 0n) {
    company.orders.put({ ...order, deliveryBlock: '09' });
    return undefined;
  }
  company.orders.put({
    ...order,
    items: order.items.map((item) => {
      const part = items.find((one) => one.item === item.number);
      if (!part) return item;
      return { ...item, delivered: item.delivered + part.quantity, deliveredNet: item.deliveredNet + part.net };
    }),
  });
  const created = erp.clock.now().toISOString();
  return company.deliveries.put({ number: erp.nextNumber('delivery'), order: order.number, items, created });
}

/** The last part is worth what the others have left. */
function leavingPart(item: OrderItem, atMost: bigint | undefined): DeliveredItem {
  const promised = item.confirmed - item.delivered;
  const quantity = atMost !== undefined && atMost < promised ? atMost : promised;
  const part = timesQuantity(item.price, quantity) + shareOf(item.discount, quantity, item.quantity);
  const net = item.delivered + quantity === item.quantity ? netOf(item) - item.deliveredNet : part;
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
    return billed(luw, {
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
