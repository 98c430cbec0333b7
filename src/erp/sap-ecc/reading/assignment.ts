import type { CashReceipt } from '../../../domain/documents.ts';
import { inTen } from '../formats.ts';
import type { System } from '../system.ts';
import { is } from './conditions.ts';
import { readTable } from './table.ts';

/**
 * ZUONR of what the money is for, which F.13 compares. What is ours carries our reference: a direct invoice at once, an
 * order as its ASS_NUMBER, which its billing document gets by copy control. An order of people has whatever people wrote,
 * or by copy control its purchase order number (M). One that is not there gives none: the money came in nevertheless.
 */
export async function assignmentOf(
  { rfc }: System,
  { sale, order }: Pick<CashReceipt, 'sale' | 'order'>,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (sale !== undefined || order === undefined) return sale ?? '';
  const vbeln = inTen(order);
  const query = { table: 'VBAK', fields: ['VBELN', 'ZUONR', 'BSTNK'], where: is('VBELN', vbeln) } as const;
  const found = (await readTable(rfc, query, signal)).find(({ VBELN }) => VBELN === vbeln);
  return found?.ZUONR || found?.BSTNK || '';
}
