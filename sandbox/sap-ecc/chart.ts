import { alpha } from './numbers.ts';

export type Account = {
  /** SAKNR, as the options write it, without zeros. */
  readonly number: string;
  readonly description: string;
  /** SKA1-XBILK; without it the account is of profit and loss. */
  readonly balanceSheet: boolean;
  /** SKB1-MITKZ: `D` can only be posted to through customers. */
  readonly reconciliation?: 'D' | 'K';
  /** SKB1-XOPVW. */
  readonly openItems?: boolean;
  /** SKB1-XSPEB. */
  readonly blocked?: boolean;
  /** SKB1-WAERS. In the ledger's currency, the default, it takes all; in another one only that. */
  readonly currency?: string;
  /** Money: shown as cash by `/_sandbox/books`. */
  readonly cash?: boolean;
};

/** The accounts that the ERP itself posts to. */
export const determined = {
  receivables: '0000140000',
  downPayments: '0000170000',
  revenue: '0000800000',
  tax: '0000175000',
  exchange: '0000230000',
} as const;

const balance = (number: string, description: string, more: Partial<Account> = {}): Account => ({
  number,
  description,
  balanceSheet: true,
  ...more,
});
const profit = (number: string, description: string): Account => ({ number, description, balanceSheet: false });

const usualAccounts: readonly Account[] = [
  balance('113000', 'Bank', { cash: true }),
  balance('113100', 'Stripe clearing', { openItems: true, cash: true }),
  balance('113101', 'Stripe clearing, dollars', { openItems: true, cash: true, currency: 'USD' }),
  balance('113102', 'Stripe clearing, pounds', { openItems: true, cash: true, currency: 'GBP' }),
  balance('113150', 'Payouts in transit', { openItems: true }),
  balance('113200', 'Disputes', { openItems: true }),
  balance('140000', 'Receivables', { reconciliation: 'D' }),
  balance('160000', 'Payables', { reconciliation: 'K' }),
  balance('170000', 'Down payments of customers', { reconciliation: 'D' }),
  balance('175000', 'Output tax'),
  balance('113250', 'Reserves at Stripe', { openItems: true }),
  balance('113300', 'Transfers to connected accounts', { openItems: true }),
  balance('154000', 'Input tax'),
  balance('199900', 'Suspense', { openItems: true }),
  balance('199990', 'Old clearing', { blocked: true }),
  balance('210000', 'Deferred revenue'),
  profit('230000', 'Exchange differences'),
  profit('476900', 'Payment fees'),
  profit('476910', 'Losses from disputes'),
  profit('476920', 'Dispute fees'),
  profit('476930', 'Bad debts'),
  profit('476990', 'Adjustments of payments'),
  profit('800000', 'Revenue'),
  profit('800001', 'Discounts'),
  profit('800100', 'Revenue, digital goods'),
];

/** The chart of accounts; numbers that it gives and takes have their zeros. */
export function createChart(ledgerCurrency: string, seed: readonly Account[]) {
  const accounts = new Map(
    [...usualAccounts, ...seed].map((one) => {
      const number = alpha(one.number, 10);
      return [number, { currency: ledgerCurrency, ...one, number }] as const;
    }),
  );
  return { all: () => [...accounts.values()], get: (number: string) => accounts.get(number) };
}
