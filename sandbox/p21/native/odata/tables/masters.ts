import { determined } from '../../../accounts.ts';
import type { Account } from '../../../accounts.ts';
import type { Erp } from '../../../erp.ts';
import { printDecimal } from '../../../../money.ts';
import { decimal, flag, tableOf, text, time, whole } from '../table.ts';
import type { Table } from '../table.ts';
import type { Ground } from './ground.ts';

/** Digits of an exchange rate behind the point. */
const RATE_DIGITS = 8;
const [FIRST_YEAR, LAST_YEAR] = [2000, 2099];

/** Company, currencies, accounts and periods. */
export const masterTables = (ground: Ground): readonly Table[] => {
  const { erp } = ground;
  return [
    tableOf('company', () => [erp], {
      company_id: text(({ company }) => company),
      company_name: text(({ companyName }) => companyName),
      home_currency_id: whole(({ currencies }) => ground.numberOf(currencies.home)),
      ar_account_no: text(() => determined.receivables),
      ap_account_no: text(payables),
    }),
    tableOf('currency_hdr', () => erp.currencies.codes().filter((code) => ground.numberOf(code) !== undefined), {
      currency_id: whole((code) => ground.numberOf(code)),
      currency_desc: text((code) => code),
      currency_code: text((code) => code),
      exchange_rate: decimal((code) => rateOf(erp, code)),
    }),
    tableOf('chart_of_accts', () => erp.chart.all(), {
      account_no: text(({ number }) => number),
      company_no: text(() => erp.company),
      account_desc: text(({ description }) => description),
      account_type: text(typeOf),
      delete_flag: flag(({ blocked }) => blocked === true),
    }),
    tableOf('bank_accounts', () => erp.chart.all().filter(({ kind }) => kind === 'bank'), {
      account_no: text(({ number }) => number),
      company_no: text(() => erp.company),
    }),
    tableOf('periods', () => months, {
      company_no: text(() => erp.company),
      period: whole((month) => String(Number(month.slice(5)))),
      year_for_period: whole((month) => month.slice(0, 4)),
      beginning_date: time((month) => ground.clock.day(`${month}-01`)),
      ending_date: time((month) => ground.clock.day(lastDayOf(month))),
      period_closed: flag((month) => !erp.periods.isOpen(`${month}-01`)),
    }),
  ];
};

const payables = ({ chart }: Erp) =>
  chart.all().find(({ kind, number }) => kind === 'control' && number !== determined.receivables)?.number;

/** Home currency for one unit. */
function rateOf({ currencies }: Erp, code: string): string {
  const units = 10n ** BigInt(RATE_DIGITS + currencies.digits(code));
  return printDecimal(currencies.toHome(units, code), RATE_DIGITS + currencies.digits(currencies.home));
}

/** The books tell balance sheet and profit from each other; on which side of them an account is, its number does. */
function typeOf({ kind, number }: Account): string {
  if (kind === 'pl') return number.startsWith('4') ? 'R' : 'X';
  return number.startsWith('2') ? 'L' : 'A';
}

const months = Array.from({ length: (LAST_YEAR - FIRST_YEAR + 1) * 12 }, (_, index) => {
  const year = FIRST_YEAR + Math.floor(index / 12);
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}`;
});

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
