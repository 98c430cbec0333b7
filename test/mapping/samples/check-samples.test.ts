import { afterAll, describe, expect, it } from 'vitest';
import { createMapper } from '../../../src/mapping/create-mapper.ts';
import { createEvaluator } from '../../../src/mapping/expressions/create-evaluator.ts';
import type { ItemEntry, Profile } from '../../../src/mapping/profile/profile.ts';
import { checkSamples } from '../../../src/mapping/samples/check-samples.ts';
import { by, sampleProfile, withFields } from '../sample-profile.ts';

const evaluator = createEvaluator({ threads: 1 });
afterAll(() => evaluator.stop());
const problemsOf = (profile: Profile, ledgerCurrency = 'EUR') =>
  checkSamples(createMapper({ profile, evaluator, company: 'acme', ledgerCurrency, timeZone: 'Europe/Berlin' }));
const place = { file: 'mappings/acme/items.yaml', line: 4, column: 5 };
const withItems = (...entries: readonly Omit<ItemEntry, 'place'>[]): Profile => ({
  ...sampleProfile,
  items: { ...sampleProfile.items, otherwise: 'ask', entries: entries.map((entry) => ({ ...entry, place })) },
});

describe('samples', () => {
  it.each(['EUR', 'USD', 'JPY', 'KWD'])('are mapped by a right profile, in a ledger in %s', async (currency) => {
    expect(await problemsOf(sampleProfile, currency)).toEqual([]);
  });

  it('are of items, tax codes and metadata that the profile itself knows', async () => {
    const kit = [
      { item: 'A-1', quantity: 2, share: 60 },
      { item: 'B-1', quantity: 1, share: 40 },
    ];
    const items = withItems({ match: { sku: 'SET' }, kit }, { match: { product: 'prod_1' }, item: 'W', merge: 'w' });
    const channel = {
      ...by('mappings/acme/sales-order.yaml', 'payment.metadata.channel'),
      list: 'channels',
    };
    const extra = { Channel: channel };
    const profile = {
      ...withFields('sales-order', { extra, fields: { order_number: by('x', 'order.metadata.`shop-number`') } }, items),
      lists: { channels: { pos: 'STORE' } },
    };
    expect(await problemsOf(profile)).toEqual([]);
  });

  it('find what they look up', async () => {
    const item = by('mappings/acme/sales-order.yaml', '$lookup("items", line.item)');
    const text = by('mappings/acme/cash-receipt.yaml', '$lookup("crosswalk", "product/" & charge)');
    const profile = withFields('cash-receipt', { fields: { text } });
    expect(await problemsOf(withFields('sales-order', { lines: { item } }, profile))).toEqual([]);
  });

  it('leave to a person what the profile asks a person', async () => {
    const ask = { ...sampleProfile.accounts.stripe_clearing, otherwise: 'ask' } as const;
    expect(
      await problemsOf({ ...sampleProfile, accounts: { ...sampleProfile.accounts, stripe_clearing: ask } }),
    ).toEqual([]);
  });

  it('show an expression that spoils a document, once, with its place', async () => {
    const net = by('mappings/acme/invoice.yaml', '$minus(line.net, line.tax)');
    expect(await problemsOf(withFields('invoice', { lines: { net } }))).toEqual([
      {
        file: 'mappings/acme/invoice.yaml',
        line: 7,
        column: 20,
        field: 'lines.net',
        what: expect.stringMatching(/^of line 1 puts the line out of balance.*\(sample: a direct invoice\)$/) as string,
      },
    ]);
  });

  it('show an entry that does not balance', async () => {
    const file = 'mappings/acme/journal.yaml';
    const [debit, , credit] = sampleProfile.journals.fees;
    if (!debit || !credit) throw new Error('The profile of the tests has lost its fees');
    const fees = [{ ...debit, amount: by(file, '$minus(amount, tax)', 3) }, credit];
    const problems = await problemsOf({ ...sampleProfile, journals: { ...sampleProfile.journals, fees } });
    expect(problems).toMatchObject([{ file, line: 3, column: 20, field: 'entries.fees[0].amount' }]);
  });

  it('show a field that only some sources can fill', async () => {
    const name = by('mappings/acme/customer.yaml', 'person.name');
    const problems = await problemsOf(withFields('customer', { fields: { name } }));
    expect(problems).toMatchObject([{ field: 'fields.name' }]);
    expect(problems[0]?.what).toContain('a guest with an e-mail address');
  });
});
