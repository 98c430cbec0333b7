import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { add, money, sum } from '../../src/domain/money.ts';
import { disagreement, netOf } from '../../src/domain/shop-order.ts';
import { checkoutOrder } from '../../src/stripe/checkout.ts';
import { lineOf } from '../../src/stripe/checkout-line.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';
import { stripeSaying } from './told.ts';

const start = () => sandboxFor(onTestFinished);
const euro = (minor: number) => money(minor, 'EUR');
const page = { mode: 'payment', success_url: 'https://shop.example/thanks' } as const;
const line = (name: string, unit_amount: number, quantity: number, more: object = {}) => ({
  price_data: { currency: 'eur', unit_amount, product_data: { name, metadata: { sku: `SKU-${name}` } } },
  quantity,
  ...more,
});

describe('the order in a Checkout session', () => {
  it('has all lines with SKU, tax and discount, and shipping, and agrees with what was paid', async () => {
    const { stripe } = await start();
    const vat = { display_name: 'VAT', country: 'DE' };
    const onTop = await stripe.taxRates.create({ ...vat, inclusive: false, percentage: 19 });
    const inside = await stripe.taxRates.create({ ...vat, inclusive: true, percentage: 7 });
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const session = await stripe.checkout.sessions.create({
      ...page,
      client_reference_id: 'SHOP-7',
      discounts: [{ coupon: coupon.id }],
      line_items: [
        line('BOLT', 1_001, 3, { tax_rates: [onTop.id] }),
        line('BOOK', 1_999, 1, { tax_rates: [inside.id] }),
        line('NUT', 100, 7),
      ],
      shipping_options: [
        {
          shipping_rate_data: {
            display_name: 'Parcel',
            type: 'fixed_amount',
            fixed_amount: { amount: 500, currency: 'eur' },
          },
        },
      ],
    });
    const order = await checkoutOrder(stripe, session.id);
    expect(order).toMatchObject({ id: 'SHOP-7', currency: 'EUR', payments: 1, tenders: [] });
    expect(order.lines.map(({ sku, quantity, taxRate }) => [sku, quantity, taxRate])).toEqual([
      ['SKU-BOLT', 3, '19'],
      ['SKU-BOOK', 1, '7'],
      ['SKU-NUT', 7, '0'],
    ]);
    expect(order.total).toEqual(euro(session.amount_total ?? 0));
    expect(order.shipping).toEqual({ amount: euro(500), tax: euro(95), taxRate: '19' });
    expect(disagreement(order)).toBeUndefined();
    expect(order.lines[0]).toMatchObject({ unitAmount: euro(1_001), description: 'BOLT' });
  });

  it('has all its lines, and not only the ten that Stripe shows at first', async () => {
    const { stripe } = await start();
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: Array.from({ length: 100 }, (_, index) => line(`P${index}`, 100 + index, 1)),
    });
    const order = await checkoutOrder(stripe, session.id);
    expect(order.lines).toHaveLength(100);
    expect(disagreement(order)).toBeUndefined();
  });

  it('bears the number that the shop wrote into the metadata, then what it gave to Checkout, then its own', async () => {
    const { stripe } = await start();
    const named = await stripe.checkout.sessions.create({
      ...page,
      metadata: { order: 'SO-9' },
      client_reference_id: 'REF',
      line_items: [line('A', 100, 1)],
    });
    const plain = await stripe.checkout.sessions.create({ ...page, line_items: [line('A', 100, 1)] });
    expect((await checkoutOrder(stripe, named.id, ['ecommerceorderid', 'order'])).id).toBe('SO-9');
    expect((await checkoutOrder(stripe, named.id)).id).toBe('REF');
    expect((await checkoutOrder(stripe, plain.id)).id).toBe(plain.id);
  });

  it('knows the guest who bought', async () => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({ ...page, line_items: [line('A', 100, 1)] });
    const customer_details = { email: 'guest@example.com', name: 'Guest', address: { country: 'DE', city: 'Bremen' } };
    await admin(`/checkout/${session.id}/pay`, { payment_method: 'pm_card_visa', customer_details });
    expect((await checkoutOrder(stripe, session.id)).customer).toEqual(customer_details);
  });

  it('is none where the session sells nothing', async () => {
    const { stripe } = await stripeSaying({
      '/v1/checkout/sessions/cs_1': { id: 'cs_1', object: 'checkout.session', currency: null, amount_total: null },
    });
    await expect(checkoutOrder(stripe, 'cs_1')).rejects.toMatchObject({
      code: 'invalid',
      where: 'session.amount_total',
    });
  });
});

const rate = (percentage: number, inclusive: boolean, more: object = {}) => ({
  rate: { percentage, effective_percentage: null, inclusive, ...more },
});
type Item = Parameters<typeof lineOf>[0];
const item = (change: object): Item =>
  ({
    id: 'li_1',
    object: 'item',
    amount_discount: 0,
    amount_subtotal: 1_000,
    amount_tax: 0,
    amount_total: 1_000,
    currency: 'eur',
    description: 'Bolt',
    quantity: 1,
    price: { metadata: {}, lookup_key: null, product: 'prod_1' },
    taxes: [],
    ...change,
  }) as unknown as Item;

describe('a line of Checkout', () => {
  it('keeps quantity x unit - discount = net, and net + tax = total, whatever Stripe rounded', () => {
    const amounts = fc.record({
      net: fc.nat(1_000_000),
      tax: fc.nat(100_000),
      discount: fc.nat(100_000),
      quantity: fc.integer({ min: 1, max: 999 }),
      inclusive: fc.boolean(),
    });
    fc.assert(
      fc.property(amounts, ({ net, tax, discount, quantity, inclusive }) => {
        const taxes = tax > 0 ? [rate(19, inclusive)] : [];
        const line = lineOf(
          item({ amount_total: net + tax, amount_tax: tax, amount_discount: discount, quantity, taxes }),
          0,
        );
        expect(netOf(line)).toEqual(euro(net));
        expect(sum([netOf(line), line.tax], 'EUR')).toEqual(add(euro(net), euro(tax)));
        expect(line.discount.minor).toBeGreaterThanOrEqual(0);
        expect(line.discount.minor).toBeLessThan(discount + quantity);
      }),
    );
  });

  it.each([
    ['several jurisdictions together', [rate(4, false), rate(4.875, false)], '8.875'],
    ['without the noise of floating point', [rate(0.1, false), rate(0.2, false)], '0.3'],
    ['what was really charged before the statutory one', [rate(8, false, { effective_percentage: 0 })], '0'],
    ['nothing where the tax is the buyer’s', [{ ...rate(19, false), taxability_reason: 'reverse_charge' }], '0'],
    ['nothing where there is none', [], '0'],
  ])('has the rate of %s', (_what, taxes, expected) => expect(lineOf(item({ taxes }), 0).taxRate).toBe(expected));

  it('with tax but without its rates is refused by its path', () => {
    const { taxes: _, ...bare } = item({ amount_tax: 100 });
    expect(() => lineOf(bare, 4)).toThrow(
      expect.objectContaining({ code: 'invalid', where: 'line_items.data[4].taxes' }),
    );
  });

  it.each([
    [
      'the product',
      { product: { id: 'prod_1', metadata: { sku: ' A ' } }, metadata: { sku: 'B' }, lookup_key: 'C' },
      'A',
    ],
    ['the price', { product: { id: 'prod_1', metadata: {} }, metadata: { sku: 'B' }, lookup_key: 'C' }, 'B'],
    ['the lookup key', { product: { id: 'prod_1', metadata: {} }, metadata: {}, lookup_key: 'C' }, 'C'],
    ['the id of the product', { product: { id: 'prod_1', metadata: {} }, metadata: {}, lookup_key: null }, 'prod_1'],
    [
      'the id of a product that is gone',
      { product: { id: 'prod_1', deleted: true }, metadata: {}, lookup_key: null },
      'prod_1',
    ],
  ])('takes its SKU from %s', (_from, price, sku) => expect(lineOf(item({ price }), 0).sku).toBe(sku));

  it('names product and price, and has metadata of the price over that of its product', () => {
    const product = { id: 'prod_1', metadata: { erp_item: 'A-1', product_class: 'digital' } };
    const price = { id: 'price_1', product, metadata: { erp_item: 'A-2' }, lookup_key: null };
    expect(lineOf(item({ price }), 0)).toMatchObject({
      product: 'prod_1',
      price: 'price_1',
      metadata: { erp_item: 'A-2', product_class: 'digital' },
    });
    const gone = { id: 'price_1', product: { id: 'prod_1', deleted: true }, metadata: {}, lookup_key: null };
    expect(lineOf(item({ price: gone }), 0)).toMatchObject({ product: 'prod_1', price: 'price_1' });
    expect(lineOf(item({ price: null }), 0)).not.toHaveProperty('product');
  });
});
