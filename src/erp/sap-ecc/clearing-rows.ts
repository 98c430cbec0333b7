import { equal, fromDecimal, type Money } from '../../domain/money.ts';
import type { Application } from '../port.ts';
import { inTen, keyOf, keyOfObject, numberOf, objectKey } from './formats.ts';
import { readBilling } from './reading/billing.ts';
import type { Fields } from './rfc.ts';
import type { System } from './system.ts';

/** A row of ET_CLEARINGS. */
export type ClearingRow = {
  readonly clearing: string;
  readonly debit: string;
  readonly amount: Money;
  /** Blank where SAP cleared by itself (F.13), or a person did. */
  readonly key: string;
  readonly reset: string;
};

/** In which clearings a deposit took part, whoever made them. */
export async function clearingsOf(
  { rfc, organisation }: System,
  receipt: string,
  signal: AbortSignal | undefined,
): Promise<readonly ClearingRow[]> {
  const key = keyOf(receipt);
  if (!key) return [];
  const parameters = { IV_COMP_CODE: organisation.companyCode, IV_DOCUMENT: objectKey(key) };
  const answer = await rfc.call('Z_QTC_CLEARINGS', parameters, { write: false, tables: ['ET_CLEARINGS'], signal });
  return answer.table('ET_CLEARINGS').map(rowOf);
}

const rowOf = ({
  CLEARING = '',
  DEBIT = '',
  AMOUNT = '',
  CURRENCY = '',
  KEY = '',
  RESET = '',
}: Fields): ClearingRow => ({
  clearing: CLEARING.trim(),
  debit: DEBIT.trim(),
  amount: fromDecimal(AMOUNT, CURRENCY),
  key: KEY.trim(),
  reset: RESET.trim(),
});

/** Whether it cleared that invoice by that amount. */
export async function fits(
  system: System,
  row: ClearingRow,
  { invoice, amount }: Application,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (!equal(row.amount, amount)) return false;
  if (row.debit === wireOf(invoice)) return true;
  // A billing document may be named by what it posted.
  const document = keyOf(invoice) ? undefined : (await readBilling(system, invoice, signal))?.document;
  return document !== undefined && objectKey(document) === row.debit;
}

/** The 18 characters of a financial document, the ten of a billing document. */
export const wireOf = (number: string): string => {
  const key = keyOf(number);
  return key ? objectKey(key) : inTen(number);
};

export function numberOfObject(text: string): string {
  const key = keyOfObject(text);
  return key ? numberOf(key) : text;
}
