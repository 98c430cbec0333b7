import { z } from 'zod';
import { positive } from './cash.ts';
import { pageOf } from './collections.ts';
import type { Erp } from './erp.ts';
import { invalid, parseBody, refused } from './errors.ts';
import { amount, currency, day, listOf, name, reference, text } from './fields.ts';
import { sum } from '../money.ts';
import type { JournalEntry, JournalLine } from './records.ts';
import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import type { Kept } from './shelf.ts';
import { stamps } from './shelf.ts';

const journalLine = z.strictObject({
  AccountNumber: name(40),
  DebitAmount: amount.optional(),
  CreditAmount: amount.optional(),
  Description: text(60).optional(),
});
const newEntry = z.strictObject({
  CompanyNo: text(8).optional(),
  TransactionDate: day,
  Reference: reference.optional(),
  Source: text(40).optional(),
  Description: text(255).optional(),
  CurrencyId: currency,
  Lines: listOf(journalLine),
});

export const journalEntryRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/gl/journalentries',
    handle: ({ query }) => pageOf(erp.journals, query, filters, (entry) => print(erp, entry)),
  },
  { method: 'post', path: '/api/v2/gl/journalentries', handle: ({ body }) => print(erp, create(erp, body)) },
  {
    method: 'get',
    path: '/api/v2/gl/journalentries/{TransactionNumber}',
    handle: (call) => print(erp, erp.journals.get(numberIn(call, 'TransactionNumber'))),
  },
];

function create(erp: Erp, input: unknown): JournalEntry {
  const body = parseBody(newEntry, input);
  erp.mustBeOurs(body.CompanyNo);
  erp.currencies.mustExist(body.CurrencyId);
  const date = erp.periods.mustBeOpen(body.TransactionDate, 'TransactionDate');
  const lines = atOurRate(
    erp,
    body.Lines.list.map((one) => readLine(erp, one, body.CurrencyId)),
    body.CurrencyId,
  );
  return postEntry(erp, {
    companyNo: body.CompanyNo,
    date,
    reference: body.Reference,
    source: body.Source,
    description: body.Description,
    journalId: undefined,
    currency: body.CurrencyId,
    lines,
  });
}

/** @throws Refusal unless it balances, in both currencies */
export function postEntry(erp: Erp, entry: Omit<JournalEntry, keyof Kept>): JournalEntry {
  const { lines, currency: code, date } = entry;
  const balances = [lines.map(({ amount }) => amount), lines.map(({ home }) => home)].every((one) => sum(one) === 0n);
  if (lines.length < 2 || !balances) throw refused('Records do not balance');

  const kept = { number: erp.journals.nextNumber(), ...erp.journals.fresh(), ...entry };
  const booked = lines.map(({ account, amount, home }) => ({ account, currency: code, amount, home }));
  erp.books.post({ date, source: `journal entry ${kept.number}`, lines: booked });
  return erp.journals.put(kept);
}

type Written = Omit<JournalLine, 'home'>;

function readLine(erp: Erp, body: z.output<typeof journalLine>, code: string): Written {
  const { AccountNumber, DebitAmount, CreditAmount } = body;
  if ((DebitAmount === undefined) === (CreditAmount === undefined)) {
    throw invalid(`Give either DebitAmount or CreditAmount for account ${AccountNumber}`);
  }
  erp.chart.mustTakeJournals(AccountNumber);
  const read = (written: string, field: string) => positive(erp.currencies.parse(written, code, field), field);
  return {
    account: AccountNumber,
    amount: DebitAmount === undefined ? -read(CreditAmount ?? '', 'CreditAmount') : read(DebitAmount, 'DebitAmount'),
    description: body.Description,
  };
}

/** Each line at the ERP's rate; the last one takes what rounding left over. */
function atOurRate(erp: Erp, lines: readonly Written[], code: string): readonly JournalLine[] {
  const homes = lines.slice(0, -1).map((one) => erp.currencies.toHome(one.amount, code));
  return lines.map((one, index) => ({ ...one, home: homes[index] ?? -sum(homes) }));
}

const filters = { Reference: (entry: JournalEntry, wanted: string) => entry.reference === wanted };

const print = (erp: Erp, entry: JournalEntry) => ({
  TransactionNumber: entry.number,
  CompanyId: erp.company,
  CompanyNo: entry.companyNo ?? erp.company,
  TransactionDate: entry.date,
  Period: Number(entry.date.slice(5, 7)),
  Year: Number(entry.date.slice(0, 4)),
  Reference: entry.reference,
  Source: entry.source,
  Description: entry.description,
  CurrencyId: entry.currency,
  Lines: {
    list: entry.lines.map((one) => ({
      AccountNumber: one.account,
      [one.amount < 0n ? 'CreditAmount' : 'DebitAmount']: erp.currencies.print(
        one.amount < 0n ? -one.amount : one.amount,
        entry.currency,
      ),
      Description: one.description,
    })),
  },
  ...stamps(entry),
});
