import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, money, subtract, sum, times, type Money } from '../../src/domain/money.ts';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import { mapSale, type SaleInput, type SaleSettings } from '../../src/mapping/sale.ts';
import { shopOrders } from '../domain/shop-orders.ts';
import { faultOf } from './fault-of.ts';

const settings: SaleSettings = {
  company: 'acme',
  timeZone: 'Europe/Berlin',
  items: { MUG: 'AP-1002' },
  shippingItem: 'FREIGHT',
  taxCodes: { '0': 'V0', '7': 'V7', '19': 'V19', '8.875': 'NY' },
};
const euro = (minor: number): Money => money(minor, 'EUR');
const shirt = {
  sku: 'TSHIRT-M',
  description: 'T-shirt',
  quantity: 2,
  unitAmount: euro(5_000),
  discount: euro(0),
  tax: euro(1_900),
  taxRate: '19',
};
const order: ShopOrder = {
  id: 'SO-1001',
  currency: 'EUR',
  created: '2026-01-30T10:00:00.000Z',
  customer: { address: { country: 'DE' } },
  lines: [shirt],
  tenders: [],
  total: euro(11_900),
  payments: 1,
  metadata: {},
};
const input: SaleInput = {
  order,
  customer: '10001',
  document: 'sales-order',
  hold: false,
  state: 'captured',
  stripeId: 'pi_1',
  capturedAt: '2026-01-30T23:30:00.000Z',
  settings,
};
const mapped = (change: Partial<SaleInput>) => mapSale({ ...input, ...change });
const withLine = (change: Partial<typeof shirt>) => ({ order: { ...order, lines: [{ ...shirt, ...change }] } });

describe('a sale', () => {
  it('has lines that come to its total, each with quantity x price - discount = net, for every order', () => {
    fc.assert(
      fc.property(shopOrders(), (anyOrder) => {
        const { lines, total, currency } = mapped({ order: anyOrder });
        const each = lines.map(({ net, tax }) => add(net, tax));
        expect(sum(each, currency)).toEqual(total);
        expect(total).toEqual(anyOrder.total);
        for (const { unitPrice, quantity, discount, net } of lines)
          expect(subtract(times(unitPrice, quantity), discount)).toEqual(net);
      }),
    );
  });

  it('shares a partial capture over net and tax of all lines and loses no minor unit', () => {
    fc.assert(
      fc.property(
        shopOrders().filter(({ total }) => total.minor > 1),
        fc.nat(),
        (anyOrder, part) => {
          const captured = money(1 + (part % (anyOrder.total.minor - 1)), anyOrder.currency);
          const { lines, total, currency } = mapped({ order: anyOrder, document: 'invoice', captured });
          expect(total).toEqual(captured);
          expect(
            sum(
              lines.map(({ net, tax }) => add(net, tax)),
              currency,
            ),
          ).toEqual(captured);
          for (const { unitPrice, quantity, discount, net } of lines)
            expect(subtract(times(unitPrice, quantity), discount)).toEqual(net);
        },
      ),
    );
  });

  it('bears the day of its capture where the company keeps its books', () => {
    expect(mapped({})).toMatchObject({ date: '2026-01-31', paidOn: '2026-01-31', payment: 'captured' });
    expect(mapped({ settings: { ...settings, timeZone: 'America/New_York' } }).date).toBe('2026-01-30');
  });

  it('bears the day of the order while nothing is captured', () => {
    const { capturedAt: _, ...early } = input;
    const sale = mapSale({ ...early, state: 'authorised', hold: true });
    expect(sale).toMatchObject({ kind: 'sales-order', date: '2026-01-30', hold: true });
    expect(sale).not.toHaveProperty('paidOn');
  });

  it('is a direct invoice with the number that the shop gave it', () => {
    expect(mapped({ document: 'invoice', invoiceNumber: 'RE-7' })).toMatchObject({
      kind: 'invoice',
      invoiceNumber: 'RE-7',
    });
  });

  it('takes items from the correction of the case, then the list, then the default, then the SKU itself', () => {
    const item = (change: Partial<SaleInput>) => mapped(change).lines[0]?.item;
    const mug = withLine({ sku: 'MUG' });
    expect(item({ ...mug, patch: { items: { MUG: 'AP-9' } } })).toBe('AP-9');
    expect(item(mug)).toBe('AP-1002');
    expect(item({ settings: { ...settings, defaultItem: 'MISC' } })).toBe('MISC');
    expect(item({})).toBe('TSHIRT-M');
  });

  it('takes the customer from the correction of the case', () => {
    expect(mapped({ patch: { customer: '777' } }).customer).toBe('777');
  });

  it('makes shipping a line with a tax of its own', () => {
    const shipping = { amount: euro(500), tax: euro(35), taxRate: '7.00' };
    const { lines } = mapped({ order: { ...order, shipping, total: euro(12_435) } });
    expect(lines[1]).toEqual({
      item: 'FREIGHT',
      description: 'Shipping',
      quantity: 1,
      unitPrice: euro(500),
      discount: euro(0),
      net: euro(500),
      tax: euro(35),
      taxCode: 'V7',
    });
  });

  it('needs no line for free shipping', () => {
    const shipping = { amount: euro(0), tax: euro(0), taxRate: '0' };
    expect(mapped({ order: { ...order, shipping } }).lines).toHaveLength(1);
  });

  it('takes the default tax code where a rate has none', () => {
    expect(mapped({ settings: { ...settings, taxCodes: { default: 'STD' } } }).lines[0]?.taxCode).toBe('STD');
  });
});

describe('a sale that can not be mapped', () => {
  const { shippingItem: _, ...noShipping } = settings;
  it.each([
    ['a total that does not add up', { order: { ...order, total: euro(11_901) } }, 'order.total', /11900.*11901/],
    [
      'an unknown tax rate',
      withLine({ taxRate: '5.5' }),
      'order.lines[0].taxRate',
      /companies\.acme\.orders\.tax_codes.*"5\.5"/,
    ],
    ['a line without SKU', withLine({ sku: ' ' }), 'order.lines[0].sku', /companies\.acme\.orders\.default_item/],
    ['half a piece', withLine({ quantity: 0.5 }), 'order.lines[0].quantity', /whole number/],
    ['no piece at all', withLine({ quantity: 0 }), 'order.lines[0].quantity', /whole number/],
    ['two currencies', withLine({ tax: money(1_900, 'USD') }), 'order.currency', /several currencies/],
    [
      'shipping without an item for it',
      { settings: noShipping, order: { ...order, shipping: { amount: euro(500), tax: euro(0), taxRate: '0' } } },
      'order.shipping',
      /companies\.acme\.orders\.shipping_item/,
    ],
    ['a capture of more than the order', { captured: euro(11_901) }, 'captured', /by hand/],
    ['a capture of nothing', { captured: euro(0) }, 'captured', /by hand/],
  ])('%s says where, and how to mend it', (_what, change, where, words) => {
    const fault = faultOf(() => mapped(change));
    expect(fault).toMatchObject({ code: 'invalid', where });
    expect(fault.message).toMatch(words);
  });
});
