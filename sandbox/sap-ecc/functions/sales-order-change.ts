import type { OrderItem, OrderText, SalesOrder } from '../company.ts';
import type { Outcome, RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { error, message, Refusal } from '../messages.ts';
import { alpha, withoutZeros } from '../numbers.ts';
import { newItem, problemsOf, promise } from '../order-items.ts';
import type { ItemInput, TableNames } from '../order-reading.ts';
import { flagged, readItems, readTexts } from '../order-reading.ts';
import type { Fields, Params } from '../params.ts';
import { at, fieldsIn, textIn } from '../params.ts';

const tables: TableNames = {
  items: ['ORDER_ITEM_IN', 'ORDER_ITEM_INX'],
  schedules: ['SCHEDULE_LINES', 'SCHEDULE_LINESX'],
  conditions: ['CONDITIONS_IN', 'CONDITIONS_INX'],
};

export const salesOrderChangeFunctions: RfcFunctions = {
  BAPI_SALESORDER_CHANGE: { returns: RETURN_TABLE, writes: true, run: change },
};

/** Nothing is committed here. The order stays locked until the LUW ends. */
function change(params: Params, luw: Luw): Outcome {
  const number = alpha(textIn(params, 'SALESDOCUMENT'), 10);
  const order = luw.company.orders.get(number);
  const flags = fieldsIn(params, 'ORDER_HEADER_INX');
  if (!order) throw new Refusal(error('V1 302', [number]));
  if (at(flags, 'UPDATEFLAG') !== 'U') throw new Refusal(error('V1 460', [at(flags, 'UPDATEFLAG'), 'UPDATEFLAG']));
  if (!luw.lock(`order ${number}`)) throw new Refusal(error('V1 042', [number]));
  const header = flagged(fieldsIn(params, 'ORDER_HEADER_IN'), flags);
  const inputs = readItems(luw.erp, params, tables, order.currency);
  mustBePossible(luw, order, inputs);
  luw.company.orders.put({
    ...order,
    ...headerChanges(header),
    items: [
      ...order.items.map((item) => changedItem(luw, item, inputs)),
      ...inputs.filter((input) => isNew(order, input)).map((input) => newItem(luw, input)),
    ],
    texts: textsAfter(order.texts, readTexts(params)),
  });
  return {
    messages: [message('S', 'V4 233', ['ORDER_HEADER_IN']), message('S', 'V1 311', [withoutZeros(number)])],
    exports: { SALESDOCUMENT: number },
  };
}

const isNew = ({ items }: SalesOrder, { number }: ItemInput): boolean => items.every((item) => item.number !== number);

function headerChanges(header: Fields): Partial<SalesOrder> {
  const { DLV_BLOCK, PURCH_NO_S, PURCH_NO_C, ASS_NUMBER } = header;
  return {
    ...(DLV_BLOCK !== undefined && { deliveryBlock: DLV_BLOCK }),
    ...(PURCH_NO_S !== undefined && { shipToPurchaseNumber: PURCH_NO_S.slice(0, 35) }),
    ...(PURCH_NO_C !== undefined && { purchaseNumber: PURCH_NO_C.slice(0, 35) }),
    ...(ASS_NUMBER !== undefined && { assignment: ASS_NUMBER.slice(0, 18) }),
  };
}

/** @throws Refusal for items that have left, or are none */
function mustBePossible(luw: Luw, order: SalesOrder, inputs: readonly ItemInput[]): void {
  const invoiced = order.items.some((item) => item.invoiced > 0n);
  const problems = inputs.flatMap((input, index) => {
    const item = order.items.find(({ number }) => number === input.number);
    if (item) return hasLeft(item, input) ? [error('V1 493', [item.number], { row: index + 1 })] : [];
    if (input.updateFlag !== 'I') return [error('V1 320', [input.number, order.number], { row: index + 1 })];
    return invoiced ? [error('V1 493', [input.number])] : problemsOf(luw, input, index + 1);
  });
  if (problems.length > 0) throw new Refusal(...problems);
}

/** What was delivered stays; the rest of an item may still be lowered. */
function hasLeft(item: OrderItem, input: ItemInput): boolean {
  if (item.delivered === 0n) return false;
  const after = { ...item, ...changesOf(input) };
  const same = (['quantity', 'price', 'discount', 'rejection'] as const).every((name) => after[name] === item[name]);
  if (same) return false;
  return item.delivered === item.quantity || after.quantity < item.delivered || after.rejection !== item.rejection;
}

const changesOf = (input: ItemInput): Partial<OrderItem> => ({
  ...(input.quantity !== undefined && { quantity: input.quantity }),
  ...(input.price !== undefined && { price: input.price }),
  ...(input.discount !== undefined && { discount: input.discount }),
  ...(input.rejection !== undefined && { rejection: input.rejection }),
  ...(input.text !== undefined && { text: input.text }),
  ...(input.customerMaterial !== undefined && { customerMaterial: input.customerMaterial }),
});

function changedItem(luw: Luw, item: OrderItem, inputs: readonly ItemInput[]): OrderItem {
  const input = inputs.find(({ number }) => number === item.number);
  return input ? promise(luw, { ...item, ...changesOf(input) }) : item;
}

/** A text that comes again replaces the old one. */
const textsAfter = (before: readonly OrderText[], texts: readonly OrderText[]): readonly OrderText[] => [
  ...before.filter((old) => !texts.some(({ item, id }) => item === old.item && id === old.id)),
  ...texts,
];
