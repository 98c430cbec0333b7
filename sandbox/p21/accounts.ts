import { refused } from './errors.ts';

type AccountKind = 'bank' | 'control' | 'balance' | 'pl';
export type Account = {
  readonly number: string;
  readonly description: string;
  readonly kind: AccountKind;
  readonly blocked?: boolean;
  /** A bank account that is kept in this currency only. */
  readonly currency?: string;
};

/** The accounts that the ERP itself posts to. */
export const determined = { receivables: '1100', revenue: '4000', tax: '2200', exchange: '7100' } as const;

const account = (number: string, kind: AccountKind, description: string, blocked = false): Account => ({
  number,
  kind,
  description,
  blocked,
});

const usualAccounts: readonly Account[] = [
  account('1000', 'bank', 'Bank'),
  account('1010', 'bank', 'Stripe clearing'),
  account('1011', 'bank', 'Stripe clearing, second currency'),
  account('1012', 'bank', 'Stripe clearing, third currency'),
  account('1015', 'balance', 'Payouts in transit'),
  account(determined.receivables, 'control', 'Accounts receivable'),
  account('1200', 'balance', 'Disputes'),
  account('1210', 'balance', 'Reserves'),
  account('1300', 'balance', 'Input tax'),
  account('1400', 'balance', 'Transfers to connected accounts'),
  account('1999', 'balance', 'Suspense'),
  account('2000', 'control', 'Accounts payable'),
  account('2100', 'balance', 'Deferred revenue'),
  account(determined.tax, 'balance', 'Sales tax payable'),
  account(determined.revenue, 'pl', 'Revenue'),
  account('4010', 'pl', 'Revenue, digital goods'),
  account('4020', 'pl', 'Revenue, services'),
  account('6000', 'pl', 'Payment fees'),
  account('6010', 'pl', 'Dispute losses'),
  account('6100', 'pl', 'Dispute fees'),
  account('6200', 'pl', 'Bad debts'),
  account('6900', 'pl', 'Adjustments'),
  account(determined.exchange, 'pl', 'Realised exchange differences'),
  account('9999', 'balance', 'Old clearing', true),
];

export function createChart(seed: readonly Account[]) {
  const accounts = new Map([...usualAccounts, ...seed].map((one) => [one.number, one]));
  const open = (number: string): Account => {
    const found = accounts.get(number);
    if (!found) throw refused(`Account ${number} does not exist`);
    if (found.blocked) throw refused(`Account ${number} is blocked for posting`);
    return found;
  };
  return {
    all: (): readonly Account[] =>
      [...accounts.values()].sort((a, b) => Number(a.number > b.number) - Number(a.number < b.number)),
    describe: (number: string): string => accounts.get(number)?.description ?? '',
    /** @throws Refusal unless a journal may post to it: control accounts change by documents of the sub-ledger only */
    mustTakeJournals: (number: string): void => {
      if (open(number).kind === 'control') throw refused(`Account ${number} is a control account, closed to journals`);
    },
    /** @throws Refusal unless revenue of a line may be posted to it */
    mustTakeRevenue: (number: string): void => {
      const found = accounts.get(number);
      if (!found) throw refused(`RevenueAccount ${number} does not exist`);
      if (found.blocked) throw refused(`RevenueAccount ${number} is blocked for posting`);
      if (found.kind === 'control') throw refused(`RevenueAccount ${number} is a control account`);
    },
    /** @throws Refusal unless cash in that currency may move over it */
    mustHoldCash: (number: string, currency: string): void => {
      const { kind, currency: kept } = open(number);
      if (kind !== 'bank') throw refused(`BankAccount ${number} is not a bank account`);
      if (kept && kept !== currency) throw refused(`BankAccount ${number} is kept in ${kept}, not in ${currency}`);
    },
  };
}
