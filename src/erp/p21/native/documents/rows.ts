import { smallestParts } from '../../../quantity.ts';
import { conflict } from '../../../read-back.ts';
import { plainDecimal } from '../amounts.ts';
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

/** A quantity in ten-thousandths of a unit, without its sign; nothing is none. @throws `conflict` for a finer one */
export function partsOf(row: Row, column: string): number {
  const plain = plainDecimal(row[column] ?? '0', column).replace('-', '');
  const count = smallestParts(plain.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''), { whole: 9, fraction: 4 });
  if (count !== undefined) return count;
  throw conflict(`${plain} in ${column} has more digits than a quantity of ours`, column);
}
