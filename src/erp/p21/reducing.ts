import type { Reference } from '../../domain/documents.ts';
import { equal, fromDecimal, toDecimal, zero, type Money } from '../../domain/money.ts';
import { shares } from '../../domain/shares.ts';
import { ErpError } from '../errors.ts';
import type { OrderLineChange } from '../port.ts';
import { conflict } from '../read-back.ts';
import { cut, given, inCurrency, quantity, whole } from './documents/fields.ts';
import { quantityText, tenThousandths } from './quantity.ts';
import type { SalesOrder } from './schema.ts';

type Line = SalesOrder['Lines']['list'][number];
type Addition = Extract<OrderLineChange, { add: unknown }>['add'];
type Target = { readonly line: Line; readonly count: number };
export type LineChanges = {
  /** What is still to be sent; nothing when the order is as it should be. */
  readonly list: readonly object[];
  readonly holds: (order: SalesOrder) => boolean;
};

/** The difference between the order and what is asked: the same change asked for again is none. */
export function lineChanges(order: SalesOrder, changes: readonly OrderLineChange[], reference: Reference): LineChanges {
  const additions = changes.flatMap((change) => ('add' in change ? [change.add] : []));
  if (additions.length > 1)
    throw new ErpError('invalid', 'One reference adds one line: ask for each line by a change of its own', {
      where: 'Lines',
    });
  const targets = changes.flatMap((change) => ('add' in change ? [] : targetsOf(order, change.item, change.quantity)));
  const missing = additions.filter((addition) => !added(order, addition, reference));
  return {
    list: [
      ...targets.map((target) => reducedLine(target, order.CurrencyId)),
      ...missing.map((addition) => addedLine(addition, reference, order.CurrencyId)),
    ],
    holds: (then) =>
      targets.every(
        ({ line, count }) => countOf(then.Lines.list.find(({ LineNo }) => LineNo === line.LineNo)) === count,
      ) && additions.every((addition) => added(then, addition, reference)),
  };
}

/** A discount is off the whole line and would stay whole: what is left of the line keeps its share. */
function reducedLine({ line, count }: Target, currency: string): object {
  const discount = fromDecimal(line.DiscountAmount, currency);
  const change = { LineNo: line.LineNo, UnitQuantity: quantityText(count) };
  return discount.minor === 0 ? change : { ...change, DiscountAmount: toDecimal(shareOf(discount, line, count)) };
}

const shareOf = (discount: Money, line: Line, count: number): Money => {
  const weights = [count, countOf(line) - count];
  return shares(discount, weights)[0] ?? zero(discount.currency);
};

const countOf = (line: Line | undefined): number => (line ? tenThousandths(line.UnitQuantity) : 0);

/**
 * One item may stand on several lines: what goes is taken from the last of them first, never from what has shipped.
 * Lines with a reference were added by us, for rounding, and are nobody's goods.
 */
function targetsOf(order: SalesOrder, item: string, wanted: number): readonly Target[] {
  const lines = order.Lines.list.filter(({ ItemId, Reference }) => ItemId === item && Reference === undefined);
  const ordered = lines.reduce((count, line) => count + countOf(line), 0);
  let surplus = ordered - tenThousandths(quantity('UnitQuantity', wanted));
  if (lines.length === 0 || surplus < 0) throw cantGrow(order, item, ordered, wanted);
  const targets: Target[] = [];
  for (const line of [...lines].reverse()) {
    const taken = Math.min(surplus, countOf(line) - tenThousandths(line.QuantityShipped));
    if (taken > 0) targets.push({ line, count: countOf(line) - taken });
    surplus -= Math.max(taken, 0);
  }
  if (surplus === 0) return targets;
  const message = `Order ${order.OrderNo} has already shipped more of an item than ${wanted}: credit it instead`;
  throw new ErpError('rejected', message, { where: 'UnitQuantity' });
}

const cantGrow = ({ OrderNo }: SalesOrder, item: string, ordered: number, wanted: number): ErpError =>
  new ErpError('rejected', `Order ${OrderNo} has ${quantityText(ordered)} of ${item}; it can't be set to ${wanted}`, {
    where: 'UnitQuantity',
  });

function added({ OrderNo, CurrencyId, Lines }: SalesOrder, { item, amount }: Addition, reference: Reference): boolean {
  const line = Lines.list.find(({ Reference }) => Reference === reference);
  if (!line) return false;
  if (line.ItemId === item && equal(fromDecimal(line.ExtendedAmount, CurrencyId), amount)) return true;
  throw conflict(`Line ${line.LineNo} of order ${OrderNo} carries our reference but another item or amount`, 'Lines');
}

const addedLine = (
  { item, description, amount, taxCode }: Addition,
  reference: Reference,
  currency: string,
): object => ({
  ItemId: whole('ItemId', item, 40),
  ...given('Description', cut(description, 255)),
  UnitQuantity: '1',
  UnitPrice: inCurrency(currency, 'UnitPrice', amount),
  ...given('TaxCode', whole('TaxCode', taxCode, 20)),
  Reference: reference,
});
