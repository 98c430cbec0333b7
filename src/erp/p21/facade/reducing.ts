import type { Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, toDecimal, zero, type Money } from '../../../domain/money.ts';
import { shares } from '../../../domain/shares.ts';
import { additionsIn, dropsIn, reductions, settingsIn, type Addition, type Target } from '../../line-changes.ts';
import type { OrderLineChange } from '../../port.ts';
import { conflict } from '../../read-back.ts';
import { mustBeHere } from '../../order-status.ts';
import { cut, inCurrency } from '../../fields.ts';
import { given, quantity, whole } from '../document-fields.ts';
import { quantityText, tenThousandths } from '../quantity.ts';
import { standing } from './documents/sales-order.ts';
import type { SalesOrder } from './schema.ts';

type Line = SalesOrder['Lines']['list'][number];
export type LineChanges = {
  /** What is still to be sent; nothing when the order is as it should be. */
  readonly list: readonly object[];
  readonly holds: (order: SalesOrder) => boolean;
};

/** The difference between the order and what is asked: the same change asked for again is none. */
export function lineChanges(order: SalesOrder, changes: readonly OrderLineChange[], reference: Reference): LineChanges {
  const additions = additionsIn(changes);
  const targets = [
    ...settingsIn(changes).flatMap(({ item, quantity: wanted }) => targetsOf(order, item, wanted)),
    ...dropsIn(changes, order.OrderNo, (dropped) => lineBy(order, dropped)).map((line) => ({ line, count: 0 })),
  ];
  const missing = additions.filter((addition) => !added(order, addition, reference));
  if (missing.length > 0) mustBeHere(order.OrderNo, standing(order));
  return {
    list: [
      ...targets
        .filter(({ line, count }) => countOf(line) !== count)
        .map((target) => reducedLine(target, order.CurrencyId)),
      ...missing.map((addition) => addedLine(addition, reference, order.CurrencyId)),
    ],
    holds: (then) =>
      targets.every(
        ({ line, count }) => countOf(then.Lines.list.find(({ LineNo }) => LineNo === line.LineNo)) === count,
      ) && additions.every((addition) => added(then, addition, reference)),
  };
}

/** A discount is off the whole line and would stay whole: what is left of the line keeps its share. */
function reducedLine({ line, count }: Target<Line>, currency: string): object {
  const discount = fromDecimal(line.DiscountAmount, currency);
  const change = { LineNo: line.LineNo, UnitQuantity: quantityText(count) };
  return discount.minor === 0 ? change : { ...change, DiscountAmount: toDecimal(shareOf(discount, line, count)) };
}

const shareOf = (discount: Money, line: Line, count: number): Money => {
  const weights = [count, countOf(line) - count];
  return shares(discount, weights)[0] ?? zero(discount.currency);
};

const countOf = (line: Line | undefined): number => (line ? tenThousandths(line.UnitQuantity) : 0);

/** Never from what has shipped. Lines with a reference were added by us. */
function targetsOf(order: SalesOrder, item: string, wanted: number): readonly Target<Line>[] {
  const lines = order.Lines.list.filter(({ ItemId, Reference }) => ItemId === item && Reference === undefined);
  const count = tenThousandths(quantity('UnitQuantity', wanted));
  return reductions(lines, { order: order.OrderNo, item, quantity: wanted, count }, counting);
}

const counting = {
  ordered: countOf,
  free: (line: Line) => countOf(line) - tenThousandths(line.QuantityShipped),
  text: quantityText,
  field: 'UnitQuantity',
};

export const lineBy = ({ Lines }: Pick<SalesOrder, 'Lines'>, reference: Reference): Line | undefined =>
  Lines.list.find(({ Reference }) => Reference === reference);
export const counts = (line: Line | undefined): boolean => countOf(line) > 0;

function added({ OrderNo, CurrencyId, Lines }: SalesOrder, { item, amount }: Addition, reference: Reference): boolean {
  const line = lineBy({ Lines }, reference);
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
