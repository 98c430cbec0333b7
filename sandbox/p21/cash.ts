import type { Line } from './books.ts';
import type { Erp } from './erp.ts';
import { invalid } from './errors.ts';
import type { CashHeader } from './fields.ts';

/** One amount of cash in its three currencies, in minor units. */
export type Cash = { readonly amount: bigint; readonly settlement: bigint; readonly home: bigint };

/** @throws Refusal when the amounts contradict each other, or the account cannot hold them */
export function readCash(erp: Erp, header: CashHeader): Cash {
  erp.mustBeOurs(header.CompanyId);
  erp.currencies.mustExist(header.CurrencyId);
  erp.currencies.mustExist(header.SettlementCurrencyId);
  const home = erp.currencies.home;
  const read = (text: string, currency: string, field: string) => ({
    field,
    currency,
    minor: positive(erp.currencies.parse(text, currency, field), field),
  });
  const amount = read(header.Amount, header.CurrencyId, 'Amount');
  const settlement = read(header.SettlementAmount, header.SettlementCurrencyId, 'SettlementAmount');
  const ledger = read(header.LedgerAmount, home, 'LedgerAmount');
  const pairs = [
    [amount, settlement],
    [amount, ledger],
    [settlement, ledger],
  ] as const;
  for (const [a, b] of pairs) {
    if (a.currency === b.currency && a.minor !== b.minor) {
      throw invalid(`${a.field} and ${b.field} are both in ${a.currency}, so they must be equal`);
    }
  }
  erp.chart.mustHoldCash(header.BankAccount, header.SettlementCurrencyId);
  return { amount: amount.minor, settlement: settlement.minor, home: ledger.minor };
}

/** The bank's side of a receipt (`1n`: a debit) or of a refund (`-1n`). */
export const bankLine = (header: CashHeader, cash: Cash, sign: bigint): Line => ({
  account: header.BankAccount,
  currency: header.CurrencyId,
  amount: sign * cash.amount,
  home: sign * cash.home,
  settlement: { currency: header.SettlementCurrencyId, amount: sign * cash.settlement },
});

export const printCash = (erp: Erp, header: CashHeader, cash: Cash) => ({
  ...header,
  CompanyId: erp.company,
  Amount: erp.currencies.print(cash.amount, header.CurrencyId),
  SettlementAmount: erp.currencies.print(cash.settlement, header.SettlementCurrencyId),
  LedgerAmount: erp.currencies.print(cash.home, erp.currencies.home),
});

export function positive(minor: bigint, field: string): bigint {
  if (minor <= 0n) throw invalid(`${field} must be more than nought`);
  return minor;
}
