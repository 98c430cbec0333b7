import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import type { Erp } from '../erp.ts';
import { invalid, parseBody, refused } from '../errors.ts';
import { name, text } from '../fields.ts';
import { postEntry } from '../journal-entries.ts';
import type { JournalEntry, JournalLine } from '../records.ts';
import { redirectToSlash } from './headers.ts';
import { bare, bareNumber, bodyOf, sendLossless } from './lossless.ts';
import type { NativeSite } from './native-site.ts';
import { USUAL_JOURNAL } from './odata/tables/ledger.ts';

const path = '/api/accounting/gl/';

const newLine = z.strictObject({
  CompanyNo: name(8),
  AccountNumber: name(32),
  Period: bareNumber,
  YearForPeriod: bareNumber,
  JournalId: name(8),
  Amount: bareNumber,
  ForeignAmount: bareNumber,
  CurrencyId: bareNumber,
  Description: text(255).optional(),
  Source: text(40).optional(),
  TransactionDate: z.string().regex(/^\d{4}-\d{2}-\d{2}T00:00:00$/, 'write a day as in "2026-01-30T00:00:00"'),
});
type NewLine = z.output<typeof newLine>;
const newEntry = z.array(newLine).min(1, 'an entry has lines');

/** The REST service of the general ledger: an entry is an array of its lines. */
export function ledgerRoutes(site: NativeSite): Router {
  const router = express.Router({ strict: true });
  const { erp } = site;
  router.all(path.slice(0, -1), redirectToSlash);
  router.post(path, (req, res) => {
    const entry = postEntry(erp, entryOf(site, parseBody(newEntry, bodyOf(req))));
    sendLossless(res, print(site, entry));
  });
  /** The whole table, whatever `$top` says. */
  router.get(path, (_req, res) =>
    sendLossless(
      res,
      erp.journals.all().flatMap((entry) => print(site, entry)),
    ),
  );
  router.get(`${path}:number`, (req, res) => {
    const entry = erp.journals.find(req.params.number);
    sendLossless(res, entry ? print(site, entry) : []);
  });
  return router;
}

/** What the lines must have in common is taken from the first. */
function entryOf({ erp, currencies }: NativeSite, lines: readonly NewLine[]): Parameters<typeof postEntry>[1] {
  const [first] = lines;
  if (!first) throw invalid('An entry has lines');
  const shared = ['CompanyNo', 'Period', 'YearForPeriod', 'JournalId', 'CurrencyId', 'TransactionDate'] as const;
  const uneven = shared.find((field) => lines.some((line) => line[field] !== first[field]));
  if (uneven) throw invalid(`All lines of an entry must have the same ${uneven}`);
  erp.mustBeOurs(first.CompanyNo);
  const currency = currencies.get(first.CurrencyId);
  if (currency === undefined) throw refused(`Invalid CurrencyId: ${first.CurrencyId} does not exist`);
  return {
    companyNo: first.CompanyNo,
    date: openDay(erp, first),
    reference: first.Source,
    source: undefined,
    description: undefined,
    journalId: first.JournalId,
    currency,
    lines: lines.map((line) => readLine(erp, line, currency)),
  };
}

function openDay({ periods }: Erp, { Period, YearForPeriod, TransactionDate }: NewLine): string {
  const day = TransactionDate.slice(0, 10);
  if (day.slice(0, 7) !== `${YearForPeriod}-${Period.padStart(2, '0')}`) {
    throw refused(`Transaction date ${day} is not in period ${Period} of ${YearForPeriod}`);
  }
  if (!periods.isOpen(day)) throw refused(`Period ${Period} of ${YearForPeriod} is closed`);
  return periods.mustBeOpen(day, 'TransactionDate');
}

function readLine(erp: Erp, line: NewLine, currency: string): JournalLine {
  erp.chart.mustTakeJournals(line.AccountNumber);
  const amount = erp.currencies.parse(line.ForeignAmount, currency, 'ForeignAmount');
  const home = erp.currencies.parse(line.Amount, erp.currencies.home, 'Amount');
  if (currency === erp.currencies.home && amount !== home) {
    throw invalid(`Amount and ForeignAmount are both in ${currency}, so they must be equal`);
  }
  return { account: line.AccountNumber, amount, home, description: line.Description };
}

const print = ({ erp, currencies }: NativeSite, entry: JournalEntry) =>
  entry.lines.map((line) => ({
    TransactionNumber: bare(entry.number),
    CompanyNo: erp.company,
    AccountNumber: line.account,
    Period: bare(String(Number(entry.date.slice(5, 7)))),
    YearForPeriod: bare(entry.date.slice(0, 4)),
    JournalId: entry.journalId ?? USUAL_JOURNAL,
    Amount: bare(erp.currencies.print(line.home, erp.currencies.home)),
    ForeignAmount: bare(erp.currencies.print(line.amount, entry.currency)),
    CurrencyId: bare([...currencies].find(([, code]) => code === entry.currency)?.[0] ?? '0'),
    Description: line.description ?? entry.description,
    Source: entry.reference,
    TransactionDate: `${entry.date}T00:00:00`,
  }));
