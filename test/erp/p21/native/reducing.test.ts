import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { shares } from '../../../../src/domain/shares.ts';
import type { Order, OrderLine } from '../../../../src/erp/p21/native/documents/stored-order.ts';
import { comesTo, unitPrice } from '../../../../src/erp/p21/native/documents/unit-price.ts';
import { lineChanges } from '../../../../src/erp/p21/native/reducing.ts';
import type { OrderLineChange } from '../../../../src/erp/port.ts';

const reference = 'R000000000000009' as Reference;
const usd = (minor: number) => money(minor, 'USD');
const stored = (more: Partial<OrderLine> = {}): OrderLine => ({
  key: '010',
  item: 'W-100',
  description: 'Widget, small',
  quantity: 10_000,
  net: usd(50_00),
  price: '50.000000000',
  allocated: 0,
  shipped: 0,
  invoiced: 0,
  ...more,
});
const order = (...lines: Partial<OrderLine>[]): Order => ({
  number: '1000001',
  company: 'ACME',
  reference: 'R000000000000001',
  customer: '100500',
  currency: 'USD',
  approved: true,
  cancelled: false,
  direct: false,
  tax: usd(0),
  deleted: [],
  lines: lines.map((line, index) => stored({ key: `0${index + 1}0`, ...line })),
});
const asked = (on: Order, ...changes: OrderLineChange[]) =>
  lineChanges(on, changes, reference).rows.map((row) =>
    Object.fromEntries(row.map(({ name, value }) => [name, value])),
  );
const row = (key: string, quantity: string, price?: string) => ({
  user_line_no: key,
  oe_order_item_id: 'W-100',
  unit_quantity: quantity,
  ...(price && { unit_price: price }),
});
const add = { item: 'ROUNDING', description: 'Rounding', amount: usd(-1), taxCode: '' };

describe('changing the lines of an order', () => {
  it('sets the quantity of the line that has the item, and no price where it stays the same', () => {
    const on = order({ quantity: 30_000, net: usd(150_00) }, { item: 'W-200' });

    expect(asked(on, { item: 'W-100', quantity: 1 })).toEqual([row('010', '1')]);
  });

  it('takes from the last line first where an item stands on several', () => {
    const twice = order({ quantity: 20_000, net: usd(100_00) }, { quantity: 30_000, net: usd(150_00) });

    expect(asked(twice, { item: 'W-100', quantity: 4 })).toEqual([row('020', '2')]);
    expect(asked(twice, { item: 'W-100', quantity: 1 })).toEqual([row('020', '0'), row('010', '1')]);
  });

  it('never takes what has shipped or is invoiced', () => {
    const partly = order(
      { quantity: 20_000, net: usd(100_00), invoiced: 5_000 },
      { quantity: 30_000, net: usd(150_00), shipped: 25_000 },
    );

    expect(asked(partly, { item: 'W-100', quantity: 3 })).toEqual([row('020', '2.5'), row('010', '0.5')]);
    expect(() => asked(partly, { item: 'W-100', quantity: 2 })).toThrow(expect.objectContaining({ code: 'rejected' }));
  });

  it('changes the price where the old one would not leave the share of the net', () => {
    const on = order({ quantity: 30_000, net: usd(100_00), price: '33.330000' });

    expect(asked(on, { item: 'W-100', quantity: 2 })).toEqual([row('010', '2', '33.335000')]);
    expect(asked(on, { item: 'W-100', quantity: 0 })).toEqual([row('010', '0')]);
  });

  it('leaves the share of the net that shares.ts gives, whatever is left of whatever', () => {
    const all = property(
      integer({ min: 1, max: 99_999 }),
      integer({ min: 2, max: 400 }),
      integer({ min: 1, max: 399 }),
      (net, whole, part) => {
        const left = Math.min(part, whole - 1);
        const price = unitPrice(usd(net), whole * 10_000, 'unit_price');
        const [changed] = asked(order({ quantity: whole * 10_000, net: usd(net), price }), {
          item: 'W-100',
          quantity: left,
        });
        const share = shares(usd(net), [left, whole - left])[0] ?? usd(0);
        expect(comesTo(share, left * 10_000, changed?.['unit_price'] ?? price)).toBe(true);
      },
    );
    assert(all, { numRuns: 300 });
  });

  it('asks for nothing where the order is so already', () => {
    expect(asked(order({ quantity: 20_000 }), { item: 'W-100', quantity: 2 })).toEqual([]);
  });

  it.each([
    ['an item that the order lacks', { item: 'W-900', quantity: 0 }],
    ['more than there is', { item: 'W-100', quantity: 2 }],
  ])('refuses %s', (_what, change) => {
    expect(() => asked(order({}), change)).toThrow(expect.objectContaining({ code: 'rejected' }));
  });

  it('does not change a line that has no number of its own', () => {
    expect(() => asked(order({ key: '' }), { item: 'W-100', quantity: 0 })).toThrow(
      expect.objectContaining({ code: 'conflict', where: 'user_line_no' }),
    );
  });

  it('adds a line under our reference and the next free number, once', () => {
    const line = {
      oe_order_item_id: 'ROUNDING',
      unit_quantity: '1',
      unit_price: '-0.01',
      extended_desc: `Rounding #${reference}`,
    };
    const there = { item: 'ROUNDING', description: line.extended_desc, net: usd(-1) };

    expect(asked(order({}), { add })).toEqual([{ ...line, user_line_no: '020' }]);
    expect(asked(order({ key: '095' }, { key: '007' }, { key: 'A' }), { add })).toEqual([
      { ...line, user_line_no: '100' },
    ]);
    expect(asked(order({}, there), { add })).toEqual([]);
    expect(asked(order({}), { add: { ...add, description: '' } })).toMatchObject([{ extended_desc: `#${reference}` }]);
    expect(asked(order({}, { ...there, description: `#${reference}` }), { add })).toEqual([]);
  });

  it('does not share out a line that comes to a part of a cent', () => {
    expect(() => asked(order({ net: undefined }), { item: 'W-100', quantity: 0 })).toThrow(
      expect.objectContaining({ code: 'conflict', where: 'extended_price' }),
    );
  });

  it('never gives a new line the number of a deleted one', () => {
    const shrunk = { ...order({}), deleted: [{ key: '020', item: 'W-900', description: 'Widget' }] };

    expect(asked(shrunk, { add })).toMatchObject([{ user_line_no: '030' }]);
  });

  it('asks for nothing of a line that is deleted already, and refuses to leave some of it', () => {
    const shrunk = { ...order({}), deleted: [{ key: '020', item: 'W-900', description: 'Widget' }] };

    expect(asked(shrunk, { item: 'W-900', quantity: 0 })).toEqual([]);
    expect(() => asked(shrunk, { item: 'W-900', quantity: 1 })).toThrow(expect.objectContaining({ code: 'rejected' }));
  });

  it('keeps the reference whole behind a long description', () => {
    const [line] = asked(order({}), { add: { ...add, description: 'x'.repeat(300) } });

    expect(line?.['extended_desc']).toHaveLength(255);
    expect(line?.['extended_desc']).toMatch(new RegExp(`x #${reference}$`));
  });

  it('does not take a line of our reference over another amount for ours', () => {
    const other = order({}, { item: 'ROUNDING', description: `Rounding #${reference}`, net: usd(-2) });

    expect(() => asked(other, { add })).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('takes nothing from lines that were added for rounding', () => {
    const rounded = order({}, { description: 'Rounding #R000000000000008', net: usd(-1) });

    expect(asked(rounded, { item: 'W-100', quantity: 0 })).toEqual([row('010', '0')]);
  });

  it('refuses a line in another currency, and a second one under one reference', () => {
    expect(() => asked(order({}), { add: { ...add, amount: money(-1, 'EUR') } })).toThrow(
      expect.objectContaining({ code: 'invalid', where: 'unit_price' }),
    );
    expect(() => asked(order({}), { add }, { add })).toThrow(expect.objectContaining({ code: 'invalid' }));
  });
});
