import { createChart } from './accounts.ts';
import type { Account } from './accounts.ts';
import { createBooks } from './books.ts';
import { createClock, createPeriods } from './calendar.ts';
import { createCurrencies } from './currencies.ts';
import { invalid } from './errors.ts';
import { parseDecimal } from '../money.ts';
import type {
  CashReceipt,
  CreditMemo,
  Customer,
  CustomerRefund,
  Invoice,
  Item,
  JournalEntry,
  SalesOrder,
} from './records.ts';
import { createShelf } from './shelf.ts';
import { createSubLedger } from './sub-ledger.ts';

export type ErpOptions = {
  readonly company?: string;
  readonly companyName?: string;
  readonly homeCurrency?: string;
  /** US dollars for one unit, as decimal strings. */
  readonly rates?: Readonly<Record<string, string>>;
  /** Digits behind the point, where the company departs from ISO 4217. */
  readonly decimals?: Readonly<Record<string, number>>;
  readonly accounts?: readonly Account[];
  /** Per cent by tax code, as decimal strings. */
  readonly taxCodes?: Readonly<Record<string, string>>;
  /** Months, as in "2025-12". */
  readonly closedPeriods?: readonly string[];
  /** When released orders ship by themselves; never, if absent. */
  readonly shipAfterMs?: number;
  readonly invoiceAfterMs?: number;
};

/** Digits of a percentage behind the point. */
const PERCENT_DIGITS = 4;
/** What a rate from `taxRates` is divided by. */
export const WHOLE_RATE = 100n * 10n ** BigInt(PERCENT_DIGITS);
const usualTaxCodes = { NOTAX: '0', STD19: '19', RED7: '7', CA825: '8.25', STD10: '10', STD5: '5' };

/** Everything that one company of the ERP remembers. */
export function createErp(options: ErpOptions) {
  const company = options.company ?? 'ACME';
  const clock = createClock();
  const chart = createChart(options.accounts ?? []);
  const books = createBooks(chart.describe);
  const taxRates = new Map(
    Object.entries({ ...usualTaxCodes, ...options.taxCodes }).map(([code, percent]) => [code, rateOf(code, percent)]),
  );
  return {
    company,
    companyName: options.companyName ?? 'Acme Supply',
    clock,
    chart,
    books,
    taxRates,
    currencies: createCurrencies({
      home: options.homeCurrency ?? 'USD',
      ...(options.rates && { rates: options.rates }),
      ...(options.decimals && { decimals: options.decimals }),
    }),
    periods: createPeriods(options.closedPeriods ?? []),
    subLedger: createSubLedger(books),
    customers: createShelf<Customer>('Customer', clock, 100_001),
    items: createShelf<Item>('Item', clock, 1),
    orders: createShelf<SalesOrder>('Sales order', clock, 1_000_001),
    invoices: createShelf<Invoice>('Invoice', clock, 3_000_001),
    creditMemos: createShelf<CreditMemo>('Credit memo', clock, 4_000_001),
    receipts: createShelf<CashReceipt>('Cash receipt', clock, 5_000_001),
    refunds: createShelf<CustomerRefund>('Customer refund', clock, 6_000_001),
    journals: createShelf<JournalEntry>('Journal entry', clock, 7_000_001),
    mustBeOurs: (companyId: string | undefined): void => {
      if (companyId !== undefined && companyId !== company) {
        throw invalid(`CompanyId "${companyId}" is not the company of this login, which is "${company}"`);
      }
    },
  };
}
export type Erp = ReturnType<typeof createErp>;

function rateOf(code: string, percent: string): bigint {
  const rate = parseDecimal(percent, PERCENT_DIGITS);
  if (rate === undefined) throw new RangeError(`"${percent}" is no percentage for ${code}; write it as in "8.25"`);
  return rate;
}
