import { z } from 'zod';
import type { Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, toDecimal } from '../../../domain/money.ts';
import { shares } from '../../../domain/shares.ts';
import { ErpError } from '../../errors.ts';
import type { OrderLineChange } from '../../port.ts';
import { conflict } from '../../read-back.ts';
import { bare, inTen, material } from '../formats.ts';
import type { Organisation } from '../system.ts';
import type { Item, SalesOrder } from './entities.ts';
import type { Step } from './settling.ts';
import { quantityText, thousandths } from '../reading/quantity.ts';
import { cut, filled, inCurrency, whole } from '../bapi/fields.ts';
import { taxOf } from '../bapi/order.ts';

type Addition = Extract<OrderLineChange, { add: unknown }>['add'];

/** What is still to be done: the same change asked for again is none. */
export function changesDue(
  order: SalesOrder,
  changes: readonly OrderLineChange[],
  reference: Reference,
  organisation: Organisation,
): readonly Step[] {
  const additions = changes.flatMap((change) => ('add' in change ? [change.add] : []));
  if (additions.length > 1)
    throw new ErpError('invalid', 'One reference adds one line: ask for each line by a change of its own', {
      where: 'Lines',
    });
  return [
    ...changes.flatMap((change) => ('add' in change ? [] : reductions(order, change.item, change.quantity))),
    ...additions
      .filter((addition) => !added(order, addition, reference))
      .map((each) => adding(each, reference, organisation)),
  ];
}

/**
 * One item may stand on several lines: what goes is taken from the last of them first. Lines with a reference were added
 * by us, for rounding, and are nobody's goods; rejected ones are not ordered any more.
 */
function reductions(order: SalesOrder, item: string, wanted: number): readonly Step[] {
  const lines = order.Items.filter(
    ({ Material, LineReference, RejectionReason }) =>
      bare(Material) === bare(item) && LineReference === '' && RejectionReason === '',
  );
  const ordered = lines.reduce((count, { Quantity }) => count + thousandths(Quantity), 0);
  let surplus = ordered - thousandths(String(wanted));
  if (lines.length === 0 || surplus < 0)
    throw new ErpError(
      'rejected',
      `Order ${bare(order.Number)} has ${quantityText(ordered)} of ${item}; it can't be set to ${wanted}`,
      { where: 'Quantity' },
    );
  const steps: Step[] = [];
  for (const line of [...lines].reverse()) {
    const taken = Math.min(surplus, thousandths(line.Quantity));
    if (taken > 0) steps.push(reducing(line, thousandths(line.Quantity) - taken));
    surplus -= taken;
  }
  return steps;
}

/** A discount is off the whole item and would stay whole: what is left of the item keeps its share. */
const reducing =
  (line: Item, count: number): Step =>
  (odata, { Number: number, Currency, __metadata: etag }, signal) => {
    const discount = fromDecimal(line.Discount, Currency);
    const [share = discount] =
      discount.minor === 0 ? [] : shares(discount, [count, thousandths(line.Quantity) - count]);
    const path = `SalesOrderItems(Order='${inTen(number)}',Item='${line.Item}')`;
    const body = { Quantity: quantityText(count), ...(discount.minor !== 0 && { Discount: toDecimal(share) }) };
    return odata.change(path, etag, body, signal);
  };

function added(
  { Number: number, Currency, Items }: SalesOrder,
  { item, amount }: Addition,
  reference: Reference,
): boolean {
  const line = Items.find(({ LineReference }) => LineReference === reference);
  if (!line) return false;
  if (bare(line.Material) === bare(item) && equal(fromDecimal(line.NetAmount, Currency), amount)) return true;
  throw conflict(
    `Item ${line.Item} of order ${bare(number)} carries our reference but another item or amount`,
    'Lines',
  );
}

/** Repeats harmlessly by its reference, so it needs no ETag. */
const adding =
  ({ item, description, amount, taxCode }: Addition, reference: Reference, organisation: Organisation): Step =>
  async (odata, { Number: number, Currency }, signal) => {
    const body = filled({
      Order: inTen(number),
      Material: material(whole('Material', item, 18)),
      Description: cut(description, 40),
      Quantity: '1',
      Price: inCurrency(Currency, 'Lines', amount),
      TaxClassification: taxOf(taxCode, 'TaxCode', organisation).classification,
      LineReference: reference,
    });
    await odata.create('SalesOrderItems', z.object({ LineReference: z.literal(reference) }), body, signal);
    return 'changed';
  };
