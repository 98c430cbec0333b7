import { describe, expect, it } from 'vitest';
import { facadeTarget } from '../../../src/erp/p21/facade/target.ts';
import { nativeTarget } from '../../../src/erp/p21/native/target.ts';
import { sapEccTarget } from '../../../src/erp/sap-ecc/target.ts';
import { readProfileFiles } from '../../../src/mapping/profile/files.ts';
import { loadProfile } from '../../../src/mapping/profile/load.ts';
import type { ProfileFiles } from '../../../src/mapping/profile/profile.ts';
import { complaintOf, filesWith, profileWith } from './a-profile.ts';

describe('a profile', () => {
  it('is its base where its own files say nothing', () => {
    const { base, documents, journals } = profileWith();
    expect(base).toEqual({ name: 'p21-default', version: 2 });
    expect(documents['sales-order'].fields['date']).toMatchObject({ from: '$day(sold_at)' });
    expect(journals.fees.map(({ account, side }) => [side, account])).toEqual([
      ['debit', 'stripe_fees'],
      ['debit', 'input_tax'],
      ['credit', 'stripe_clearing'],
    ]);
  });

  it('replaces a field of its base, and keeps the others', () => {
    const { fields } = profileWith({ 'sales-order.yaml': "fields:\n  order_number: { value: 'X' }\n" }).documents[
      'sales-order'
    ];
    expect(fields['order_number']).toEqual({
      value: 'X',
      place: { file: 'mappings/acme/sales-order.yaml', line: 2, column: 27 },
    });
    expect(fields['date']?.place.file).toBe('mappings/p21-default/sales-order.yaml');
  });

  it('takes out what its base fills', () => {
    const { lines } = profileWith({ 'sales-order.yaml': 'lines:\n  revenue_account: { remove: true }\n' }).documents[
      'sales-order'
    ];
    expect(lines).not.toHaveProperty('revenue_account');
    expect(lines).toHaveProperty('item');
  });

  it('evens no difference out where no item stands for it', () => {
    expect(profileWith().items.roundingLimit).toBe(0);
    expect(profileWith({ 'items.yaml': 'rounding: ROUNDING\n' }).items.roundingLimit).toBe(2);
  });

  it('has one customer for a sale and its money', () => {
    const own = "fields:\n  customer: { value: '100000' }\n";
    const money = 'must be the customer of the whole sale';
    expect(complaintOf(() => profileWith({ 'sales-order.yaml': own, 'invoice.yaml': own }))).toContain(
      `mappings/acme/sales-order.yaml:2:3 fields.customer ${money}`,
    );
    const all = ['sales-order', 'invoice', 'cash-receipt', 'credit-memo', 'customer-refund'].map((name) => [
      `${name}.yaml`,
      own,
    ]);
    expect(complaintOf(() => profileWith(Object.fromEntries(all) as ProfileFiles))).toBe('nothing is wrong');
  });

  it('keeps the owners of fields that it does not name', () => {
    const { owners } = profileWith({ 'customer.yaml': 'owners: { name: stripe }\n' }).customers;
    expect(owners).toEqual({ name: 'stripe', email: 'newest', phone: 'newest', address: 'newest', tax_id: 'erp' });
  });

  it('is the same from the texts that were stored, wherever they came from', () => {
    const files = filesWith({ 'rules.yaml': "rules:\n  hold: { when: 'amount > 5' }\n" });
    const stored = JSON.parse(JSON.stringify(files)) as typeof files;
    expect(loadProfile(stored, { dir: 'mappings/acme' })).toEqual(loadProfile(files, { dir: 'mappings/acme' }));
  });

  it('is told all that is wrong at once, in the order of the files', () => {
    const complaint = complaintOf(() =>
      profileWith({
        'sales-order.yaml': 'feilds: {}\n',
        'rules.yaml': "rules:\n  hold: { when: 'amuont > 5' }\n",
        'invoice.yaml': 'fields:\n  date: { from: sold_ta }\n',
      }),
    );
    expect(complaint.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'mappings/acme/invoice.yaml:2:17',
      'mappings/acme/rules.yaml:2:18',
      'mappings/acme/sales-order.yaml:1:1',
    ]);
  });

  it('has to be there', () => {
    expect(complaintOf(() => readProfileFiles('mappings/nobody'))).toBe(
      'mappings/nobody/profile.yaml:1:1 there is no such file; `quittance mapping init` writes one',
    );
  });

  it.each([
    ['p21-default' as const, facadeTarget],
    ['p21-default' as const, nativeTarget({})],
    ['sap-ecc-default' as const, sapEccTarget({ default: 'soap-wrapper' }, 'fi')],
  ])('on %s fits its ERP', (base, target) => {
    expect(complaintOf(() => loadProfile(filesWith({}, base), { target }))).toBe('nothing is wrong');
  });
});
