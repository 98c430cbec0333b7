/** One row of a table: numbers as the decimal text that came over the wire, everything else as text; null where empty. */
export type Row = Readonly<Record<string, string | null>>;
/** A column compared with a literal; which literal is written depends on the column's type. */
export type Condition = {
  readonly column: string;
  readonly is: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
  readonly value: string;
};
export type Query = {
  /** All of them must hold; a list of conditions within the list: one of them. */
  readonly where: readonly (Condition | readonly Condition[])[];
  readonly orderBy: readonly string[];
};

/** Reading by OData: the columns that the adapter knows of the table, page after page until a short one. */
export type OData = {
  /** @throws `unauthorized` without the permission for a table, `unavailable` for a table or column that is not there */
  rows(table: string, query: Query, signal?: AbortSignal): Promise<readonly Row[]>;
  /** The same, page by page, for whoever limits requests. */
  pages(table: string, query: Query, signal?: AbortSignal): AsyncGenerator<readonly Row[]>;
};
