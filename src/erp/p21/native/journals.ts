import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { lost } from '../../http.ts';
import { wholeNumber } from './amounts.ts';
import { read, type NativeClient } from './client.ts';

/** A line as the GL service takes it; amounts are decimal text here and bare numbers on the wire. */
export type GlLine = {
  readonly AccountNumber: string;
  readonly Period: string;
  readonly YearForPeriod: string;
  /** Home currency, debit positive. */
  readonly Amount: string;
  readonly ForeignAmount: string;
  readonly CurrencyId: string;
  readonly Description: string;
  readonly Source: string;
  readonly TransactionDate: string;
};
export type Journals = {
  /** Posts all lines as one entry; gives its `TransactionNumber`. */
  post(lines: readonly GlLine[], signal: AbortSignal): Promise<string>;
};

/** `company` and `journal` as Prophet 21 writes them: `CompanyNo` and `JournalId` of every line. */
type Books = { readonly company: string; readonly journal: string };

/** `12345.0` is what the tables call 12345. */
const TransactionNumber = z
  .string()
  .regex(/^\d{1,15}(\.0*)?$/)
  .transform((number) => wholeNumber(number, 'TransactionNumber'));
const Posted = z.array(z.object({ TransactionNumber })).min(1);

export const createJournals = (client: NativeClient, books: Books): Journals => ({
  post: (lines, signal) =>
    client.send(
      {
        route: 'POST /api/accounting/gl',
        path: '/api/accounting/gl/',
        body: lines.map((line) => encoded(line, books)),
        signal,
      },
      (request, reply) => {
        const numbers = new Set(read(Posted, request, reply).map(({ TransactionNumber }) => TransactionNumber));
        const [number, ...others] = numbers;
        if (number !== undefined && others.length === 0) return number;
        throw lost(request, `gave the lines of one entry different numbers: ${[...numbers].join(', ')}`);
      },
    ),
});

/** Digit by digit: an amount that passed through a floating point number is another amount. */
const encoded = (line: GlLine, { company, journal }: Books): object => ({
  CompanyNo: company,
  AccountNumber: line.AccountNumber,
  Period: new LosslessNumber(line.Period),
  YearForPeriod: new LosslessNumber(line.YearForPeriod),
  JournalId: journal,
  Amount: new LosslessNumber(line.Amount),
  ForeignAmount: new LosslessNumber(line.ForeignAmount),
  CurrencyId: new LosslessNumber(line.CurrencyId),
  Description: line.Description,
  Source: line.Source,
  TransactionDate: line.TransactionDate,
});
