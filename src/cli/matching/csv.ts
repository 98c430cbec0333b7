import { Complaint } from '../terminal.ts';

/** One record of a CSV file, and the places where its cells begin; lines and columns count from 1. */
export type CsvRecord = {
  readonly cells: readonly string[];
  readonly line: number;
  readonly columns: readonly number[];
};
export type CsvPlace = { readonly line: number; readonly column: number };

/** What is wrong with a file, at its place. @throws Complaint always */
export function csvFault(file: string, { line, column }: CsvPlace, what: string): never {
  throw new Complaint(`${file}:${line}:${column} ${what}`);
}

/** A spreadsheet would run these as formulas: a quote before them keeps them texts, and one is taken off again. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/;
const special = /[",;\r\n]|^\s|\s$/;

const cellOf = (text: string): string => {
  const safe = formula.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180: one record, with its end of line. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

/**
 * The records of a CSV file, blank lines left out. Semicolons separate too, where the first line has them: spreadsheets of
 * some countries write so. A byte order mark at the beginning is no part of the first cell.
 * @throws Complaint that names file, line and column
 */
export function* parseCsv(text: string, file: string): Generator<CsvRecord> {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const reader = new CsvReader(body, file, separatorOf(body));
  for (let record = reader.next(); record; record = reader.next())
    if (record.cells.length > 1 || record.cells[0] !== '') yield record;
}

const separatorOf = (text: string): string => /[,;\r\n]/.exec(text)?.[0].replace(/[\r\n]/, ',') ?? ',';

class CsvReader {
  readonly #text: string;
  readonly #file: string;
  readonly #separator: string;
  #at = 0;
  #line = 1;
  #lineBegan = 0;

  constructor(text: string, file: string, separator: string) {
    this.#text = text;
    this.#file = file;
    this.#separator = separator;
  }

  next(): CsvRecord | undefined {
    if (this.#at >= this.#text.length) return undefined;
    const { line } = this.#place();
    const cells: string[] = [];
    const columns: number[] = [];
    for (;;) {
      columns.push(this.#place().column);
      const raw = this.#text[this.#at] === '"' ? this.#quoted() : this.#bare();
      cells.push(guarded.test(raw) ? raw.slice(1) : raw);
      if (this.#text[this.#at] !== this.#separator) break;
      this.#at += 1;
    }
    this.#endLine();
    return { cells, line, columns };
  }

  #place(): CsvPlace {
    return { line: this.#line, column: this.#at - this.#lineBegan + 1 };
  }

  #bare(): string {
    const from = this.#at;
    while (this.#at < this.#text.length && !this.#ends()) {
      if (this.#text[this.#at] === '"')
        csvFault(this.#file, this.#place(), 'A quote stands inside a cell without quotes: write "a ""quoted"" word"');
      this.#at += 1;
    }
    return this.#text.slice(from, this.#at);
  }

  #quoted(): string {
    const begun = this.#place();
    let cell = '';
    for (let from = this.#at + 1; ; from = this.#at + 1) {
      const to = this.#text.indexOf('"', from);
      if (to < 0) csvFault(this.#file, begun, 'This quote is never closed');
      this.#countLines(from, to);
      cell += this.#text.slice(from, to);
      this.#at = to + 1;
      if (this.#text[this.#at] !== '"') break;
      cell += '"';
    }
    if (this.#at < this.#text.length && !this.#ends())
      csvFault(this.#file, this.#place(), 'Something follows a closing quote: a quote within a cell is written twice');
    return cell;
  }

  #ends(): boolean {
    const letter = this.#text[this.#at];
    return letter === this.#separator || letter === '\n' || letter === '\r';
  }

  #countLines(from: number, to: number): void {
    for (let at = this.#text.indexOf('\n', from); at >= 0 && at < to; at = this.#text.indexOf('\n', at + 1)) {
      this.#line += 1;
      this.#lineBegan = at + 1;
    }
  }

  #endLine(): void {
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    this.#line += 1;
    this.#lineBegan = this.#at;
  }
}
