import type { Listed, Match, Proposal } from '../../matching/evidence.ts';
import { csvFault, csvLine, parseCsv, type CsvRecord } from './csv.ts';

const decisions = ['', 'link', 'create', 'skip'] as const;
/** What a person wants done with a line; an empty one is left for later. */
export type Decision = (typeof decisions)[number];

/** What a file shows of each side besides its id, by column. */
export type Shown<S, E> = {
  readonly stripe: Readonly<Record<string, (row: S) => string | undefined>>;
  readonly erp: Readonly<Record<string, (row: E) => string | undefined>>;
};

/** The review as a person reads it, line by line; pairs without a doubt are decided already. */
export function* reviewLines<S extends Listed, E extends Listed>(
  proposals: Iterable<Proposal<S, E>>,
  { stripe: ofStripe, erp: ofErp }: Shown<S, E>,
): Generator<string> {
  const [stripe, erp] = [Object.entries(ofStripe), Object.entries(ofErp)];
  const names = (columns: readonly (readonly [string, unknown])[]) => columns.map(([name]) => name);
  yield csvLine(['match', 'reason', 'stripe_id', ...names(stripe), 'erp_number', ...names(erp), 'decision']);
  for (const { match, reason, stripe: one, erp: other } of proposals)
    yield csvLine([
      match,
      reason,
      one?.id ?? '',
      ...stripe.map(([, of]) => (one && of(one)) ?? ''),
      other?.id ?? '',
      ...erp.map(([, of]) => (other && of(other)) ?? ''),
      match === 'exact' ? 'link' : '',
    ]);
}

/** How many lines of each kind. */
export function* counted<P extends { readonly match: Match }>(
  proposals: Iterable<P>,
  counts: Record<Match, number>,
): Generator<P> {
  for (const proposal of proposals) {
    counts[proposal.match] += 1;
    yield proposal;
  }
}

export type Decided = {
  /** Of the file, from 1. */
  readonly line: number;
  readonly decision: Exclude<Decision, ''>;
  readonly stripeId: string;
  readonly erpNumber: string;
};
const needed = ['stripe_id', 'erp_number', 'decision'] as const;
type Columns = Readonly<Record<(typeof needed)[number], number>>;

/**
 * The lines that a person decided. Columns may stand in any order, and others may have been added.
 * @throws Complaint that names file, line and column of the first thing that is wrong
 */
export function decidedLines(text: string, file: string, mayCreate: boolean): readonly Decided[] {
  const records = parseCsv(text, file);
  const head = records.next();
  if (head.done) return csvFault(file, { line: 1, column: 1 }, 'The file is empty');
  const columns = columnsOf(head.value, file);
  const first = { stripe: new Map<string, number>(), erp: new Map<string, number>() };
  const lines: Decided[] = [];
  for (const record of records) {
    const decided = decidedLine(record, columns, { file, width: head.value.cells.length, mayCreate });
    if (!decided) continue;
    if (decided.decision === 'link') {
      refuseTwice(first.stripe, decided.stripeId, placeOf(record, columns.stripe_id), file);
      refuseTwice(first.erp, decided.erpNumber, placeOf(record, columns.erp_number), file);
    }
    lines.push(decided);
  }
  return lines;
}

function columnsOf({ cells, line }: CsvRecord, file: string): Columns {
  const places = needed.map((name) => {
    const at = cells.indexOf(name);
    if (at < 0) csvFault(file, { line, column: 1 }, `There is no column ${name}: the first line names the columns`);
    return [name, at] as const;
  });
  return Object.fromEntries(places) as Record<(typeof needed)[number], number>;
}

const placeOf = ({ line, columns }: CsvRecord, at: number) => ({ line, column: columns[at] ?? 1 });

type Sheet = { readonly file: string; readonly width: number; readonly mayCreate: boolean };

function decidedLine(record: CsvRecord, columns: Columns, { file, width, mayCreate }: Sheet): Decided | undefined {
  const { cells, line } = record;
  if (cells.length !== width)
    csvFault(file, { line, column: 1 }, `The line has ${cells.length} cells, the first line has ${width}`);
  const [stripeId, erpNumber, given] = needed.map((name) => cells[columns[name]]?.trim() ?? '') as [
    string,
    string,
    string,
  ];
  const decision = decisions.find((one) => one === given.toLowerCase());
  const at = placeOf(record, columns.decision);
  if (decision === undefined)
    return csvFault(file, at, `"${given}" is no decision: write link, create, skip or nothing`);
  if (decision === '') return undefined;
  if (decision === 'link' && !(stripeId && erpNumber))
    csvFault(file, at, 'link needs both ids: write the missing one into its column');
  if (decision === 'create' && !mayCreate)
    csvFault(file, at, 'create is for customers: make the item by hand, then match again');
  if (decision === 'create' && Boolean(stripeId) === Boolean(erpNumber))
    csvFault(file, at, 'create needs one id, whose other side is to be made: empty the other, or write link');
  return { line, decision, stripeId, erpNumber };
}

function refuseTwice(
  first: Map<string, number>,
  id: string,
  place: { readonly line: number; readonly column: number },
  file: string,
): void {
  const before = first.get(id);
  if (before !== undefined) csvFault(file, place, `${id} is linked in line ${before} already: one links to one`);
  first.set(id, place.line);
}
