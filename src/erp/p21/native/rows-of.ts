import type { Condition, OData, Row } from './odata.ts';

/** Numbers that are asked for together, so that an address stays short. */
const together = 40;

type More = { readonly where?: readonly Condition[]; readonly signal?: AbortSignal | undefined };

/** The rows of several documents, however many; none are asked for where there are no numbers. */
export async function rowsOf(
  odata: OData,
  table: string,
  column: string,
  numbers: readonly string[],
  { where = [], signal }: More = {},
): Promise<readonly Row[]> {
  const wanted = [...new Set(numbers)];
  const found: Row[] = [];
  for (let first = 0; first < wanted.length; first += together) {
    const some = wanted.slice(first, first + together).map((value) => ({ column, is: 'eq', value }) as const);
    found.push(...(await odata.rows(table, { where: [...where, some], orderBy: [column] }, signal)));
  }
  return found;
}
