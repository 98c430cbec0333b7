import { ErpError } from '../../errors.ts';
import type { Answer, Rfc } from '../rfc.ts';
import { isOneOf, all, is, optionsOf, type Condition } from './conditions.ts';

export type Query<F extends string> = {
  readonly table: string;
  /** A key first: a row that began with blanks would lose them to whoever trims XML. */
  readonly fields: readonly [F, ...F[]];
  readonly where: Condition;
};
export type Row<F extends string> = Readonly<Record<F, string>>;

const delimiter = '|';
const pageSize = 500;
/** Values in one condition; more of them are asked for in several calls. */
const valuesAtOnce = 25;

/** All that RFC_READ_TABLE finds, values trimmed. */
export async function readTable<F extends string>(
  rfc: Rfc,
  query: Query<F>,
  signal?: AbortSignal,
): Promise<readonly Row<F>[]> {
  const found: Row<F>[] = [];
  for await (const page of tablePages(rfc, query, signal)) found.push(...page);
  return found;
}

/** The same for each of several values of a field. */
export async function readTableOf<F extends string>(
  rfc: Rfc,
  query: Query<F>,
  field: F,
  values: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Row<F>[]> {
  const wanted = [...new Set(values)];
  const found: Row<F>[] = [];
  for (let first = 0; first < wanted.length; first += valuesAtOnce) {
    const some = isOneOf(field, wanted.slice(first, first + valuesAtOnce));
    const where = query.where.length > 0 ? all(query.where, some) : some;
    found.push(...(await readTable(rfc, { ...query, where }, signal)));
  }
  return found;
}

/** The same for many values that lie close together: what stands between the first and the last is read, and sifted. */
async function readSpan<F extends string>(
  rfc: Rfc,
  query: Query<F>,
  field: F,
  values: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Row<F>[]> {
  const wanted = new Set(values);
  const [first = '', last = first] = [...wanted]
    .sort()
    .filter((_, place, { length }) => [0, length - 1].includes(place));
  const span = all(...(query.where.length > 0 ? [query.where] : []), is(field, first, 'GE'), is(field, last, 'LE'));
  const rows = await readTable(rfc, { ...query, where: span }, signal);
  return rows.filter((row) => wanted.has(row[field]));
}

/** Values in one condition, or their span: whichever takes fewer calls. */
export const readTableByKey: typeof readTableOf = async (rfc, query, field, values, signal) =>
  values.length > valuesAtOnce
    ? readSpan(rfc, query, field, values, signal)
    : readTableOf(rfc, query, field, values, signal);

/** Page after page until one is short. */
export async function* tablePages<F extends string>(
  rfc: Rfc,
  { table, fields, where }: Query<F>,
  signal?: AbortSignal,
): AsyncGenerator<readonly Row<F>[]> {
  for (let skipped = 0; ; skipped += pageSize) {
    const answer = await rfc.call(
      'RFC_READ_TABLE',
      {
        QUERY_TABLE: table,
        DELIMITER: delimiter,
        ROWSKIPS: String(skipped),
        ROWCOUNT: String(pageSize),
        OPTIONS: optionsOf(where),
        FIELDS: fields.map((FIELDNAME) => ({ FIELDNAME })),
      },
      { write: false, tables: ['DATA'], signal },
    );
    const lines = answer.table('DATA');
    if (lines.length === 0) mustTellFields(answer, table);
    const places = placesOf(answer, fields);
    yield lines.map(({ WA = '' }) => valuesOf(WA, fields, places, table));
    if (lines.length < pageSize) return;
  }
}

/** FIELDS come back whatever is found. Without them, that nothing was found is nobody's word. */
function mustTellFields(answer: Answer, table: string): void {
  if (answer.table('FIELDS').length > 0) return;
  throw new ErpError('unavailable', `SAP answered for ${table} with neither rows nor their fields`, { where: table });
}

type Place = { readonly offset: number; readonly length: number };

/** Where each field stands in a line; nothing if SAP does not say it of all. */
function placesOf(answer: Answer, fields: readonly string[]): readonly Place[] | undefined {
  const given = new Map(answer.table('FIELDS').map((row) => [row['FIELDNAME']?.trim(), row]));
  const places = fields.map((field) => ({
    offset: Number(given.get(field)?.['OFFSET']?.trim() || Number.NaN),
    length: Number(given.get(field)?.['LENGTH']?.trim() || Number.NaN),
  }));
  return places.every(({ offset, length }) => Number.isInteger(offset) && Number.isInteger(length))
    ? places
    : undefined;
}

/** By place, because a value may hold the delimiter; by delimiter where SAP told no places. */
function valuesOf<F extends string>(
  line: string,
  fields: readonly F[],
  places: readonly Place[] | undefined,
  table: string,
): Row<F> {
  const values =
    places && delimitedAt(line, places)
      ? places.map(({ offset, length }) => line.slice(offset, offset + length))
      : line.split(delimiter);
  if (values.length !== fields.length)
    throw new ErpError('unavailable', `A row of ${table} has ${values.length} values in place of ${fields.length}`, {
      where: table,
    });
  return Object.fromEntries(fields.map((field, place) => [field, (values[place] ?? '').trim()])) as Row<F>;
}

const delimitedAt = (line: string, places: readonly Place[]): boolean =>
  places.every(({ offset }) => offset === 0 || line.charAt(offset - 1) === delimiter);
