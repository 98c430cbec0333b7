import { z } from 'zod';
import type { Reference } from '../../../domain/documents.ts';
import { equal, fromDecimal, toDecimal, type Money } from '../../../domain/money.ts';
import { shares } from '../../../domain/shares.ts';
import { additionsIn, dropsIn, reductions, settingsIn, type Addition } from '../../line-changes.ts';
import { mustBeHere } from '../../order-status.ts';
import type { OrderLineChange } from '../../port.ts';
import { conflict } from '../../read-back.ts';
import { bare, inTen, material } from '../formats.ts';
import type { Organisation } from '../system.ts';
import type { Item, SalesOrder } from './entities.ts';
import { standing } from './receipts.ts';
import type { Due, Step } from './settling.ts';
import { quantityText, thousandths } from '../reading/quantity.ts';
import { cut, inCurrency } from '../../fields.ts';
import { filled, whole } from '../bapi/fields.ts';
import { taxOf } from '../bapi/order.ts';

/** What each item that was reduced must show as its discount, by its number. */
type Discounts = Map<string, Money>;

/** What is still to be done: the same change asked for again is none. */
export function reducingTo(changes: readonly OrderLineChange[], reference: Reference, organisation: Organisation): Due {
  const additions = additionsIn(changes);
  const accepted: Discounts = new Map();
  return (order) => {
    refuseOtherDiscounts(order, accepted);
    const missing = additions.filter((addition) => !added(order, addition, reference));
    if (missing.length > 0) mustBeHere(bare(order.Number), standing(order));
    return [
      ...settingsIn(changes).flatMap(({ item, quantity }) => steps(order, item, quantity, accepted)),
      ...dropsIn(changes, bare(order.Number), (dropped) => lineBy(order, dropped))
        .filter((line) => liveCount(line) > 0)
        .map((line) => reducing(line, 0, accepted)),
      ...missing.map((each) => adding(each, reference, organisation)),
    ];
  };
}

/** A service that takes the quantity and drops the discount would leave an order of another total. */
function refuseOtherDiscounts({ Number: number, Currency, Items }: SalesOrder, accepted: Discounts): void {
  for (const { Item, Discount, RejectionReason } of Items) {
    const wanted = accepted.get(Item);
    if (!wanted || RejectionReason !== '' || equal(fromDecimal(Discount, Currency), wanted)) continue;
    throw conflict(`Item ${Item} of order ${bare(number)} does not show the discount that it accepted`, 'Discount');
  }
}

/** Lines with a reference were added by us; rejected ones are not ordered any more. */
function steps(order: SalesOrder, item: string, quantity: number, accepted: Discounts): readonly Step[] {
  const lines = order.Items.filter(
    ({ Material, LineReference }) => bare(Material) === bare(item) && LineReference === '',
  );
  const wanted = { order: bare(order.Number), item, quantity, count: thousandths(String(quantity)) };
  return reductions(lines, wanted, counting).map(({ line, count }) => reducing(line, count, accepted));
}

export const liveCount = ({ Quantity, RejectionReason }: Item): number =>
  RejectionReason === '' ? thousandths(Quantity) : 0;

const counting = { ordered: liveCount, text: quantityText, field: 'Quantity' };

/** A discount is off the whole item and would stay whole: what is left of the item keeps its share. */
const reducing =
  (line: Item, count: number, accepted: Discounts): Step =>
  async (odata, { Number: number, Currency, __metadata: etag }, signal) => {
    const discount = fromDecimal(line.Discount, Currency);
    const [share = discount] =
      discount.minor === 0 ? [] : shares(discount, [count, thousandths(line.Quantity) - count]);
    const path = `SalesOrderItems(Order='${inTen(number)}',Item='${line.Item}')`;
    const body = { Quantity: quantityText(count), ...(discount.minor !== 0 && { Discount: toDecimal(share) }) };
    const done = await odata.change(path, etag, body, signal);
    if (done === 'changed') accepted.set(line.Item, share);
    return done;
  };

export const lineBy = ({ Items }: Pick<SalesOrder, 'Items'>, reference: Reference): Item | undefined =>
  Items.find(({ LineReference }) => LineReference === reference);

function added(
  { Number: number, Currency, Items }: SalesOrder,
  { item, amount }: Addition,
  reference: Reference,
): boolean {
  const line = lineBy({ Items }, reference);
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
