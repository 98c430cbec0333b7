import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { createJournalActivities, type JournalStep } from '../../src/activities/journal.ts';
import type { JournalEntry } from '../../src/domain/documents.ts';
import { effectKey } from '../../src/domain/effects.ts';
import { money } from '../../src/domain/money.ts';
import { sapEccTarget } from '../../src/erp/sap-ecc/target.ts';
import { createMapper } from '../../src/mapping/create-mapper.ts';
import { loadProfile } from '../../src/mapping/profile/load.ts';
import type { Effect, Ledger } from '../../src/store/ledger.ts';
import { jsonataEvaluator } from '../mapping/jsonata-evaluator.ts';
import { withBase } from '../support/profiles.ts';

const euro = (minor: number) => money(minor, 'EUR');
const withdrawn: JournalStep = {
  key: effectKey({ company: 'acme', kind: 'dispute', subject: 'txn_1' }),
  kind: 'dispute',
  subject: 'txn_1',
  type: 'dispute-withdrawn',
  amount: euro(11_900),
  stripeId: 'txn_1RealStripeIdsAreThisLon',
  bookedOn: '2026-01-30',
  description: 'Dispute du_1 withdrawn',
};

const choices = { base: 'sap-ecc-default' } as const;
const target = sapEccTarget({ default: 'soap-wrapper' }, 'fi');
const mapper = createMapper({
  profile: loadProfile(withBase(choices), { target }),
  target,
  evaluator: jsonataEvaluator(),
  company: 'acme',
  ledgerCurrency: 'EUR',
  timeZone: 'Europe/Berlin',
});

/** Posts an entry where the first open day after its own is as told; gives what the ERP was sent, and the effect. */
async function post(step: JournalStep, open = step.bookedOn) {
  const sent: JournalEntry[] = [];
  const effects: Effect[] = [];
  const erp = {
    settleMs: 1,
    openPeriod: async () => open,
    post: async (document: JournalEntry) => {
      sent.push(document);
      return { kind: 'journal-entry', number: '7000001' };
    },
  };
  const company = {
    key: 'acme',
    erp,
    mapperFor: async () => mapper,
    lookup: async () => undefined,
  } as unknown as Company;
  const ledger = {
    once: async (effect: Effect) => {
      effects.push(effect);
      return effect.send(await effect.prepare(), effect.key as never, AbortSignal.timeout(1_000));
    },
  } as unknown as Ledger;
  const activities = createJournalActivities({ companies: () => company, ledger });
  const input = { company: 'acme', subject: 'du_1', root: 'dispute/du_1', step };
  const done = await new MockActivityEnvironment().run((given: typeof input) => activities.postJournal(given), input);
  return { entry: sent[0], effect: effects[0], done };
}

describe('an entry in the general ledger', () => {
  it('is dated by the day at Stripe, goes to the accounts of the profile, and hangs on its root', async () => {
    const { entry, effect, done } = await post(withdrawn);
    expect(entry).toMatchObject({
      kind: 'journal-entry',
      date: '2026-01-30',
      stripeId: 'txn_1RealStripeIdsAreThisLon',
      text: 'Dispute txn_1RealStripeIdsAreThisLon',
      postings: [{ debit: '113200', credit: '113100', amount: euro(11_900) }],
    });
    expect(effect).toMatchObject({ key: withdrawn.key, root: 'dispute/du_1', amount: euro(11_900) });
    expect(effect?.totalIsTheirs).toBe(false);
    expect(done).toEqual({
      told: 'journal entry 7000001 dispute-withdrawn 119.00 EUR posted',
      document: '7000001',
    });
  });

  it.each([
    ['dispute-withdrawn', 'Dispute txn_1RealStripeIdsAreThisLon of 2026-01-30'],
    ['dispute-reinstated', 'Won txn_1RealStripeIdsAreThisLon of 2026-01-30'],
    ['dispute-lost', 'Lost txn_1RealStripeIdsAreThisLon of 2026-01-30'],
  ] as const)('of a closed period is of the first open day, and names its own: %s', async (type, text) => {
    const { entry } = await post({ ...withdrawn, type }, '2026-02-01');
    expect(entry).toMatchObject({ date: '2026-02-01', text, postings: [{ text }] });
    expect(text.length).toBeLessThanOrEqual(50);
  });

  it('of less than nothing stands on the other side, whose sum is not compared with it', async () => {
    const { entry, effect } = await post({ ...withdrawn, type: 'dispute-lost', amount: euro(-100) });
    expect(entry?.postings).toMatchObject([{ debit: '113200', credit: '476910', amount: euro(100) }]);
    expect(effect?.totalIsTheirs).toBe(true);
  });
});
