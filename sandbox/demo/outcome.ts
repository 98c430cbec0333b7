import type { Company } from './companies/company.ts';
import type { Verdict } from './judge.ts';

/** What came of a company's day. */
export type CompanyOutcome = {
  readonly company: Company;
  readonly verdict: Verdict;
  /** Cases that the company's person mended. */
  readonly mended: number;
};
export type Outcome = {
  readonly companies: readonly CompanyOutcome[];
  /** Effects whose outcome was unknown and that were found in an ERP. */
  readonly recovered: number;
  readonly faults: readonly string[];
  readonly seed: number;
  readonly seconds: number;
};
type ByCurrency = Verdict['trialBalanceMinor'];

/** Good is what is good for everybody. */
export const isGood = ({ companies }: Outcome): boolean => companies.every(({ verdict }) => verdict.good);

/** The companies together; amounts by currency. */
export function totalOf({ companies }: Outcome) {
  const verdicts = companies.map(({ verdict }) => verdict);
  const count = (of: (verdict: Verdict) => number): number => verdicts.reduce((sum, verdict) => sum + of(verdict), 0);
  return {
    orders: count(({ orders }) => orders.length),
    lost: count(({ lost }) => lost),
    duplicated: count(({ duplicated }) => duplicated),
    parked: count(({ parked }) => parked),
    mended: companies.reduce((sum, { mended }) => sum + mended, 0),
    trialBalanceMinor: added(verdicts.map(({ trialBalanceMinor }) => trialBalanceMinor)),
    differenceMinor: added(verdicts.map(({ differenceMinor }) => differenceMinor)),
    events: count(({ events }) => events),
    documents: count(({ documents }) => documents),
    alerts: {
      raised: count(({ alerts }) => alerts.raised),
      recovered: count(({ alerts }) => alerts.recovered),
    },
  };
}

function added(sums: readonly ByCurrency[]): ByCurrency {
  const currencies = [...new Set(sums.flatMap((one) => Object.keys(one)))].toSorted();
  return Object.fromEntries(
    currencies.map((currency) => [currency, sums.reduce((sum, one) => sum + (one[currency] ?? 0), 0)]),
  );
}
