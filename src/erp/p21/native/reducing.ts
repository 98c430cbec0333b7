import type { Reference } from '../../../domain/documents.ts';
import { equal, zero, type Money } from '../../../domain/money.ts';
import { shares } from '../../../domain/shares.ts';
import { cut, inCurrency } from '../../fields.ts';
import { additionsIn, dropsIn, reductions, settingsIn, type Addition, type Target } from '../../line-changes.ts';
import { mustBeHere } from '../../order-status.ts';
import type { OrderLineChange } from '../../port.ts';
import { conflict } from '../../read-back.ts';
import { quantity, whole } from '../document-fields.ts';
import { quantityText, tenThousandths } from '../quantity.ts';
import { edits } from './documents/edits.ts';
import { lineKey } from './documents/line-rows.ts';
import { itemRow } from './documents/order-form.ts';
import { standing, type Order, type OrderLine } from './documents/stored-order.ts';
import { comesTo, unitPrice } from './documents/unit-price.ts';
import type { Edit } from './transactions.ts';

export type LineChanges = {
  /** What is still to be sent; nothing when the order is as it should be. */
  readonly rows: readonly (readonly Edit[])[];
  readonly holds: (order: Order) => boolean;
};
/** A line, how much of it is left, and what that is to be worth. */
type Left = Target<OrderLine> & { readonly net: Money };

/** The difference between the order and what is asked: the same change asked for again is none. */
export function lineChanges(order: Order, changes: readonly OrderLineChange[], reference: Reference): LineChanges {
  const additions = additionsIn(changes);
  const dropped = dropsIn(changes, order.number, (wanted) => {
    const line = lineBy(order, wanted);
    return line || deletedBy(order, wanted) ? { line } : undefined;
  });
  const left = [
    ...settingsIn(changes).flatMap(({ item, quantity: wanted }) => targetsOf(order, item, wanted)),
    ...dropped.flatMap(({ line }) => (line && line.quantity > 0 ? [{ line, count: 0 }] : [])),
  ].map((target) => ({ ...target, net: shareOf(target) }));
  const missing = additions.filter((addition) => !added(order, addition, reference));
  if (missing.length > 0) mustBeHere(order.number, standing(order));
  return {
    rows: [...left.map(reducedRow), ...missing.map((addition) => addedRow(order, addition, reference))],
    holds: (then) =>
      left.every((each) => stands(then, each)) && additions.every((addition) => added(then, addition, reference)),
  };
}

/** M: a line that is set to nought may be deleted for that. */
const stands = (then: Order, { line, count, net }: Left): boolean => {
  const now = then.lines.find(({ key }) => key === line.key);
  if (!now) return count === 0;
  return now.quantity === count && is(now, net);
};

/** The discount is in the price, and rounding with it: what is left of a line keeps its share of the net. */
function shareOf({ line: { item, quantity: whole, net }, count }: Target<OrderLine>): Money {
  if (net && count === 0) return zero(net.currency);
  if (net) return shares(net, [count, whole - count])[0] ?? net;
  throw conflict(`The line of ${item} comes to a part of the smallest unit: change it in Prophet 21`, 'extended_price');
}

const is = ({ net }: OrderLine, amount: Money): boolean => net !== undefined && equal(net, amount);

function reducedRow({ line, count, net }: Left): readonly Edit[] {
  if (line.key === '')
    throw conflict(`The line of ${line.item} has no number that it could be changed by`, 'user_line_no');
  const priced = count === 0 || comesTo(net, count, line.price);
  return edits(
    ['user_line_no', line.key],
    ['oe_order_item_id', line.item],
    ['unit_quantity', quantityText(count)],
    ['unit_price', priced ? undefined : unitPrice(net, count, 'unit_price')],
  );
}

/** Never from what has shipped. Lines that end in a reference were added by us. */
function targetsOf(order: Order, item: string, wanted: number): readonly Target<OrderLine>[] {
  const lines = order.lines.filter((line) => line.item === item && !/(^| )#[A-Z0-9]{16}$/.test(line.description));
  const count = tenThousandths(quantity('unit_quantity', wanted));
  if (count === 0 && lines.length === 0 && order.deleted.some((line) => line.item === item)) return [];
  return reductions(lines, { order: order.number, item, quantity: wanted, count }, counting);
}

const counting = {
  ordered: (line: OrderLine) => line.quantity,
  free: (line: OrderLine) => line.quantity - Math.max(line.shipped, line.invoiced),
  text: quantityText,
  field: 'unit_quantity',
};

const endingIn = (reference: Reference): string => ` #${reference}`;

const isOf = ({ description }: Pick<OrderLine, 'description'>, reference: Reference): boolean =>
  ` ${description}`.endsWith(endingIn(reference));
export const lineBy = ({ lines }: Order, reference: Reference): OrderLine | undefined =>
  lines.find((line) => isOf(line, reference));
const deletedBy = ({ deleted }: Order, reference: Reference): Order['deleted'][number] | undefined =>
  deleted.find((line) => isOf(line, reference));

function added({ number, lines }: Order, { item, amount }: Addition, reference: Reference): boolean {
  const line = lines.find((one) => isOf(one, reference));
  if (!line) return false;
  if (line.item === item && is(line, amount)) return true;
  throw conflict(`Line ${line.key} of order ${number} carries our reference but another item or amount`, 'items');
}

/** The next free number after all that are there, or were: a row under the number of a deleted line would change that one. */
function addedRow(order: Order, { item, description, amount, taxCode }: Addition, reference: Reference) {
  const taken = [...order.lines, ...order.deleted].map(({ key }) =>
    /^\d{1,9}$/.test(key) ? Math.floor(Number(key) / 10) : 0,
  );
  inCurrency(order.currency, 'unit_price', amount);
  return itemRow({
    key: lineKey(Math.max(0, ...taken) + 1),
    item: whole('oe_order_item_id', item, 40),
    quantity: '1',
    price: unitPrice(amount, tenThousandths('1'), 'unit_price'),
    description: `${cut(description, 255 - endingIn(reference).length)}${endingIn(reference)}`.trimStart(),
    tax: whole('tax_group_id', taxCode, 20),
  });
}
