import { assert, constantFrom, option, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountFor, codeFor, itemFor, taxCodeFor } from '../../../src/mapping/profile/determine.ts';
import type { ItemMatch } from '../../../src/mapping/profile/profile.ts';
import type { AccountRuleFacts } from '../../../src/mapping/rules.ts';
import { faultOf } from '../fault-of.ts';
import { accountsText, profileWith } from './a-profile.ts';

const facts: AccountRuleFacts = {
  amount: 11_900n,
  currency: 'EUR',
  method: 'card',
  metadata: {},
  country: 'DE',
  description: '',
  risk_level: '',
  state: 'captured',
  items: [],
  transaction: 'sale',
  product_class: '',
};
const revenueOf = (text: string) =>
  profileWith({ 'accounts.yaml': accountsText.replace(/ {2}revenue: .*\n/, `  revenue:${text}\n`) }).accounts;

describe('an account', () => {
  const accounts = revenueOf(`
    account: '4000'
    cases:
      - { when: { product_class: digital, currency: EUR }, account: '4011' }
      - { when: { product_class: digital }, account: '4010' }
      - { when: { payment_method: sepa_debit }, rule: 'amount > 10000', account: '4030' }
      - { rule: 'amount > 1000000 && country == "CA"', account: '4020' }`);

  it.each([
    [{}, '4000'],
    [{ product_class: 'digital' }, '4011'],
    [{ product_class: 'digital', currency: 'USD' }, '4010'],
    [{ method: 'sepa_debit' }, '4030'],
    [{ method: 'sepa_debit', amount: 500n }, '4000'],
    [{ amount: 2_000_000n, country: 'CA' }, '4020'],
    [{ product_class: 'digital', amount: 2_000_000n, country: 'CA' }, '4011'],
  ])('is that of the first case that fits: %o', (more, account) =>
    expect(accountFor(accounts, 'revenue', { ...facts, ...more })).toBe(account),
  );

  it('is asked of a person where the profile says so', () => {
    const fault = faultOf(() => accountFor(revenueOf(' { ask: true }'), 'revenue', facts));
    expect(fault.where).toBe('mappings/acme/accounts.yaml accounts.revenue');
    expect(fault.message).toContain('Add a case, or an account');
  });
});

describe('a tax code', () => {
  const { taxCodes } = profileWith({
    'tax-codes.yaml': `tax_codes:
  - { jurisdiction: US-CA, rate: '7.25', code: CA }
  - { jurisdiction: DE, rate: '19', code: A1 }
  - { rate: '0', code: A0 }
`,
  });
  it.each([
    [['DE'], '19.00', 'A1'],
    [['US', 'US-CA'], '7.250', 'CA'],
    [['FR'], '0', 'A0'],
    [[], '0.0', 'A0'],
  ])('in %o at %s %% is %s', (jurisdictions, rate, code) =>
    expect(taxCodeFor(taxCodes, { jurisdictions, rate }, 'order.lines[0].taxRate')).toBe(code),
  );

  it('that no entry gives is asked of a person, with the rate and the place', () =>
    expect(
      faultOf(() => taxCodeFor(taxCodes, { jurisdictions: ['FR'], rate: '20' }, 'order.lines[0].taxRate')),
    ).toMatchObject({
      where: 'order.lines[0].taxRate',
      message: expect.stringContaining('rate of 20 % in FR') as string,
    }));

  it('is asked of a person in the words of the tables alone, also where no country is known', () =>
    expect(faultOf(() => taxCodeFor(taxCodes, { jurisdictions: [], rate: '20' }, 'x')).message).toContain(
      'rate of 20 % of an order that names no country',
    ));

  it('has one for all where the profile says so', () => {
    const profile = profileWith({ 'tax-codes.yaml': 'otherwise: { code: TX }\n' });
    expect(taxCodeFor(profile.taxCodes, { jurisdictions: [], rate: '20' }, 'x')).toBe('TX');
  });
});

describe('an item', () => {
  const names = option(constantFrom('a', 'b'), { nil: undefined });
  const matches = record({ sku: names, product: names, price: names }).map(plainMatch);
  const place = { file: 'items.yaml', line: 1, column: 1 };

  it('is the most specific that fits, whatever the order of the file', () => {
    assert(
      property(uniqueArray(matches, { selector: (one) => JSON.stringify(one) }), matches, (all, line) => {
        const entries = all
          .filter((one) => Object.keys(one).length > 0)
          .map((match, at) => ({ match, item: String(at), place }));
        const items = { entries, otherwise: 'ask' as const, shipping: '', rounding: '', roundingLimit: 0 };
        const found = itemFor(items, line);
        const reversed = itemFor({ ...items, entries: entries.toReversed() }, line);
        expect(found).toEqual(reversed);
        const fitting = entries.filter(({ match }) => fits(match, line));
        expect(found === undefined).toBe(fitting.length === 0);
        for (const { match } of fitting) expect(rank(found?.match ?? {})).toBeGreaterThanOrEqual(rank(match));
      }),
      { seed: Number(process.env['SEED'] ?? 6), verbose: true },
    );
  });

  const fits = (match: ItemMatch, line: ItemMatch): boolean =>
    (!match.sku || match.sku === line.sku) &&
    (!match.product || match.product === line.product) &&
    (!match.price || match.price === line.price);
  /** A price before product and SKU together. */
  const rank = ({ price, product, sku }: ItemMatch): number =>
    [sku, product, price].map(Boolean).reduce((all, set, at) => all + (set ? 2 ** at : 0), 0);
  function plainMatch(match: Record<'sku' | 'product' | 'price', string | undefined>): ItemMatch {
    return Object.fromEntries(Object.entries(match).filter(([, name]) => name !== undefined));
  }
});

describe('a code list', () => {
  const lists = { channels: { shopify: 'WEB' } };
  const field = { list: 'channels', place: { file: 'sales-order.yaml', line: 1, column: 1 } };
  it('translates', () => expect(codeFor(lists, field, 'shopify', 'x')).toBe('WEB'));
  it('knows nothing that only every object has', () =>
    expect(codeFor(lists, { ...field, default: 'OTHER' }, 'constructor', 'x')).toBe('OTHER'));
  it('without the value and without a default asks a person, and does not tell the value', () =>
    expect(faultOf(() => codeFor(lists, field, 'secret', 'x')).message).not.toContain('secret'));
});
