import { expect, test } from 'vitest';
import { addressIn, keyOf } from '../../../sandbox/sap-ecc/odata/address.ts';
import { readModel } from '../../../sandbox/sap-ecc/odata/model.ts';
import type { EntityType } from '../../../sandbox/sap-ecc/odata/model.ts';
import { expandedIn, filterOf, mustBeUnderstood, pageOf } from '../../../sandbox/sap-ecc/odata/query.ts';
import { readEntity, writeProperties } from '../../../sandbox/sap-ecc/odata/values.ts';

const model = readModel('erp-side/sap-ecc/odata/ZQUITTANCE_SRV.edmx');
const type = (set: string): EntityType => {
  const found = model.sets[set];
  if (!found) throw new Error(`No set ${set}`);
  return found;
};
const orders = type('SalesOrders');
const read = (body: unknown) => readEntity(orders, body, type);

test('knows sets, keys and navigation from the shipped EDMX', () => {
  expect(model.namespace).toBe('ZQUITTANCE_SRV');
  expect(Object.keys(model.sets)).toHaveLength(7);
  expect(type('SalesOrderItems').keys).toEqual(['Order', 'Item']);
  expect(type('FinancialDocuments').navigation).toEqual({ Lines: 'FinancialDocumentLines' });
});

test('reads addresses with one key, with several, and on to the items', () => {
  expect(addressIn(model, '/SalesOrders')).toEqual({ type: orders, key: undefined, navigation: undefined });
  expect(addressIn(model, "SalesOrders('4711')/Items")).toMatchObject({ key: { Number: '4711' }, navigation: 'Items' });
  expect(addressIn(model, "SalesOrders(Number='O''Neill')").key).toEqual({ Number: "O'Neill" });
  const item = { Order: '4711', Item: '000010' };
  expect(addressIn(model, "SalesOrderItems(Order='4711',Item='000010')").key).toEqual(item);
  expect(keyOf(type('SalesOrderItems'), item)).toBe("Order='4711',Item='000010'");
});

test.each(['Nothing', "SalesOrders('1')/Partners", "SalesOrderItems('4711')", 'SalesOrders(4711)'])(
  'refuses the address %s',
  (path) => {
    expect(() => addressIn(model, path)).toThrow(/not found|no key|no literal/);
  },
);

test('reads a deep insert, amounts as text, days in both notations', () => {
  const line = { Material: 'W-100', Quantity: '1.000', Price: '10.10' };
  expect(
    read({ OrderDate: '2026-01-30T00:00:00', PaidOn: '/Date(1769731200000)/', Invoiced: true, Items: [line] }),
  ).toEqual({ OrderDate: '2026-01-30', PaidOn: '2026-01-30', Invoiced: true, Items: [line] });
  expect(read({ Items: { results: [line] } })).toEqual({ Items: [line] });
});

test.each([
  ['a number for a decimal', { Items: [{ Price: 10.1 }] }],
  ['a property that the type lacks', { Total: '1.00' }],
  ['a text that is too long', { Reference: 'S1234567890123456' }],
  ['a date that is none', { OrderDate: '2026-01-30' }],
])('refuses %s', (_case, body) => {
  expect(() => read(body)).toThrow();
});

test('writes days as ticks, amounts as text, and null for what is not there', () => {
  expect(writeProperties(orders, { OrderDate: '2026-01-30', NetAmount: '119.073', Invoiced: false })).toMatchObject({
    OrderDate: '/Date(1769731200000)/',
    NetAmount: '119.073',
    Invoiced: false,
    PaidOn: null,
  });
});

test('filters with eq and and alone', () => {
  const holds = filterOf(
    orders,
    "Reference eq 'S1' and Invoiced eq false and OrderDate eq datetime'2026-01-30T00:00:00'",
  );
  const order = { Reference: 'S1', Invoiced: false, OrderDate: '2026-01-30' };
  expect(holds(order)).toBe(true);
  expect(holds({ ...order, Reference: 'S2' })).toBe(false);
  expect(filterOf(orders, "ShipToName eq 'O''Neill and Sons'")({ ShipToName: "O'Neill and Sons" })).toBe(true);
  for (const bad of [
    "Reference ne 'S1'",
    "Total eq '1'",
    "Reference eq 'S1' or Reference eq 'S2'",
    'Reference eq S1',
  ]) {
    expect(() => filterOf(orders, bad)).toThrow();
  }
});

test('pages in the order of keys, and counts when asked', () => {
  const all = ['3', '1', '2'].map((Number) => ({ Number }));
  expect(pageOf(orders, all, { $skip: '1', $top: '1', $inlinecount: 'allpages' })).toEqual({
    rows: [{ Number: '2' }],
    count: 3,
  });
  expect(() => pageOf(orders, all, { $top: '-1' })).toThrow('no count');
  expect(() => expandedIn(orders, { $expand: 'Partners' })).toThrow('Partners');
  expect(() => mustBeUnderstood({ $fliter: 'x' })).toThrow('$fliter');
});
