import { determined } from './accounts.ts';
import { asInteger, sum } from '../money.ts';

/** One line of the general ledger; debits are positive, credits negative, in minor units. */
export type Line = {
  readonly account: string;
  readonly currency: string;
  readonly amount: bigint;
  /** The same in the company's home currency. */
  readonly home: bigint;
  /** What moved on a bank account, where its currency is another than the document's. */
  readonly settlement?: { readonly currency: string; readonly amount: bigint };
};
export type Journal = { readonly date: string; readonly source: string; readonly lines: readonly Line[] };

/** Double entry, only ever added to. Nothing else is stored: every balance is computed from the lines. */
export function createBooks(describe: (account: string) => string) {
  const journals: Journal[] = [];
  const lines = () => journals.flatMap((journal) => journal.lines);
  const balance = (account: string) =>
    sum(
      lines()
        .filter((line) => line.account === account)
        .map(({ home }) => home),
    );

  return {
    /** @throws Error when it does not balance in each currency: then the simulator has a bug, not its client */
    post: (journal: Journal): void => {
      if (!balances(journal.lines)) throw new Error(`The books would not balance after ${journal.source}`);
      journals.push(journal);
    },
    balance,
    receivables: () => balance(determined.receivables),
    trialBalance: () =>
      [...new Set(lines().map((line) => line.account))].sort().map((account) => {
        const home = balance(account);
        return {
          account,
          description: describe(account),
          debitMinor: asInteger(home > 0n ? home : 0n),
          creditMinor: asInteger(home < 0n ? -home : 0n),
        };
      }),
    /** What each bank account holds in the currencies that moved on it. */
    cash: (isBank: (account: string) => boolean) => cashOf(lines().filter((line) => isBank(line.account))),
    count: () => journals.length,
  };
}
export type Books = ReturnType<typeof createBooks>;

function balances(lines: readonly Line[]): boolean {
  const currencies = [...new Set(lines.map((line) => line.currency))];
  const zeroIn = (currency: string) =>
    sum(lines.filter((line) => line.currency === currency).map(({ amount }) => amount)) === 0n;
  return sum(lines.map(({ home }) => home)) === 0n && currencies.every(zeroIn);
}

function cashOf(lines: readonly Line[]) {
  const totals = new Map<string, { account: string; currency: string; minor: bigint }>();
  for (const line of lines) {
    const { currency, amount } = line.settlement ?? line;
    const key = `${line.account} ${currency}`;
    const before = totals.get(key)?.minor ?? 0n;
    totals.set(key, { account: line.account, currency, minor: before + amount });
  }
  return [...totals.values()].map((total) => ({ ...total, minor: asInteger(total.minor) }));
}
