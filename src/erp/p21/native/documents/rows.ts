import type { Native } from '../native.ts';
import type { Row } from '../odata.ts';

/** Rows of a table whose columns are equal to these. */
export const rowsWith = async (
  { odata }: Pick<Native, 'odata'>,
  table: string,
  equal: Readonly<Record<string, string>>,
  orderBy: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Row[]> => {
  const where = Object.entries(equal).map(([column, value]) => ({ column, is: 'eq' as const, value }));
  return odata.rows(table, { where, orderBy }, signal);
};

export const text = (row: Row, column: string): string => row[column]?.trim() ?? '';
export const flag = (row: Row, column: string): boolean => text(row, column) === 'Y';
