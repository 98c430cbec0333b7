import * as fc from 'fast-check';
import { money, times } from '../../src/domain/money.ts';
import { orderTotal, type Shipping, type ShopLine, type ShopOrder } from '../../src/domain/shop-order.ts';
import { currencies } from './arbitrary.ts';

/** Orders that agree with themselves, of one to six lines, with and without discounts, tax and shipping. */
export const shopOrders = (): fc.Arbitrary<ShopOrder> => currencies.chain(ordersIn);

const ordersIn = (currency: string): fc.Arbitrary<ShopOrder> =>
  fc
    .record({
      lines: fc.array(linesIn(currency), { minLength: 1, maxLength: 6 }),
      shipping: fc.option(shippingIn(currency), { nil: undefined }),
    })
    .map(({ lines, shipping }) => {
      const parts = { lines, currency, ...(shipping && { shipping }) };
      return {
        ...parts,
        id: 'SO-1001',
        created: '2026-01-30T10:00:00.000Z',
        customer: { name: 'Nora Example', email: 'nora@example.com', address: { country: 'DE', city: 'Berlin' } },
        tenders: [],
        total: orderTotal(parts),
        payments: 1,
        metadata: {},
      };
    });

const rates = fc.constantFrom('0', '7', '19', '8.875');

const linesIn = (currency: string): fc.Arbitrary<ShopLine> =>
  fc
    .record({
      sku: fc.constantFrom('TSHIRT-M', 'MUG', 'GIFT-1'),
      quantity: fc.integer({ min: 1, max: 50 }),
      unit: fc.nat(100_000),
      discountPercent: fc.nat(100),
      tax: fc.nat(20_000),
      taxRate: rates,
    })
    .map(({ sku, quantity, unit, discountPercent, tax, taxRate }) => {
      const unitAmount = money(unit, currency);
      const gross = times(unitAmount, quantity).minor;
      const discount = money(((gross - (gross % 100)) / 100) * discountPercent, currency);
      return { sku, description: `A ${sku}`, quantity, unitAmount, discount, tax: money(tax, currency), taxRate };
    });

const shippingIn = (currency: string): fc.Arbitrary<Shipping> =>
  fc
    .record({ amount: fc.nat(5_000), tax: fc.nat(1_000), taxRate: rates })
    .map(({ amount, tax, taxRate }) => ({ amount: money(amount, currency), tax: money(tax, currency), taxRate }));
