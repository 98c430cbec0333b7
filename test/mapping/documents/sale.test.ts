import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, money, subtract, sum, times, type Money } from '../../../src/domain/money.ts';
import type { ShopLine, ShopOrder } from '../../../src/domain/shop-order.ts';
import { createMapper } from '../../../src/mapping/create-mapper.ts';
import type { SaleInput } from '../../../src/mapping/mapper.ts';
import type { ItemEntry, Profile } from '../../../src/mapping/profile/profile.ts';
import { shopOrders } from '../../domain/shop-orders.ts';
import { faultIn } from '../fault-of.ts';
import { jsonataEvaluator } from '../jsonata-evaluator.ts';
import { plainSale } from '../plain-mapping.ts';
import { by, sampleProfile, withFields } from '../sample-profile.ts';

const evaluator = jsonataEvaluator();
const mapperOf = (profile: Profile, timeZone = 'Europe/Berlin') =>
  createMapper({ profile, evaluator, company: 'acme', ledgerCurrency: 'EUR', timeZone });
const euro = (minor: number): Money => money(minor, 'EUR');
const shirt: ShopLine = {
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
  payment: {
    id: 'pi_1',
    state: 'captured',
    amount: euro(11_900),
    metadata: {},
    createdAt: '2026-01-30T09:00:00.000Z',
    capturedAt: '2026-01-30T23:30:00.000Z',
  },
  customer: '10001',
  document: 'sales-order',
  hold: false,
};
const mapped = async (change: Partial<SaleInput>, profile = sampleProfile) =>
  (await mapperOf(profile).sale({ ...input, ...change })).document;
const withLine = (change: Partial<ShopLine>) => ({ order: { ...order, lines: [{ ...shirt, ...change }] } });
const withItems = (...entries: readonly Omit<ItemEntry, 'place'>[]): Profile => ({
  ...sampleProfile,
  items: {
    ...sampleProfile.items,
    entries: entries.map((entry) => ({ ...entry, place: { file: 'mappings/acme/items.yaml', line: 2, column: 3 } })),
  },
});

/** Every number is whole, every line is quantity x price - discount, and all come to the total. */
function expectBalanced(sale: Awaited<ReturnType<typeof mapped>>): void {
  const { lines, total, currency } = sale;
  expect(
    sum(
      lines.map(({ net, tax }) => add(net, tax)),
      currency,
    ),
  ).toEqual(total);
  for (const { unitPrice, quantity, discount, net } of lines) {
    expect(subtract(times(unitPrice, quantity), discount)).toEqual(net);
    expect(quantity).toBeGreaterThan(0);
  }
  expectWhole(sale);
}

function expectWhole(value: unknown): void {
  if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectWhole);
}

describe('a sale', () => {
  it('is for every order the balanced document that plain code would make, each time', async () => {
    const tables = {
      timeZone: 'Europe/Berlin',
      items: { MUG: 'AP-1002' },
      shipping: 'FREIGHT',
      taxCodes: { '0': 'V0', '7': 'V7', '19': 'V19', '8.875': 'NY' },
    };
    await fc.assert(
      fc.asyncProperty(shopOrders(), fc.constantFrom('sales-order', 'invoice'), async (anyOrder, document) => {
        const found = await mapped({ order: anyOrder, document });
        expect(found).toEqual(plainSale({ ...input, order: anyOrder, document }, tables));
        expectBalanced(found);
        expect(await mapped({ order: anyOrder, document })).toEqual(found);
      }),
    );
  });

  it('shares a partial capture over net and tax of all lines and loses no minor unit', async () => {
    await fc.assert(
      fc.asyncProperty(
        shopOrders().filter(({ total }) => total.minor > 1),
        fc.nat(),
        async (anyOrder, part) => {
          const captured = money(1 + (part % (anyOrder.total.minor - 1)), anyOrder.currency);
          const sale = await mapped({ order: anyOrder, document: 'invoice', captured });
          expect(sale.total).toEqual(captured);
          expectBalanced(sale);
        },
      ),
    );
  });

  it('splits kits and merges lines and loses no minor unit', async () => {
    const share = fc.integer({ min: 0, max: 100 });
    const part = fc.record({ item: fc.constantFrom('K-1', 'K-2'), quantity: fc.integer({ min: 1, max: 9 }), share });
    const kits = fc.array(part, { minLength: 1, maxLength: 5 }).filter((parts) => parts.some((one) => one.share > 0));
    await fc.assert(
      fc.asyncProperty(shopOrders(), kits, fc.option(fc.nat()), async (anyOrder, kit, some) => {
        const profile = withItems(
          { match: { sku: 'GIFT-1' }, kit },
          { match: { sku: 'MUG' }, item: 'MIX', merge: 'mix' },
          { match: { sku: 'TSHIRT-M' }, item: 'MIX', merge: 'mix' },
        );
        const captured =
          some === null || anyOrder.total.minor < 2 ? undefined : 1 + (some % (anyOrder.total.minor - 1));
        const sale = await mapped(
          { order: anyOrder, ...(captured && { document: 'invoice', captured: money(captured, anyOrder.currency) }) },
          profile,
        );
        expectBalanced(sale);
        const codes = sale.lines.filter(({ item }) => item === 'MIX').map(({ taxCode }) => taxCode);
        expect(new Set(codes).size).toBe(codes.length);
        for (const { unitPrice, discount } of sale.lines) {
          expect(unitPrice.minor).toBeGreaterThanOrEqual(0);
          expect(discount.minor).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('bears the day of its capture where the company keeps its books', async () => {
    expect(await mapped({})).toMatchObject({ date: '2026-01-31', paidOn: '2026-01-31', payment: 'captured' });
    const { document } = await mapperOf(sampleProfile, 'America/New_York').sale(input);
    expect(document.date).toBe('2026-01-30');
  });

  it('bears the day of the order while nothing is captured', async () => {
    const { capturedAt: _, ...early } = input.payment;
    const sale = await mapped({ payment: { ...early, state: 'authorised' }, hold: true });
    expect(sale).toMatchObject({ kind: 'sales-order', date: '2026-01-30', hold: true, payment: 'authorised' });
    expect(sale).not.toHaveProperty('paidOn');
  });

  it('is a direct invoice with the number that the profile finds', async () => {
    const payment = { ...input.payment, metadata: { invoice_number: 'RE-7' } };
    expect(await mapped({ document: 'invoice', payment })).toMatchObject({ kind: 'invoice', invoiceNumber: 'RE-7' });
  });

  it('takes items from the correction of the case, then the table, the metadata, and what the profile says of others', async () => {
    const item = async (change: Partial<SaleInput>, otherwise: Profile['items']['otherwise'] = 'same') => {
      const profile = { ...sampleProfile, items: { ...sampleProfile.items, otherwise } };
      return (await mapped(change, profile)).lines[0]?.item;
    };
    const metadata = { erp_item: 'M-1' };
    expect(await item({ ...withLine({ sku: 'MUG', metadata }), patch: { items: { MUG: 'AP-9' } } })).toBe('AP-9');
    expect(await item(withLine({ sku: 'MUG', metadata }))).toBe('AP-1002');
    expect(await item(withLine({ metadata }))).toBe('M-1');
    expect(await item({}, { item: 'MISC' })).toBe('MISC');
    expect(await item({})).toBe('TSHIRT-M');
  });

  it('takes the customer from the correction of the case', async () => {
    expect((await mapped({ patch: { customer: '777' } })).customer).toBe('777');
  });

  it('makes shipping a line with a tax of its own', async () => {
    const shipping = { amount: euro(500), tax: euro(35), taxRate: '7.00' };
    const { lines } = await mapped({ order: { ...order, shipping, total: euro(12_435) } });
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

  it('needs no line for free shipping', async () => {
    const shipping = { amount: euro(0), tax: euro(0), taxRate: '0' };
    expect((await mapped({ order: { ...order, shipping } })).lines).toHaveLength(1);
  });

  it('takes tax codes by where the goods go and by rate', async () => {
    const place = { file: 'mappings/acme/tax-codes.yaml', line: 2, column: 3 };
    const codes = [
      { jurisdiction: 'US-CA', rate: '19', code: 'CA', place },
      { jurisdiction: 'DE', rate: '19', code: 'A1', place },
      { jurisdiction: 'IT-MI', rate: '19', code: 'MI', place },
    ];
    const profile: Profile = { ...sampleProfile, taxCodes: { codes, otherwise: { code: 'STD' } } };
    const code = async (address: object, change: Partial<ShopLine> = {}) => {
      const { order: changed } = withLine(change);
      return (await mapped({ order: { ...changed, customer: { address } } }, profile)).lines[0]?.taxCode;
    };
    expect(await code({ country: 'DE' })).toBe('A1');
    for (const state of ['CA', 'ca', 'California']) expect(await code({ country: 'US', state })).toBe('CA');
    expect(await code({ country: 'IT', state: 'mi' })).toBe('MI');
    expect(await code({ country: 'US' })).toBe('STD');
    expect(await code({ country: 'DE' }, { taxRate: '7' })).toBe('STD');
  });

  it('makes of a kit the materials that it is of, by quantity and by share of price, discount and tax', async () => {
    const profile = withItems({
      match: { sku: 'TSHIRT-M' },
      kit: [
        { item: 'A-1', quantity: 2, share: 60 },
        { item: 'B-1', quantity: 1, share: 40 },
      ],
    });
    const { lines } = await mapped(
      { order: { ...order, lines: [{ ...shirt, discount: euro(999) }], total: euro(10_901) } },
      profile,
    );
    expect(lines).toMatchObject([
      { item: 'A-1', quantity: 4, unitPrice: euro(1_500), discount: euro(599), net: euro(5_401), tax: euro(1_140) },
      { item: 'B-1', quantity: 2, unitPrice: euro(2_000), discount: euro(400), net: euro(3_600), tax: euro(760) },
    ]);
  });

  it('makes one line of those that merge, by quantity where the price is one and by sum where it is not', async () => {
    const profile = withItems({ match: { sku: 'TSHIRT-M' }, item: 'WARRANTY', merge: 'warranty' });
    const more = (unit: number) => {
      const lines = [shirt, { ...shirt, unitAmount: euro(unit), quantity: 1, tax: euro(0) }];
      return { order: { ...order, lines, total: euro(11_900 + unit) } };
    };
    expect((await mapped(more(5_000), profile)).lines).toMatchObject([
      { item: 'WARRANTY', quantity: 3, unitPrice: euro(5_000), net: euro(15_000), tax: euro(1_900) },
    ]);
    expect((await mapped(more(700), profile)).lines).toMatchObject([
      { item: 'WARRANTY', quantity: 1, unitPrice: euro(10_700), net: euro(10_700) },
    ]);
  });

  it('has an account of the revenue where the profile fills it, by the class of the product', async () => {
    const cases = [
      {
        when: { product_class: 'digital' },
        account: '4010',
        place: { file: 'mappings/acme/accounts.yaml', line: 3, column: 5 },
      },
    ];
    const accounts = { ...sampleProfile.accounts, revenue: { ...sampleProfile.accounts.revenue, cases } };
    const lines = { revenue_account: by('mappings/acme/sales-order.yaml', 'line.revenue_account') };
    const profile = withFields('sales-order', { lines }, { ...sampleProfile, accounts });
    const digital = withLine({ metadata: { product_class: 'digital' } });
    expect((await mapped(digital, profile)).lines[0]?.revenueAccount).toBe('4010');
    expect((await mapped({}, profile)).lines[0]?.revenueAccount).toBe('1018');
    expect((await mapped(digital)).lines[0]).not.toHaveProperty('revenueAccount');
  });

  it('asks nobody for an account that the ERP determines itself', async () => {
    const accounts = { ...sampleProfile.accounts, revenue: { ...sampleProfile.accounts.revenue, otherwise: 'ask' } };
    const lines = { revenue_account: by('mappings/acme/sales-order.yaml', 'line.revenue_account') };
    const profile = withFields('sales-order', { lines }, { ...sampleProfile, accounts } as Profile);
    await expect(mapped({}, profile)).rejects.toThrow('it says ask: true');
    const documents = { 'sales-order': { extra: [], lengths: {}, lacks: ['line.revenue_account'] } };
    const target = { name: 'sap-ecc', characters: 'unicode', documents } as never;
    const settings = { profile, evaluator, company: 'acme', ledgerCurrency: 'EUR', timeZone: 'UTC', target };
    const { document } = await createMapper(settings).sale(input);
    expect(document.lines[0]).not.toHaveProperty('revenueAccount');
  });

  it('says of every field what it came from', async () => {
    const { trace } = await mapperOf(sampleProfile).sale(input);
    expect(trace).toContainEqual({
      field: 'order_number',
      from: 'order.id',
      place: { file: 'mappings/acme/sales-order.yaml', line: 3, column: 5 },
      value: 'SO-1001',
    });
    expect(trace).toContainEqual(expect.objectContaining({ field: 'lines[0].unit_price', value: euro(5_000) }));
  });
});

describe('a sale that can not be mapped', () => {
  const { shipping: _, ...noShipping } = sampleProfile.items;
  it.each([
    ['a total that does not add up', { order: { ...order, total: euro(11_901) } }, 'order.total', /11900.*11901/],
    ['an unknown tax rate', withLine({ taxRate: '5.5' }), 'order.lines[0].taxRate', /tax-codes\.yaml.*'5\.5'/],
    ['a line without SKU', withLine({ sku: ' ' }), 'order.lines[0].sku', /otherwise: \{ item: MISC \}/],
    ['half a piece', withLine({ quantity: 0.5 }), 'order.lines[0].quantity', /whole number/],
    ['no piece at all', withLine({ quantity: 0 }), 'order.lines[0].quantity', /whole number/],
    ['two currencies', withLine({ tax: money(1_900, 'USD') }), 'order.currency', /several currencies/],
    ['a capture of more than the order', { captured: euro(11_901) }, 'captured', /by hand/],
    ['a capture of nothing', { captured: euro(0) }, 'captured', /by hand/],
  ])('%s says where, and how to mend it', async (_what, change, where, words) => {
    const fault = await faultIn(mapped(change));
    expect(fault).toMatchObject({ code: 'invalid', where });
    expect(fault.message).toMatch(words);
  });

  it('has shipping, and no item for it', async () => {
    const shipping = { amount: euro(500), tax: euro(0), taxRate: '0' };
    const profile = { ...sampleProfile, items: { ...noShipping, shipping: '' } };
    const fault = await faultIn(mapped({ order: { ...order, shipping, total: euro(12_400) } }, profile));
    expect(fault).toMatchObject({ where: 'order.shipping' });
    expect(fault.message).toContain('shipping: FREIGHT');
  });

  const file = 'mappings/acme/sales-order.yaml';
  it.each([
    ['a price that leaves the line out of balance', 'unit_price', '{"minor": 1, "currency": "EUR"}', /out of balance/],
    ['a tax that leaves the document out of balance', 'tax', '{"minor": 1, "currency": "EUR"}', /11900/],
    ['a tax of the other sign', 'tax', '{"minor": -1900, "currency": "EUR"}', /turns the sign/],
    ['half a cent', 'unit_price', '{"minor": 0.5, "currency": "EUR"}', /whole minor units/],
    ['another currency', 'net', '{"minor": 10000, "currency": "USD"}', /is in USD, its document in EUR/],
    ['half a piece', 'quantity', '0.5', /whole number from 1/],
    ['less than a piece', 'quantity', '-2', /whole number from 1/],
    ['no item', 'item', 'line.metadata.nothing', /gives nothing/],
    ['a text for an amount', 'discount', '"none"', /gives no money/],
    ['an expression that fails', 'description', '$number("x")', /fails in column 1 of its expression/],
  ])('is made of %s, and the expression is named', async (_what, field, from, words) => {
    const profile = withFields('sales-order', { lines: { [field]: by(file, from) } });
    const fault = await faultIn(mapped({}, profile));
    expect(fault).toMatchObject({ code: 'invalid', where: `${file} lines.${field}` });
    expect(fault.message).toMatch(words);
    expect(fault.message).toContain(`${file}:7:20 lines.${field} of line 1`);
  });

  it('blames the line that a profile moved money out of', async () => {
    const from = 'index = 1 ? {"minor": 0, "currency": "EUR"} : line.tax';
    const profile = withFields('sales-order', { lines: { tax: by(file, from) } });
    const fault = await faultIn(mapped({ order: { ...order, lines: [shirt, shirt], total: euro(23_800) } }, profile));
    expect(fault.message).toContain('lines.tax of line 2');
  });

  it.each([
    ['a description', withLine({ description: 'paid with 4242 4242 4242 4242' }), 'line.description'],
    [
      'a name',
      { order: { ...order, customer: { address: { name: '4242424242424242', country: 'DE' } } } },
      'order.customer.address.name',
    ],
    ['the number of the order', { order: { ...order, id: '4242-4242-4242-4242' } }, 'order.id'],
  ])('carries a card number in %s, and that is named, never told', async (_what, change, where) => {
    const fault = await faultIn(mapped(change));
    expect(fault).toMatchObject({ where });
    expect(fault.message).not.toMatch(/4242/);
  });

  it('would put a card number together out of parts', async () => {
    const extra = { Notes: by(file, '"4242 4242" & " 4242 4242"') };
    const fault = await faultIn(mapped({}, withFields('sales-order', { extra })));
    expect(fault).toMatchObject({ where: `${file} extra.Notes` });
  });
});

describe('a field', () => {
  const file = 'mappings/acme/sales-order.yaml';
  const extra = async (mapping: object, metadata: Readonly<Record<string, string>> = {}) => {
    const Channel = { place: by(file, '').place, ...mapping };
    const profile = {
      ...withFields('sales-order', { extra: { Channel } }),
      lists: { channels: { shopify: 'WEB', pos: 'STORE' } },
    };
    const payment = { ...input.payment, metadata };
    return (await mapped({ payment }, profile)).extra;
  };
  const listed = { from: 'payment.metadata.channel', list: 'channels' };

  it('is a constant, what its expression gives, or what the code list makes of that', async () => {
    expect(await extra({ value: 'QUITTANCE' })).toEqual({ Channel: 'QUITTANCE' });
    expect(await extra({ from: 'order.id' })).toEqual({ Channel: 'SO-1001' });
    expect(await extra(listed, { channel: ' pos ' })).toEqual({ Channel: 'STORE' });
  });

  it('is its default where nothing came, and where the code list does not know what came', async () => {
    expect(await extra({ ...listed, default: 'WEB' })).toEqual({ Channel: 'WEB' });
    expect(await extra({ ...listed, default: 'WEB' }, { channel: 'fax' })).toEqual({ Channel: 'WEB' });
    expect(await extra(listed)).toEqual({});
  });

  it('is refused where the code list does not know what came, and no default is set', async () => {
    const fault = await faultIn(extra(listed, { channel: 'fax' }));
    expect(fault).toMatchObject({ where: `${file} extra.Channel` });
    expect(fault.message).not.toContain('fax');
  });

  it('is cut to what the ERP holds where it is for people, and refused where it names something', async () => {
    const takes = { extra: [{ name: 'Channel', max: 3, about: '' }], lengths: { 'line.description': 4 }, lacks: [] };
    const target = { name: 'p21/facade', characters: 'unicode', documents: { 'sales-order': takes } } as never;
    const settings = { evaluator, company: 'acme', ledgerCurrency: 'EUR', timeZone: 'UTC', target };
    const { document } = await createMapper({ ...settings, profile: sampleProfile }).sale(input);
    expect(document.lines[0]?.description).toBe('T-sh');
    const long = withFields('sales-order', { extra: { Channel: by(file, '"LONG"') } });
    const fault = await faultIn(createMapper({ ...settings, profile: long }).sale(input));
    expect(fault.message).toContain('extra.Channel has 4 characters; the ERP holds 3');
  });
});
