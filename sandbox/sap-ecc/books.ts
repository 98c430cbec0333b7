import { asInteger, sum } from '../money.ts';
import { determined } from './chart.ts';
import type { FiLine } from './company.ts';
import type { Erp } from './erp.ts';
import { shownDocument, withoutZeros } from './numbers.ts';
import { openItemsOf } from './open-items.ts';

/** Every balance, computed from the lines of FI documents; nothing else is stored. In the words of the other simulator. */
export function booksOf(erp: Erp) {
  const documents = erp.company.fiDocuments.all();
  const lines = documents.flatMap((document) => document.lines);
  const trialBalance = balancesOf(erp, lines);
  const open = openItemsOf(erp.company);
  const control = new Set<string>([determined.receivables, determined.downPayments]);
  return {
    homeCurrency: erp.ledgerCurrency,
    journals: documents.length,
    trialBalance,
    trialBalanceMinor: trialBalance.reduce((total, one) => total + one.debitMinor - one.creditMinor, 0),
    /** The reconciliation accounts, and the open items that they must agree with. */
    receivablesMinor: asInteger(sum(lines.filter((line) => control.has(line.account)).map(({ local }) => local))),
    openItemsMinor: asInteger(sum(open.map(({ line }) => line.local))),
    openItems: open.map(({ document, line, root }) => ({
      side: line.amount < 0n ? 'credit' : 'debit',
      kind: document.type,
      number: numberOf(erp, root),
      customer: withoutZeros(line.customer),
      currency: document.currency,
      assignment: line.assignment,
      openMinor: asInteger(size(line.amount)),
      openHomeMinor: asInteger(size(line.local)),
    })),
    /** What each cash account holds: in its own currency, or in the ledger's where that is its own. */
    cash: cashOf(erp),
  };
}

function balancesOf(erp: Erp, lines: readonly FiLine[]) {
  const balances = new Map<string, bigint>();
  for (const { account, local } of lines) balances.set(account, (balances.get(account) ?? 0n) + local);
  return [...balances]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([account, balance]) => ({
      account: withoutZeros(account),
      description: erp.chart.get(account)?.description ?? '',
      debitMinor: asInteger(balance > 0n ? balance : 0n),
      creditMinor: asInteger(balance < 0n ? -balance : 0n),
    }));
}

function cashOf(erp: Erp) {
  return erp.chart
    .all()
    .filter(({ cash }) => cash)
    .flatMap(({ number, currency }) => {
      const lines = erp.company.fiDocuments
        .all()
        .flatMap((one) => one.lines.filter(({ account }) => account === number));
      const total = sum(lines.map((line) => (currency === erp.ledgerCurrency ? line.local : line.amount)));
      return lines.length === 0 ? [] : [{ account: withoutZeros(number), currency, minor: asInteger(total) }];
    });
}

/** As an outside judge names a document: a billing document by its own number, everything else by its FI key. */
export function numberOf({ company }: Pick<Erp, 'company'>, key: string): string {
  const document = company.fiDocuments.get(key);
  if (document?.origin.type === 'VBRK') return withoutZeros(document.origin.key);
  return shownDocument(key);
}

export const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
