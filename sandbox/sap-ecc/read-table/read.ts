import type { Column, Row } from './columns.ts';
import { written } from './columns.ts';
import { conditionOf } from './conditions.ts';
import { ReadTableError } from './errors.ts';

export type Table = { readonly columns: readonly Column[]; readonly rows: () => readonly Row[] };

type Request = {
  readonly delimiter: string;
  /** Rows of OPTIONS. */
  readonly options: readonly string[];
  /** In this order; every field of the table, if empty. */
  readonly fields: readonly string[];
  readonly skip: number;
  /** 0 gives all. */
  readonly count: number;
  readonly noData: boolean;
};

/** Width of TAB512-WA. */
const ROW_LENGTH = 512;

/** What RFC_READ_TABLE gives in DATA and FIELDS. @throws ReadTableError as the function's exceptions */
export function readTable(name: string, table: Table | undefined, request: Request) {
  if (!table) throw new ReadTableError('TABLE_NOT_AVAILABLE', name);
  const chosen = chosenColumns(table, request.fields);
  const layout = laidOut(chosen, request.delimiter);
  const holds = conditionOf(request.options, table.columns);
  const found = request.noData ? [] : table.rows().filter(holds);
  const end = request.count > 0 ? request.skip + request.count : undefined;
  return {
    fields: layout,
    data: found.slice(request.skip, end).map((row) => line(row, chosen, request.delimiter)),
  };
}

function chosenColumns(table: Table, names: readonly string[]): readonly Column[] {
  if (names.length === 0) return table.columns;
  return names.map((name) => {
    const column = table.columns.find((candidate) => candidate.name === name.trim());
    if (!column) throw new ReadTableError('FIELD_NOT_VALID', name);
    return column;
  });
}

/** A delimiter stands between two columns and counts in the offset of the second. */
function laidOut(chosen: readonly Column[], delimiter: string) {
  let offset = 0;
  const layout = chosen.map(({ name, type, length }) => {
    const field = { name, type, length, offset };
    offset += length + delimiter.length;
    return field;
  });
  const width = offset - delimiter.length;
  if (width > ROW_LENGTH) throw new ReadTableError('DATA_BUFFER_EXCEEDED', `${width} of ${ROW_LENGTH}`);
  return layout;
}

/** The last column's blanks are lost, as those of every CHAR value in SOAP. */
const line = (row: Row, chosen: readonly Column[], delimiter: string): string =>
  chosen
    .map((column) => written(column, row[column.name]))
    .join(delimiter)
    .trimEnd();
