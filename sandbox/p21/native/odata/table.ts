import { noSuchColumn } from './refused.ts';

/** How a column is compared and written: `whole` and `decimal` are both numbers to a filter. */
type ColumnType = 'text' | 'whole' | 'decimal' | 'time';
type Read<R> = (record: R) => string | null | undefined;
type Column<R> = { readonly type: ColumnType; readonly read: Read<R> };

export const text = <R>(read: Read<R>): Column<R> => ({ type: 'text', read });
/** A number that counts or names; the gateway may have let in a name that is none, which shows as nothing here. */
export const whole = <R>(read: Read<R>): Column<R> => ({
  type: 'whole',
  read: (record) => (/^\d+$/.test(read(record) ?? '') ? read(record) : undefined),
});
/** Decimal text, with the digits that shall be seen. */
export const decimal = <R>(read: Read<R>): Column<R> => ({ type: 'decimal', read });
/** By Prophet 21's own clock: `2026-01-30T04:15:00.123`. */
export const time = <R>(read: Read<R>): Column<R> => ({ type: 'time', read });
export const flag = <R>(isSo: (record: R) => boolean): Column<R> => text((record) => (isSo(record) ? 'Y' : 'N'));

/** One row, read column by column: a filter on one column reads no other. */
export type Row = (column: string) => string | null;
export type Table = {
  readonly name: string;
  readonly columns: readonly string[];
  /** @throws ODataRefusal for a column that is not there */
  readonly typeOf: (column: string) => ColumnType;
  readonly rows: () => readonly Row[];
};

export function tableOf<R>(
  name: string,
  records: () => readonly R[],
  columns: Readonly<Record<string, Column<R>>>,
): Table {
  const known = new Map(Object.entries(columns));
  return {
    name,
    columns: [...known.keys()],
    typeOf: (column) => {
      const found = known.get(column);
      if (!found) throw noSuchColumn(column, name);
      return found.type;
    },
    rows: () => records().map((record) => (column) => known.get(column)?.read(record) ?? null),
  };
}
