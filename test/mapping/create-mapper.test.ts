import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { createMapper } from '../../src/mapping/create-mapper.ts';
import { createEvaluator } from '../../src/mapping/expressions/create-evaluator.ts';
import type { ReceiptInput } from '../../src/mapping/mapper.ts';
import { readProfileFiles } from '../../src/mapping/profile/files.ts';
import { loadProfile } from '../../src/mapping/profile/load.ts';
import type { Profile } from '../../src/mapping/profile/profile.ts';
import { checkSamples } from '../../src/mapping/samples/check-samples.ts';
import type { StripePayment } from '../../src/stripe/payment.ts';
import { shopOrders } from '../domain/shop-orders.ts';
import { faultOf } from './fault-of.ts';
import { plainCustomer, plainReceipt, plainSale } from './plain-mapping.ts';
import { by, sampleProfile } from './sample-profile.ts';

const evaluator = createEvaluator({ threads: 1 });
afterAll(() => evaluator.stop());
const settings = { evaluator, company: 'acme', ledgerCurrency: 'EUR', timeZone: 'Europe/Berlin' };
const amount = money(11_900, 'EUR');
const payment = {
  id: 'pi_1',
  state: 'captured',
  amount,
  metadata: {},
  createdAt: '2026-01-30T09:00:00.000Z',
  capturedAt: '2026-01-30T23:30:00.000Z',
} as const;

/** A company that says nothing but its accounts, on a base that the product ships. */
const onBase = (base: string): Profile => {
  const files = readProfileFiles('mappings/acme');
  const shipped = Object.fromEntries(Object.entries(files).filter(([file]) => file === 'accounts.yaml'));
  const head = `name: plain\nversion: 1\nextends: ${base}\nchangelog:\n  - { version: 1, date: 2026-01-30, what: First }\n`;
  const ofBase = Object.entries(readProfileFiles(`mappings/${base}`)).map(([file, text]) => [`base/${file}`, text]);
  return loadProfile({
    ...Object.fromEntries(ofBase),
    ...shipped,
    'profile.yaml': head,
    'tax-codes.yaml': `tax_codes: [${['0', '7', '19', '8.875'].map((rate) => `{ rate: '${rate}', code: V${rate} }`).join(', ')}]\n`,
    'items.yaml': `items: [{ sku: MUG, item: AP-1002 }]\nshipping: FREIGHT\nrounding: ROUNDING\n`,
  });
};

describe.each(['p21-default', 'sap-ecc-default'])('the base %s', (base) => {
  let profile: Profile;
  let mapper: ReturnType<typeof createMapper>;
  beforeAll(() => {
    profile = onBase(base);
    mapper = createMapper({ ...settings, profile });
  });

  it('posts sales as plain code would, with the account of their revenue', async () => {
    const tables = {
      timeZone: 'Europe/Berlin',
      items: { MUG: 'AP-1002' },
      shipping: 'FREIGHT',
      taxCodes: { '0': 'V0', '7': 'V7', '19': 'V19', '8.875': 'V8.875' },
    };
    const sale = { customer: '10001', hold: false, payment } as const;
    await fc.assert(
      fc.asyncProperty(shopOrders(), fc.constantFrom('sales-order', 'invoice'), async (order, document) => {
        const expected = plainSale({ ...sale, order, document }, tables);
        const { document: found } = await mapper.sale({ ...sale, order, document });
        const lines = expected.lines.map((line) => ({ ...line, revenueAccount: '4000' }));
        expect(found).toEqual({ ...expected, lines });
      }),
      { numRuns: 30 },
    );
  });

  it.each<Partial<ReceiptInput>>([{}, { date: '2026-02-02' }, { order: '4711' }, { amount: money(13_000, 'USD') }])(
    'posts receipts as plain code would: %#',
    async (change) => {
      const input = {
        charge: 'ch_1',
        amount,
        settled: { txn: 'txn_1', settlement: amount, bookedOn: '2026-01-30' },
        customer: '10001',
        date: '2026-01-30',
        payment,
        ...change,
      };
      expect((await mapper.receipt(input)).document).toEqual(plainReceipt(input, '1010'));
    },
  );

  it.each([
    { name: ' Nora \n Example ', email: ' Nora@Example.COM', phone: '+49', address: { country: 'DE', city: 'Bonn' } },
    { email: 'someone@example.com' },
    { address: { name: 'Jo Doe' } },
    {},
  ])('makes customers as plain code would: %#', async (person) => {
    const about = { payment: 'pi_3NxWq2eZvKYlo2C17f3k2q', currency: 'EUR', taxId: 'DE1', stripeId: 'cus_1' };
    expect((await mapper.customer({ person, ...about })).document).toEqual(plainCustomer({ person, ...about }));
  });

  it('maps the samples of everything', async () => expect(await checkSamples(mapper)).toEqual([]));
});

it.each(['acme', 'globex', 'initech'])('the samples are mapped by the demo company %s', async (company) => {
  const profile = loadProfile(readProfileFiles(`mappings/${company}`), { dir: `mappings/${company}` });
  for (const ledgerCurrency of ['EUR', 'USD'])
    expect(await checkSamples(createMapper({ ...settings, profile, ledgerCurrency }))).toEqual([]);
});

describe('the choices of a profile', () => {
  const paid: StripePayment = { ...payment, charges: [], guest: {} };
  const order = {
    id: 'SO-1',
    currency: 'EUR',
    created: '2026-01-30T10:00:00.000Z',
    customer: {},
    lines: [],
    tenders: [],
    total: amount,
    payments: 1,
    metadata: {},
  };
  const { place } = by('mappings/acme/rules.yaml', '');
  const chosen = (rules: Profile['rules']) =>
    createMapper({ ...settings, profile: { ...sampleProfile, rules } }).choose(paid, order);

  it('are made by its rules, and without a rule not at all', () => {
    expect(chosen({})).toEqual({ directInvoice: false, hold: false, review: false });
    const when = 'amount > 11899';
    expect(chosen({ hold: { when, place } })).toEqual({ directInvoice: false, hold: true, review: false });
    expect(chosen({ direct_invoice: { when, place } })).toMatchObject({ directInvoice: true, hold: false });
    expect(chosen({ review: { when, place } })).toEqual({ directInvoice: false, hold: true, review: true });
  });

  it('are refused at once where a rule is wrong', () => {
    const fault = faultOf(() => chosen({ hold: { when: 'amount > "5"', place } }));
    expect(fault.where).toBe('mappings/acme/rules.yaml rules.hold');
  });
});
