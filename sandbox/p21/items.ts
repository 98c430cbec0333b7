import { z } from 'zod';
import { pageOf, yesNo } from './collections.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused } from './errors.ts';
import { flag, name, quantity, text } from './fields.ts';
import { parseDecimal, printQuantity, QUANTITY_DIGITS } from '../money.ts';
import type { Item } from './records.ts';
import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { stamps } from './shelf.ts';

const seed = z.strictObject({
  ItemId: name(40),
  ItemDesc: text(255).default(''),
  UnitOfMeasure: text(8).default('EA'),
  Class: z.enum(['stock', 'service']).default('stock'),
  QuantityOnHand: quantity.default('1000000'),
  Discontinued: flag.default('N'),
});
const change = z.strictObject({ ItemDesc: text(255), Discontinued: flag }).partial();
export type ItemSeed = z.input<typeof seed>;

export const itemRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/items',
    handle: ({ query }) => pageOf(erp.items, query, filters, (item) => print(erp, item)),
  },
  {
    method: 'get',
    path: '/api/v2/items/{ItemId}',
    handle: (call) => print(erp, erp.items.get(numberIn(call, 'ItemId'))),
  },
];

/** Adds an item, or replaces what is known of it. */
export function putItem(erp: Erp, input: unknown): Item {
  const { ItemId, ItemDesc, UnitOfMeasure, Class, QuantityOnHand, Discontinued } = parseBody(seed, input);
  return erp.items.put({
    number: ItemId,
    ...erp.items.fresh(),
    description: ItemDesc,
    unit: UnitOfMeasure,
    kind: Class,
    free: quantityOf(QuantityOnHand),
    discontinued: Discontinued === 'Y',
  });
}

/** What a person changes in the product master. */
export function changeItem(erp: Erp, item: Item, input: unknown): Item {
  const { ItemDesc, Discontinued } = parseBody(change, input);
  if (ItemDesc !== undefined) item.description = ItemDesc;
  if (Discontinued !== undefined) item.discontinued = Discontinued === 'Y';
  return erp.items.touch(item);
}

/** @throws Refusal unless it can be sold */
export function sellable(erp: Erp, number: string): Item {
  const item = erp.items.find(number);
  if (!item) throw refused(`Item ${number} does not exist`);
  if (item.discontinued) throw refused(`Item ${number} is discontinued`);
  return item;
}

/** For text that a schema has already checked. */
export const quantityOf = (checked: string): bigint => parseDecimal(checked, QUANTITY_DIGITS) ?? 0n;

const filters = { ItemId: (item: Item, wanted: string) => item.number === wanted };

const print = (erp: Erp, item: Item) => ({
  ItemId: item.number,
  CompanyId: erp.company,
  ItemDesc: item.description,
  UnitOfMeasure: item.unit,
  Class: item.kind,
  QuantityOnHand: printQuantity(item.kind === 'service' ? 0n : item.free),
  Discontinued: yesNo(item.discontinued),
  ...stamps(item),
});
