import { describe, expect, it } from 'vitest';
import type { Line } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import type { Shape } from '../../../src/mapping/expressions/shape.ts';
import { receiptShape, receiptView, refundShape, refundView } from '../../../src/mapping/sources/cash.ts';
import { creditMemoShape, creditMemoView } from '../../../src/mapping/sources/credit-memo.ts';
import { customerShape, customerView } from '../../../src/mapping/sources/customer.ts';
import { itemShape, itemView } from '../../../src/mapping/sources/item.ts';
import { journalShape, journalView } from '../../../src/mapping/sources/journal.ts';
import { memoLineShape, memoLineView, saleLineShape, saleLineView } from '../../../src/mapping/sources/line.ts';
import { saleShape, saleView } from '../../../src/mapping/sources/sale.ts';

const amount = money(11_900, 'EUR');
const person = {
  name: 'Nora Example',
  email: 'nora@example.com',
  phone: '+49',
  address: { name: 'N', line1: '1', line2: '2', city: 'B', state: 'BE', postalCode: '1', country: 'DE' },
};
const payment = {
  id: 'pi_1',
  state: 'captured',
  amount,
  metadata: { channel: 'pos' },
  createdAt: '2026-01-30T09:00:00.000Z',
  capturedAt: '2026-01-30T10:00:00.000Z',
  description: 'Order',
  customer: 'cus_1',
  method: 'card',
} as const;
const order = {
  id: 'SO-1',
  currency: 'EUR',
  created: '2026-01-30T09:00:00.000Z',
  customer: person,
  lines: [],
  tenders: [],
  total: amount,
  payments: 1,
  metadata: { source: 'web' },
};
const line: Line = {
  item: 'A-1',
  description: 'T-shirt',
  quantity: 1,
  unitPrice: amount,
  discount: amount,
  net: amount,
  tax: amount,
  taxCode: 'V19',
  revenueAccount: '4000',
};
const soldLine = {
  ...line,
  where: 'order.lines[0]',
  sku: 'A',
  taxRate: '19',
  shipping: false,
  productClass: 'digital',
  product: 'prod_1',
  price: 'price_1',
  metadata: { a: 'b' },
};
const receipt = {
  charge: 'ch_1',
  amount,
  settled: { txn: 'txn_1', settlement: amount, bookedOn: '2026-01-30' },
  customer: '10001',
  order: '4711',
  date: '2026-01-30',
  payment,
};
const settles = { kind: 'credit-memo', number: '9' } as const;
const facts = { ledger: amount, account: '1010' };
const journal = {
  type: 'fees',
  stripeId: 'txn_1',
  date: '2026-01-30',
  amount,
  tax: amount,
  description: 'Fees',
} as const;
const memo = {
  customer: '1',
  invoice: '2',
  refund: 're_1',
  reason: 'r',
  date: '2026-01-30',
  lines: [line],
  total: amount,
};

const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ is: 'object', fields });
const views: readonly (readonly [string, object, Shape])[] = [
  [
    'a sale',
    saleView({ order, payment, customer: '1', document: 'invoice', hold: false, captured: amount }),
    object(saleShape),
  ],
  ['the line of a sale', saleLineView(soldLine), saleLineShape],
  ['a credit memo', creditMemoView(memo), object(creditMemoShape)],
  ['the line of a credit memo', memoLineView(line), memoLineShape],
  ['a receipt', receiptView(receipt, facts), object(receiptShape)],
  ['a refund', refundView({ ...receipt, settles }, facts), object(refundShape)],
  [
    'a customer',
    customerView({ person, stripeId: 'cus_1', payment: 'pi_1', currency: 'EUR', taxId: 'DE1', metadata: { a: 'b' } }),
    object(customerShape),
  ],
  ['an item', itemView({ number: 'A-1', description: 'T', discontinued: false }), object(itemShape)],
  ['a journal entry', journalView({ ...journal, metadata: { a: 'b' } }), object(journalShape)],
];

const kinds = { text: 'string', time: 'string', day: 'string', number: 'number', flag: 'boolean' } as const;

/** Where a view and what is said of it are not the same, by path. */
function differences(value: unknown, shape: Shape, path = ''): readonly string[] {
  if (shape.is in kinds) return typeof value === kinds[shape.is as keyof typeof kinds] ? [] : [path];
  const fields = Object.entries(value ?? {});
  if (shape.is === 'map') return fields.flatMap(([key, each]) => differences(each, shape.of, `${path}.${key}`));
  if (shape.is === 'money') return fields.map(([key]) => key).join() === 'minor,currency' ? [] : [path];
  if (shape.is !== 'object') return [path];
  const names = new Set([...fields.map(([key]) => key), ...Object.keys(shape.fields)]);
  return [...names].flatMap((name) => {
    const [field, of] = [new Map(fields).get(name), shape.fields[name]];
    return field === undefined || !of ? [`${path}.${name}`] : differences(field, of, `${path}.${name}`);
  });
}

describe('what expressions see', () => {
  it.each(views)('of %s is what profiles are checked against, field by field', (_name, view, shape) =>
    expect(differences(view, shape)).toEqual([]),
  );

  it('has no field for what is not known', () => {
    const guest = customerView({ person: { name: ' ', email: '' }, payment: 'pi_00007f3k2q', currency: 'EUR' });
    expect(guest).toEqual({
      person: {},
      payment: 'pi_00007f3k2q',
      currency: 'EUR',
      metadata: {},
      guest_name: 'Guest 7f3k2q',
    });
  });
});
