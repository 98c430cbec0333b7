import { describe, expect, it } from 'vitest';
import { changesOf, withWays } from '../../src/config/p21-site-writing.ts';
import { parseSite } from '../../src/config/p21-site.ts';
import type { ByTransaction } from '../../src/erp/p21/native/site.ts';
import { usualWays } from '../../src/erp/p21/native/usual-ways.ts';

const least = `# ours
sales_location: '10' # main
salesrep: '1001'
journal: GJ
time_zone: UTC
currencies: { USD: '1' }
`;
const usual: ByTransaction = usualWays['cash-receipt'];
const other: ByTransaction = {
  ...usual,
  service: 'ARCash',
  fields: { ...usual.fields, bankCurrency: 'bank_cur', text: 'description' },
};
const written = (before: string, way = other) => withWays(before, 'site.yaml', { 'cash-receipt': way });

describe('the services of a site, written into its file', () => {
  it.each([
    ['where it names none', least],
    ['where the section is empty', `${least}services: {} # none yet\n`],
    ['where it names some', `${least}services:\n  cash_receipt: { service: Old, fields: { text: old } } # why\n`],
    [
      'where it says what is usual',
      `${least}services:\n  cash_receipt:\n    by: transaction\n    service: CashReceipts # kept\n`,
    ],
  ])('are those that were found, %s', (_, before) => {
    expect(parseSite(written(before), 'site.yaml').ways['cash-receipt']).toEqual(other);
  });

  it('leave everything else as it is, comments too', () => {
    const before = `${least}services:\n  # the window of last year\n  cash_receipt:\n    service: Old # renamed\n  application: { by: none }\n`;
    expect(written(before)).toBe(
      before
        .replace('Old', 'ARCash')
        .replace('# renamed\n', '# renamed\n    fields:\n      bank_currency: bank_cur\n      text: description\n'),
    );
  });

  it('write nothing where nothing differs', () => {
    expect(written(least, usual)).toBe(least);
  });

  it('are not taken from who chose another means', () => {
    expect(changesOf('cash-receipt', { by: 'none' }, other)).toEqual([]);
    const before = `${least}services: { cash_receipt: { by: none } }\n`;
    expect(written(before)).toBe(before);
  });

  it('are told as what stands in the file, and what will', () => {
    expect(changesOf('cash-receipt', usual, other)).toEqual([
      { path: 'services.cash_receipt.service', from: 'CashReceipts', to: 'ARCash' },
      { path: 'services.cash_receipt.fields.bank_currency', from: 'bank_currency_id', to: 'bank_cur' },
      { path: 'services.cash_receipt.fields.text', from: 'payment_desc', to: 'description' },
    ]);
  });
});
