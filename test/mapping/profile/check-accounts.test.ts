import { describe, expect, it } from 'vitest';
import { checkAccounts, type LedgerAccount } from '../../../src/mapping/profile/check-accounts.ts';
import { shownProblem } from '../../../src/mapping/profile/problem.ts';
import { roleNames, roles } from '../../../src/mapping/profile/roles.ts';
import { accountsText, profileWith } from './a-profile.ts';

const chart: readonly LedgerAccount[] = roleNames.map((role, at) => ({
  number: String(1000 + at),
  kind: roles[role].kind[0],
  blocked: false,
}));
const changed = (number: string, change: Partial<LedgerAccount>) =>
  chart.map((account) => (account.number === number ? { ...account, ...change } : account));
const revenue = (text: string) => ({
  'accounts.yaml': accountsText.replace(/ {2}revenue: .*\n/, `  revenue:${text}\n`),
});
const said = (own: Readonly<Record<string, string>>, accounts = chart) =>
  checkAccounts(profileWith(own), accounts).map(shownProblem);

describe("the accounts of a profile and the ERP's chart", () => {
  it('agree', () => expect(said({})).toEqual([]));

  it('name one that does not exist, with the nearest', () =>
    expect(
      said(
        revenue("\n    account: '1008'\n    cases:\n      - { when: { product_class: digital }, account: '10088' }"),
      ),
    ).toEqual([
      'mappings/acme/accounts.yaml:13:55 accounts.revenue.cases[0].account 10088 is no account of the ERP; did you mean 1008?',
    ]));

  it('never name a control account', () =>
    expect(said({}, changed('1001', { kind: 'control' }))).toEqual([
      'mappings/acme/accounts.yaml:3:32 accounts.stripe_clearing.account 1001 is a control account, which only documents of customers and suppliers may change: take another',
    ]));

  it('need the kind that the role needs', () =>
    expect(said({}, changed('1001', { kind: 'profit-and-loss' }))).toEqual([
      'mappings/acme/accounts.yaml:3:32 accounts.stripe_clearing.account 1001 is a profit-and-loss account; stripe_clearing (the balance at Stripe; one for each currency it settles in) needs bank',
    ]));

  it('need an open one', () =>
    expect(said({}, changed('1008', { blocked: true }))).toEqual([
      'mappings/acme/accounts.yaml:10:24 accounts.revenue.account 1008 is blocked in the ERP: open it there, or take another',
    ]));

  it('are checked where a document names one by itself', () =>
    expect(said({ 'sales-order.yaml': "lines:\n  revenue_account: { value: '9999999' }\n" })).toEqual([
      'mappings/acme/sales-order.yaml:2:30 lines.revenue_account.value 9999999 is no account of the ERP',
    ]));
});
