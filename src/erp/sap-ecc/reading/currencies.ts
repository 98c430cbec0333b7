import type { Digits } from '../currency-digits.ts';
import type { Rfc } from '../rfc.ts';
import { readTable } from './table.ts';

/** Of a currency that TCURX does not list. */
const usualDigits = 2;

/** TCURX, read once; a failure is not kept. */
export function createDigits(rfc: Rfc): () => Promise<Digits> {
  let known: Digits | undefined;
  return async () => (known ??= await digitsOf(rfc));
}

async function digitsOf(rfc: Rfc): Promise<Digits> {
  const rows = await readTable(rfc, { table: 'TCURX', fields: ['CURRKEY', 'CURRDEC'], where: [] });
  const listed = new Map(rows.map(({ CURRKEY, CURRDEC }) => [CURRKEY, Number(CURRDEC)]));
  return (currency) => listed.get(currency) ?? usualDigits;
}
