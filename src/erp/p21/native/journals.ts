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
