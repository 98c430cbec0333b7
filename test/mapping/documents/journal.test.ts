import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, sum } from '../../../src/domain/money.ts';
import { createMapper } from '../../../src/mapping/create-mapper.ts';
import type { JournalInput } from '../../../src/mapping/mapper.ts';
import type { JournalLine, Profile } from '../../../src/mapping/profile/profile.ts';
import { journalTypes, type JournalType } from '../../../src/mapping/profile/roles.ts';
import { currencies } from '../../domain/arbitrary.ts';
import { faultIn } from '../fault-of.ts';
import { jsonataEvaluator } from '../jsonata-evaluator.ts';
import { by, sampleProfile } from '../sample-profile.ts';

const euro = (minor: number) => money(minor, 'EUR');
const input: JournalInput = {
  type: 'fees',
  stripeId: '2026-01-30',
  date: '2026-01-30',
  amount: euro(375),
  tax: euro(60),
  description: 'Stripe fees',
};
const settings = { evaluator: jsonataEvaluator(), company: 'acme', ledgerCurrency: 'EUR', timeZone: 'Europe/Berlin' };
const mapped = async (change: Partial<JournalInput> = {}, profile = sampleProfile) =>
  (await createMapper({ ...settings, profile }).journal({ ...input, ...change })).document;

const file = 'mappings/acme/journal.yaml';
const lineOf = (
  side: JournalLine['side'],
  account: JournalLine['account'],
  amount: string,
  at: number,
): JournalLine => ({
  side,
  account,
  amount: by(file, amount, at),
  text: by(file, '"Fees"', at),
});
const withFees = (...fees: readonly JournalLine[]): Profile => ({
  ...sampleProfile,
  journals: { ...sampleProfile.journals, fees },
});

describe('a journal entry', () => {
  it('is of pairs of accounts that come to its amount', async () => {
    const accountOf = (role: keyof Profile['accounts']) => {
      const { otherwise } = sampleProfile.accounts[role];
      return otherwise === 'ask' ? '' : otherwise.account;
    };
    const credit = accountOf('stripe_clearing');
    expect(await mapped()).toEqual({
      kind: 'journal-entry',
      date: '2026-01-30',
      text: 'stripe_fees 2026-01-30',
      stripeId: '2026-01-30',
      postings: [
        { debit: accountOf('stripe_fees'), credit, amount: euro(315), text: 'stripe_fees 2026-01-30' },
        { debit: accountOf('input_tax'), credit, amount: euro(60), text: 'input_tax 2026-01-30' },
      ],
      extra: {},
    });
  });

  it('has no line of nothing', async () => {
    const { tax: _, ...untaxed } = input;
    const { document } = await createMapper({ ...settings, profile: sampleProfile }).journal(untaxed);
    expect(document.postings).toMatchObject([{ amount: euro(375) }]);
  });

  it('of less than nothing has its sides changed', async () => {
    const [there, back] = [await mapped(), await mapped({ amount: euro(-375), tax: euro(-60) })];
    const sides = ({ postings }: typeof there, from: 'debit' | 'credit', to: 'debit' | 'credit') =>
      postings.map((posting) => [posting[from], posting[to], posting.amount]);
    expect(sides(back, 'credit', 'debit')).toEqual(sides(there, 'debit', 'credit'));
  });

  it('comes to its amount, with whole positive parts and one way only, whatever the type, the amount and the tax', async () => {
    const amounts = fc.record({
      type: fc.constantFrom(...journalTypes),
      minor: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).filter((minor) => minor !== 0),
      tax: fc.nat(100),
      currency: currencies,
    });
    await fc.assert(
      fc.asyncProperty(amounts, async ({ type, minor, tax, currency }) => {
        const amount = money(minor, currency);
        const ofTax = money(type === 'fees' ? Math.sign(minor) * Math.min(tax, Math.abs(minor)) || 0 : 0, currency);
        const entry = await mapped({ type, amount, tax: ofTax });
        expect(
          sum(
            entry.postings.map((posting) => posting.amount),
            currency,
          ),
        ).toEqual(money(Math.abs(minor), currency));
        for (const { amount: part, debit, credit } of entry.postings) {
          expect(Number.isSafeInteger(part.minor) && part.minor > 0).toBe(true);
          expect(debit).not.toBe(credit);
        }
        expect(await mapped({ type, amount, tax: ofTax })).toEqual(entry);
      }),
    );
  });

  it.each<readonly [string, readonly JournalLine[], string, RegExp]>([
    [
      'debits that are not its credits',
      [lineOf('debit', 'stripe_fees', '$minus(amount, tax)', 3), lineOf('credit', 'stripe_clearing', 'amount', 4)],
      `${file} entries.fees[0].amount`,
      /journal\.yaml:3:20 .*debits come to 315, its credits to 375/,
    ],
    [
      'less of the clearing than its amount',
      [lineOf('debit', 'stripe_fees', 'tax', 3), lineOf('credit', 'stripe_clearing', 'tax', 4)],
      `${file} entries.fees[1].amount`,
      /moves 60 of the Stripe clearing.*the amount is 375/,
    ],
    [
      'the clearing on the wrong side',
      [lineOf('credit', 'stripe_fees', 'amount', 3), lineOf('debit', 'stripe_clearing', 'amount', 4)],
      `${file} entries.fees[1].amount`,
      /on the credit side/,
    ],
    [
      'no clearing at all',
      [lineOf('debit', 'stripe_fees', 'amount', 3), lineOf('credit', 'suspense', 'amount', 4)],
      `${file} entries.fees[1].amount`,
      /moves 0 of the Stripe clearing/,
    ],
    [
      'another currency',
      [lineOf('debit', 'stripe_fees', '{"minor": 375, "currency": "USD"}', 3)],
      `${file} entries.fees[0].amount`,
      /is in USD, its document in EUR/,
    ],
  ])('is refused with %s, and the line is named', async (_what, lines, where, words) => {
    const fault = await faultIn(mapped({}, withFees(...lines)));
    expect(fault).toMatchObject({ code: 'invalid', where });
    expect(fault.message).toMatch(words);
  });

  it('of nothing is refused', async () => {
    expect(await faultIn(mapped({ amount: euro(0), tax: euro(0) }))).toMatchObject({ where: 'amount' });
  });

  it('takes its accounts by its own type', async () => {
    const { place } = sampleProfile.accounts.stripe_clearing;
    const cases = [{ when: { transaction: 'payout' as JournalType }, account: '1099', place }];
    const stripe_clearing = { ...sampleProfile.accounts.stripe_clearing, cases };
    const profile = { ...sampleProfile, accounts: { ...sampleProfile.accounts, stripe_clearing } };
    expect((await mapped({ type: 'payout' }, profile)).postings).toMatchObject([{ credit: '1099' }]);
    expect((await mapped({}, profile)).postings[0]?.credit).not.toBe('1099');
  });
});
