import { describe, expect, it } from 'vitest';
import { companies } from '../../../sandbox/demo/companies/index.ts';
import type { Verdict } from '../../../sandbox/demo/judge.ts';
import { isGood, type Outcome } from '../../../sandbox/demo/outcome.ts';
import { jsonOf, tableOf } from '../../../sandbox/demo/report.ts';

const [company] = companies;
if (!company) throw new Error('The demo has no company');

const verdict: Verdict = {
  orders: [],
  lost: 0,
  duplicated: 0,
  orphans: [],
  parked: 3,
  trialBalanceMinor: { USD: 0 },
  differenceMinor: { EUR: 5, USD: 0 },
  wrong: [],
  events: 100,
  documents: 90,
  alerts: { raised: 3, recovered: 1 },
  good: true,
};
const twin: Verdict = {
  ...verdict,
  lost: 1,
  duplicated: 2,
  trialBalanceMinor: { EUR: 7 },
  differenceMinor: { EUR: -5, JPY: 1_191 },
  wrong: ['the trial balance is 7, not 0'],
  good: false,
};
const outcome: Outcome = {
  companies: [
    { company: { ...company, key: 'one' }, verdict, mended: 2 },
    { company: { ...company, key: 'other' }, verdict: twin, mended: 1 },
  ],
  recovered: 4,
  faults: ['one: outage', 'a worker is killed'],
  seed: 7,
  seconds: 60,
};

describe('the outcome of a day of two companies', () => {
  it('adds up counts, and amounts by currency', () => {
    expect(jsonOf(outcome)).toMatchObject({
      lost: 1,
      duplicated: 2,
      recovered: 4,
      parked: 6,
      mended: 3,
      events: 200,
      documents: 180,
      trialBalanceMinor: { EUR: 7, USD: 0 },
      differenceMinor: { EUR: 0, JPY: 1_191, USD: 0 },
      good: false,
      wrong: ['other: the trial balance is 7, not 0'],
    });
  });

  it('tells of each company by itself', () => {
    const { companies: each } = jsonOf(outcome);
    expect(each).toMatchObject({
      one: { good: true, lost: 0, mended: 2, trialBalanceMinor: { USD: 0 } },
      other: {
        good: false,
        lost: 1,
        mended: 1,
        trialBalanceMinor: { EUR: 7 },
        wrong: ['the trial balance is 7, not 0'],
      },
    });
  });

  it('is good only if it is good for everybody', () => {
    expect(isGood(outcome)).toBe(false);
    expect(isGood({ ...outcome, companies: outcome.companies.slice(0, 1) })).toBe(true);
  });

  it('shows both side by side, and what is wrong with whom', () => {
    const table = tableOf(outcome);
    expect(table).toMatch(/one on .*other on .*together/);
    expect(table).toMatch(/lost +│ 0 +│ 1 +│ 1/);
    expect(table).toMatch(/trial balance +│ 0\.00 USD +│ 0\.07 EUR +│ 0\.07 EUR/);
    expect(table).toMatch(/│ +│ +│ +│ 0\.00 USD/);
    expect(table).toContain('WRONG  other  the trial balance is 7, not 0');
  });
});
