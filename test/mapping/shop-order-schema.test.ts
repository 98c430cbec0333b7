import { describe, expect, it } from 'vitest';
import { shopOrderSchema } from '../../src/mapping/shop-order-schema.ts';

const right = {
  id: 'SHOP-1',
  currency: 'eur',
  created: '2026-01-30T10:00:00+01:00',
  customer: {
    email: 'a@shop.example',
    name: '',
    phone: null,
    address: { line1: 'Street 1', line2: null, country: 'de' },
  },
  lines: [
    { sku: 'BOLT', description: 'Bolt', quantity: 4, unit_amount: 2500, discount: 500, tax: 1805, tax_rate: '19' },
  ],
  shipping: { amount: 500, tax: 95, tax_rate: '19' },
  tenders: [{ kind: 'gift_card', amount: 2000 }],
  total: 11900,
};
const complaints = (order: unknown) =>
  shopOrderSchema.safeParse(order).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`);

it('reads amounts as money, times as ISO, and takes null and empty for absent', () => {
  const eur = (minor: number) => ({ minor, currency: 'EUR' });
  expect(shopOrderSchema.parse(right)).toEqual({
    id: 'SHOP-1',
    currency: 'EUR',
    created: '2026-01-30T09:00:00.000Z',
    customer: { email: 'a@shop.example', address: { line1: 'Street 1', country: 'DE' } },
    lines: [
      {
        sku: 'BOLT',
        description: 'Bolt',
        quantity: 4,
        unitAmount: eur(2500),
        discount: eur(500),
        tax: eur(1805),
        taxRate: '19',
      },
    ],
    shipping: { amount: eur(500), tax: eur(95), taxRate: '19' },
    tenders: [{ kind: 'gift_card', amount: eur(2000) }],
    total: eur(11900),
    payments: 1,
    metadata: {},
  });
});

it('takes from a line what its item and account may be determined by', () => {
  const sold = { product: 'prod_1', price: 'price_1', metadata: { product_class: 'digital' } };
  const [line] = shopOrderSchema.parse({ ...right, lines: [{ ...right.lines[0], ...sold }] }).lines;
  expect(line).toMatchObject(sold);
});

it('takes seconds since 1970 for a time, and knows orders without customer or shipping', () => {
  const { customer: _customer, shipping: _shipping, ...bare } = right;
  expect(shopOrderSchema.parse({ ...bare, created: 1_790_000_060, total: 11305 })).toMatchObject({
    created: '2026-09-21T14:14:20.000Z',
    customer: {},
  });
});

describe('an order is refused, with the path,', () => {
  it.each([
    [
      'when it does not add up',
      { total: 11901 },
      'total is 11901, but lines less discounts, tax and shipping add up to 11900',
    ],
    [
      'when tenders pay more than all of it',
      { tenders: [{ kind: 'gift_card', amount: 12000 }] },
      'tenders are more than the total of 11900',
    ],
    ['when an amount is not whole', { total: 119.5 }, 'total Invalid input: expected int, received number'],
    [
      'when it is too large to be counted',
      { lines: [{ ...right.lines[0], quantity: 9_007_199_254_740_991 }] },
      'lines add up to more than can be counted exactly',
    ],
    ['when the currency is none', { currency: 'euro' }, 'currency is not a currency of three letters, such as "eur"'],
    [
      'when a description holds a card number',
      { lines: [{ ...right.lines[0], description: 'paid with 4242 4242 4242 4242' }] },
      'lines.0.description looks like it holds a card number: take it out',
    ],
    [
      'when metadata holds a card number',
      { metadata: { note: '4242424242424242' } },
      'metadata.note looks like it holds a card number: take it out',
    ],
  ])('%s', (_, change, complaint) => expect(complaints({ ...right, ...change })).toEqual([complaint]));
});
