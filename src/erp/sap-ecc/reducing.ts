import type { Reference } from '../../domain/documents.ts';
import { equal, fromDecimal, negate, toDecimal, zero, type Money } from '../../domain/money.ts';
import { shares } from '../../domain/shares.ts';
import { additionsIn, dropsIn, reductions, settingsIn, type Addition, type Target } from '../line-changes.ts';
import { mustBeHere } from '../order-status.ts';
import type { OrderLineChange } from '../port.ts';
import { conflict } from '../read-back.ts';
import { cut, inCurrency } from '../fields.ts';
import { filled, quantity, whole } from './bapi/fields.ts';
import type { OrderChange } from './bapi/order-change.ts';
import { condition, scheduleOf, taxOf } from './bapi/order.ts';
import { bare, material } from './formats.ts';
import type { OrderLine, StoredOrder } from './reading/orders.ts';
import { quantityText, thousandths } from './reading/quantity.ts';
import type { Organisation } from './system.ts';

export type LineChanges = {
  /** What is still to be sent; nothing when the order is as it should be. */
  readonly change: OrderChange | undefined;
  readonly holds: (order: StoredOrder) => boolean;
};

/** The difference between the order and what is asked: the same change asked for again is none. */
export function lineChanges(
  order: StoredOrder,
  changes: readonly OrderLineChange[],
  reference: Reference,
  organisation: Organisation,
): LineChanges {
  const additions = additionsIn(changes);
  const targets = [
    ...settingsIn(changes).flatMap(({ item, quantity: wanted }) => targetsOf(order, item, wanted)),
    ...dropsIn(changes, order.receipt.number, (dropped) => lineBy(order, dropped))
      .filter((line) => liveCount(line) > 0)
      .map((line) => ({ line, count: 0 })),
  ];
  const missing = additions.filter((addition) => !added(order, addition, reference));
  if (missing.length > 0) mustBeHere(order.receipt.number, order.receipt);
  const parts = [
    ...targets.map((target) => reduced(target, order.currency, organisation)),
    ...missing.map((addition) => addedItem(order, addition, reference, organisation)),
  ];
  return {
    change: parts.length === 0 ? undefined : joined(parts),
    holds: (then) =>
      targets.every(
        ({ line, count }) => liveCount(then.lines.find(({ number }) => number === line.number)) === count,
      ) && additions.every((addition) => added(then, addition, reference)),
  };
}

const liveCount = (line: OrderLine | undefined): number => (!line || line.rejected ? 0 : line.ordered);
const joined = (parts: readonly OrderChange[]): OrderChange => ({
  items: parts.flatMap(({ items = [] }) => items),
  schedules: parts.flatMap(({ schedules = [] }) => schedules),
  conditions: parts.flatMap(({ conditions = [] }) => conditions),
});

/** Items with a reference were added by us. What was delivered already SAP itself protects. */
function targetsOf({ lines, receipt }: StoredOrder, item: string, wanted: number): readonly Target<OrderLine>[] {
  const ours = lines.filter((line) => line.material === bare(item) && line.reference === '');
  const count = thousandths(quantity('Quantity', wanted));
  return reductions(ours, { order: receipt.number, item, quantity: wanted, count }, counting);
}

const counting = { ordered: liveCount, text: quantityText, field: 'Quantity' };

/** An item of which nothing is left is rejected: SAP deletes none that was confirmed. A discount keeps its share. */
function reduced(
  { line, count }: Target<OrderLine>,
  currency: string,
  { rejection, conditions }: Organisation,
): OrderChange {
  const { number } = line;
  if (count === 0) return { items: [{ flag: 'U', fields: { ITM_NUMBER: number, REASON_REJ: rejection } }] };
  const text = quantityText(count);
  const discounts = line.conditions
    .filter(({ type }) => type === conditions.discount)
    .map(({ value }) => toDecimal(shareOf(fromDecimal(value, currency), line, count)));
  return {
    items: [{ flag: 'U', fields: { ITM_NUMBER: number, TARGET_QTY: text } }],
    schedules: [{ flag: 'U', fields: scheduleOf(number, text) }],
    conditions: discounts.map((value) => ({
      flag: 'U',
      fields: condition(number, conditions.discount, value, currency),
    })),
  };
}

/** Discounts are negative in SAP, and only what is positive can be shared out. */
const shareOf = (discount: Money, line: OrderLine, count: number): Money =>
  negate(shares(negate(discount), [count, line.ordered - count])[0] ?? zero(discount.currency));

export const lineBy = ({ lines }: Pick<StoredOrder, 'lines'>, reference: Reference): OrderLine | undefined =>
  lines.find((line) => line.reference === reference);

function added({ lines, receipt }: StoredOrder, { item, amount }: Addition, reference: Reference): boolean {
  const line = lineBy({ lines }, reference);
  if (!line) return false;
  if (line.material === bare(item) && equal(line.net, amount)) return true;
  throw conflict(
    `Item ${line.number} of order ${receipt.number} carries our reference but another material or amount`,
    'Lines',
  );
}

function addedItem(
  { lines, currency }: StoredOrder,
  addition: Addition,
  reference: Reference,
  organisation: Organisation,
): OrderChange {
  const last = lines.reduce((most, { number }) => Math.max(most, Number(number)), 0);
  const item = String(last + 10).padStart(6, '0');
  const fields = filled({
    ITM_NUMBER: item,
    MATERIAL: material(whole('Material', addition.item, 18)),
    SHORT_TEXT: cut(addition.description, 40),
    TARGET_QTY: '1',
    CUST_MAT35: reference,
    TAX_CLASS1: taxOf(addition.taxCode, 'TaxCode', organisation).classification,
  });
  return {
    items: [{ flag: 'I', fields }],
    schedules: [{ flag: 'I', fields: scheduleOf(item, '1') }],
    conditions: priceOf(addition.amount, item, currency, organisation).map((row) => ({ flag: 'I', fields: row })),
  };
}

/** A price is never below nought in SAP; what is to be taken off is a discount on a price of nought. */
function priceOf(amount: Money, item: string, currency: string, { conditions: { price, discount } }: Organisation) {
  const value = inCurrency(currency, 'Amount', amount);
  if (amount.minor >= 0) return [condition(item, price, value, currency)];
  return [condition(item, price, toDecimal(zero(currency)), currency), condition(item, discount, value, currency)];
}
