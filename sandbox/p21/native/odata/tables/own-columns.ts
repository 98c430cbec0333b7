import type { Row, Table } from '../table.ts';

type Fields = Readonly<Record<string, string>> | undefined;

/** Adds the columns that a site made for itself: all that some record has a value in, as text. */
export function ownColumns<R>(table: Table, records: () => readonly R[], fieldsOf: (record: R) => Fields): Table {
  const own = () => new Set(records().flatMap((record) => Object.keys(fieldsOf(record) ?? {})));
  const rows = (): readonly Row[] => {
    const fields = records().map(fieldsOf);
    return table
      .rows()
      .map(
        (row, index) => (column) => (table.columns.includes(column) ? row(column) : (fields[index]?.[column] ?? null)),
      );
  };
  return {
    name: table.name,
    get columns() {
      return [...new Set([...table.columns, ...own()])];
    },
    typeOf: (column) => (own().has(column) && !table.columns.includes(column) ? 'text' : table.typeOf(column)),
    rows,
  };
}
