import { describe, expect, it } from 'vitest';
import type { Reference } from '../../../src/domain/documents.ts';
import { money } from '../../../src/domain/money.ts';
import { createMapper } from '../../../src/mapping/create-mapper.ts';
import type { ReceiptInput } from '../../../src/mapping/mapper.ts';
import type { AccountCase, Profile } from '../../../src/mapping/profile/profile.ts';
import { faultIn } from '../fault-of.ts';
import { jsonataEvaluator } from '../jsonata-evaluator.ts';
import { sampleProfile } from '../sample-profile.ts';

const input: ReceiptInput = {
  charge: 'ch_1',
  amount: money(13_000, 'USD'),
  settled: { txn: 'txn_1', settlement: money(11_900, 'EUR'), bookedOn: '2026-01-30' },
  customer: '10001',
  date: '2026-01-30',
  payment: {
    id: 'pi_1',
    state: 'captured',
    amount: money(13_000, 'USD'),
    metadata: {},
    createdAt: '2026-01-30T10:00:00.000Z',
    method: 'sepa_debit',
  },
};
const settings = { evaluator: jsonataEvaluator(), company: 'acme', ledgerCurrency: 'EUR', timeZone: 'Europe/Berlin' };
const mapperOf = (profile: Profile, ledgerCurrency = 'EUR') => createMapper({ ...settings, profile, ledgerCurrency });
const mapped = async (change: Partial<ReceiptInput> = {}, profile = sampleProfile) =>
  (await mapperOf(profile).receipt({ ...input, ...change })).document;
const withClearing = (otherwise: 'ask' | { account: string }, ...cases: readonly Omit<AccountCase, 'place'>[]) => {
  const place = { file: 'mappings/acme/accounts.yaml', line: 2, column: 3 };
  const clearing = { otherwise, place, cases: cases.map((one) => ({ ...one, place })) };
  return { ...sampleProfile, accounts: { ...sampleProfile.accounts, stripe_clearing: clearing } };
};

describe('a receipt', () => {
  it('holds what was paid, what was settled and what the ledger gets', async () => {
    expect(await mapped()).toEqual({
      kind: 'cash-receipt',
      customer: '10001',
      stripeId: 'ch_1',
      amount: money(13_000, 'USD'),
      settlement: money(11_900, 'EUR'),
      ledger: money(11_900, 'EUR'),
      account: '1011',
      date: '2026-01-30',
      text: 'Stripe ch_1 txn_1',
      extra: {},
    });
  });

  it('keeps the day on which Stripe booked it in its text when that period is closed', async () => {
    const { date, text } = await mapped({ date: '2026-02-01' });
    expect([date, text]).toEqual(['2026-02-01', 'Stripe ch_1 txn_1 of 2026-01-30']);
  });

  it('names the order that it is for, where one stands', async () => {
    expect(await mapped({ order: '4711' })).toMatchObject({ order: '4711' });
    expect(await mapped()).not.toHaveProperty('order');
  });

  it('names the reference of our order or direct invoice that it is for, where one stands', async () => {
    const sale = 'R000000000000001' as Reference;
    expect(await mapped({ sale })).toMatchObject({ sale });
    expect(await mapped()).not.toHaveProperty('sale');
  });

  it('goes to the clearing account of what it was settled in, or of how it was paid', async () => {
    const account = async (...cases: Parameters<typeof withClearing>[1][]) =>
      (await mapped({}, withClearing({ account: '1010' }, ...cases))).account;
    expect(await account({ when: { currency: 'USD' }, account: '1012' })).toBe('1010');
    expect(await account({ when: { currency: 'EUR' }, account: '1013' })).toBe('1013');
    expect(await account({ when: { payment_method: 'sepa_debit', transaction: 'receipt' }, account: '1014' })).toBe(
      '1014',
    );
    expect(await account({ when: {}, rule: 'amount > 11899', account: '1015' })).toBe('1015');
  });

  it('waits for a person where no clearing account fits', async () => {
    const fault = await faultIn(mapped({}, withClearing('ask', { when: { currency: 'USD' }, account: '1012' })));
    expect(fault).toMatchObject({ code: 'invalid', where: 'mappings/acme/accounts.yaml accounts.stripe_clearing' });
  });

  it('is refused where the ledger has another currency than the settlement', async () => {
    const fault = await faultIn(mapperOf(sampleProfile, 'USD').receipt(input));
    expect(fault).toMatchObject({ code: 'invalid', where: 'settlement.currency' });
  });

  it('is of more than nothing', async () => {
    expect(await faultIn(mapped({ amount: money(0, 'USD') }))).toMatchObject({ where: 'amount' });
    const settled = { ...input.settled, settlement: money(-1, 'EUR') };
    expect(await faultIn(mapped({ settled }))).toMatchObject({ where: 'amount' });
  });
});

it('a refund is money that went back, and names what it settles', async () => {
  const settles = { kind: 'credit-memo', number: '90001' } as const;
  const { document } = await mapperOf(sampleProfile).refund({ ...input, charge: 're_1', settles });
  expect(document).toMatchObject({
    kind: 'customer-refund',
    stripeId: 're_1',
    amount: money(13_000, 'USD'),
    ledger: money(11_900, 'EUR'),
    settles,
    text: 'Stripe re_1 txn_1',
  });
});
