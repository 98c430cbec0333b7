import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import type { OrderLineChange } from '../../../../src/erp/port.ts';
import { lineChanges } from '../../../../src/erp/p21/facade/reducing.ts';
import { SalesOrder } from '../../../../src/erp/p21/facade/schema.ts';
import { storedLine, storedOrder } from './stored.ts';

const reference = 'R000000000000009' as Reference;
const order = (...lines: object[]) =>
  SalesOrder.parse(
    storedOrder({ Lines: { list: lines.map((line, index) => storedLine({ LineNo: index + 1, ...line })) } }),
  );
const asked = (on: SalesOrder, ...changes: OrderLineChange[]) => lineChanges(on, changes, reference).list;
const add = { item: 'ROUNDING', description: 'Rounding', amount: money(-1, 'USD'), taxCode: '' };

describe('changing the lines of an order', () => {
  it('sets the quantity of the line that has the item', () => {
    expect(asked(order({ UnitQuantity: '3' }, { ItemId: 'W-200' }), { item: 'W-100', quantity: 1 })).toEqual([
      { LineNo: 1, UnitQuantity: '1' },
    ]);
  });

  it('takes from the last line first where an item stands on several', () => {
    const twice = order({ UnitQuantity: '2' }, { UnitQuantity: '3' });

    expect(asked(twice, { item: 'W-100', quantity: 4 })).toEqual([{ LineNo: 2, UnitQuantity: '2' }]);
    expect(asked(twice, { item: 'W-100', quantity: 1 })).toEqual([
      { LineNo: 2, UnitQuantity: '0' },
      { LineNo: 1, UnitQuantity: '1' },
    ]);
  });

  it('never takes what has shipped', () => {
    const partly = order({ UnitQuantity: '2' }, { UnitQuantity: '3', QuantityShipped: '2.5' });

    expect(asked(partly, { item: 'W-100', quantity: 3 })).toEqual([
      { LineNo: 2, UnitQuantity: '2.5' },
      { LineNo: 1, UnitQuantity: '0.5' },
    ]);
    expect(() => asked(partly, { item: 'W-100', quantity: 2 })).toThrow(expect.objectContaining({ code: 'rejected' }));
  });

  it('leaves a line its share of the discount, which the ERP would keep whole', () => {
    const discounted = order({ UnitQuantity: '3', DiscountAmount: '10.00' });

    expect(asked(discounted, { item: 'W-100', quantity: 2 })).toEqual([
      { LineNo: 1, UnitQuantity: '2', DiscountAmount: '6.67' },
    ]);
    expect(asked(discounted, { item: 'W-100', quantity: 0 })).toEqual([
      { LineNo: 1, UnitQuantity: '0', DiscountAmount: '0.00' },
    ]);
  });

  it('asks for nothing where the order is so already', () => {
    expect(asked(order({ UnitQuantity: '2.0000' }), { item: 'W-100', quantity: 2 })).toEqual([]);
  });

  it.each([
    ['an item that the order lacks', { item: 'W-900', quantity: 0 }],
    ['more than there is', { item: 'W-100', quantity: 2 }],
  ])('refuses %s', (_what, change) => {
    expect(() => asked(order({}), change)).toThrow(expect.objectContaining({ code: 'rejected' }));
  });

  it('adds a line under our reference, once', () => {
    const line = {
      ItemId: 'ROUNDING',
      Description: 'Rounding',
      UnitQuantity: '1',
      UnitPrice: '-0.01',
      Reference: reference,
    };

    expect(asked(order({}), { add })).toEqual([line]);
    expect(asked(order({}, { ...line, ExtendedAmount: '-0.01' }), { add })).toEqual([]);
  });

  it('does not take a line of our reference over another amount for ours', () => {
    const other = order({}, { ItemId: 'ROUNDING', ExtendedAmount: '-0.02', Reference: reference });

    expect(() => asked(other, { add })).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it("adds one line for one reference, and in the order's currency", () => {
    expect(() => asked(order({}), { add }, { add })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => asked(order({}), { add: { ...add, amount: money(-1, 'JPY') } })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });

  it('does not count a rounding line as goods', () => {
    const rounded = order({ UnitQuantity: '2' }, { Reference: reference });

    expect(asked(rounded, { item: 'W-100', quantity: 1 })).toEqual([{ LineNo: 1, UnitQuantity: '1' }]);
  });

  it('knows afterwards whether the order is as it was asked to be', () => {
    const { holds } = lineChanges(order({ UnitQuantity: '3' }), [{ item: 'W-100', quantity: 1 }, { add }], reference);
    const rounding = { ItemId: 'ROUNDING', ExtendedAmount: '-0.01', Reference: reference };

    expect(holds(order({ UnitQuantity: '1' }, rounding))).toBe(true);
    expect(holds(order({ UnitQuantity: '1' }))).toBe(false);
    expect(holds(order({ UnitQuantity: '3' }, rounding))).toBe(false);
  });
});
