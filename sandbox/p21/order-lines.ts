import { z } from 'zod';
import type { Erp } from './erp.ts';
import { invalid, parseBody, refused } from './errors.ts';
import { line, lineFields, listOf } from './fields.ts';
import { quantityOf } from './items.ts';
import type { OrderLine, SaleLine, SalesOrder } from './records.ts';
import { billed, readLine, totalsOf } from './sale-lines.ts';
import { allocate, lower, orderLine, statusOf } from './stock.ts';

const lineChange = z.strictObject({
  ...lineFields,
  ItemId: lineFields.ItemId.optional(),
  UnitPrice: lineFields.UnitPrice.optional(),
});
type LineChange = z.output<typeof lineChange>;
const linesChange = z.strictObject({ Lines: listOf(lineChange) });

export type LineAfter = {
  readonly line: OrderLine;
  readonly quantity: bigint;
  readonly price: bigint;
  readonly discount: bigint;
};

/** Lowers quantities and adds lines; all of it or, when one part is refused, none. */
export function changeLines(erp: Erp, order: SalesOrder, input: unknown): void {
  const changes = parseBody(linesChange, input).Lines.list;
  mustTakeChanges(order);
  const reductions = changes.filter(({ LineNo }) => LineNo !== undefined).map((one) => reductionOf(erp, order, one));
  const first = Math.max(...order.lines.map(({ no }) => no)) + 1;
  const added = changes
    .filter(({ LineNo }) => LineNo === undefined)
    .map((one, index) => addition(erp, order, one, first + index));
  planLines(erp, order, reductions, added)();
}

/** @throws Refusal for an order whose lines stand */
export function mustTakeChanges(order: SalesOrder): void {
  const status = statusOf(order);
  if (status !== 'open' && status !== 'held') throw refused(`Order ${order.number} can't change: it is ${status}`);
}

/** Checks all of it before anything changes. @returns what carries it out, which cannot be refused any more */
export function planLines(
  erp: Erp,
  order: SalesOrder,
  changed: readonly LineAfter[],
  added: readonly SaleLine[],
): () => void {
  for (const { line: kept, quantity } of changed) {
    if (quantity < kept.shipped) throw refused(`Line ${kept.no} has shipped more than that`);
  }
  totalsOf(erp, [...order.lines.map((kept) => changedLine(kept, changed)), ...added].map(billed));
  return () => {
    for (const { line: kept, quantity, price, discount } of changed) {
      const isMore = quantity > kept.quantity;
      lower(erp, kept, quantity);
      Object.assign(kept, { price, discount });
      if (isMore) allocate(erp, kept);
    }
    order.lines.push(...added.map((one) => orderLine(erp, one)));
    if (statusOf(order) === 'cancelled') order.cancelled ??= { reason: 'Reduced to nothing', reference: undefined };
    erp.orders.touch(order);
  };
}

function reductionOf(erp: Erp, order: SalesOrder, change: LineChange): LineAfter {
  const found = order.lines.find(({ no }) => no === change.LineNo);
  if (!found) throw refused(`Order ${order.number} has no line ${change.LineNo}`);
  const fixed = [change.UnitPrice, change.Description, change.TaxCode, change.Reference];
  if (fixed.some((field) => field !== undefined) || (change.ItemId ?? found.item) !== found.item) {
    throw invalid(`Line ${found.no} is there already: only UnitQuantity and DiscountAmount can change`);
  }
  const quantity = quantityOf(change.UnitQuantity);
  if (quantity > found.quantity) throw refused(`The quantity of line ${found.no} can only be lowered`);
  return { line: found, quantity, price: found.price, discount: discountOf(erp, order, change, found, quantity) };
}

/** An empty line has no discount either. */
function discountOf(erp: Erp, order: SalesOrder, change: LineChange, kept: OrderLine, quantity: bigint): bigint {
  if (quantity === 0n) return 0n;
  if (change.DiscountAmount === undefined) return kept.discount;
  return erp.currencies.parse(change.DiscountAmount, order.header.CurrencyId, 'DiscountAmount');
}

function addition(erp: Erp, order: SalesOrder, change: LineChange, no: number): SaleLine {
  const added = readLine(erp, parseBody(line, change), order.header.CurrencyId, no);
  if (added.quantity === 0n) throw invalid('UnitQuantity of an added line is nought');
  return added;
}

function changedLine(kept: OrderLine, changes: readonly LineAfter[]): SaleLine {
  const change = changes.find(({ line: changed }) => changed === kept);
  return change ? { ...kept, quantity: change.quantity, price: change.price, discount: change.discount } : kept;
}
