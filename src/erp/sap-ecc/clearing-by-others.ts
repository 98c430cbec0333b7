import { sum, negate } from '../../domain/money.ts';
import type { Application, ErpReceipt } from '../port.ts';
import { fits, numberOfObject, type ClearingRow } from './clearing-rows.ts';
import { openItemsOf } from './reading/open-items.ts';
import type { System } from './system.ts';

/**
 * The clearing that the company's own F.13 or a person made of what was to be cleared, because both documents carry one
 * assignment. It is taken for ours only where the deposit has no longer as much open as we would clear: of two
 * applications of one amount, the other may still be due.
 */
export async function clearedByOthers(
  system: System,
  rows: readonly ClearingRow[],
  application: Application,
  customer: string,
  signal: AbortSignal,
): Promise<ErpReceipt | undefined> {
  const { amount } = application;
  for (const row of rows.filter(({ key, reset }) => key === '' && reset === '')) {
    if (!(await fits(system, row, application, signal))) continue;
    if ((await openOf(system, application, customer, signal)).minor >= amount.minor) return undefined;
    return { kind: 'application', number: numberOfObject(row.clearing), total: amount, customer, status: 'open' };
  }
  return undefined;
}

async function openOf(system: System, { receipt, amount }: Application, customer: string, signal: AbortSignal) {
  const items = await openItemsOf(system, customer, signal);
  const own = items.filter(({ number, open }) => number === receipt && open.currency === amount.currency);
  return negate(
    sum(
      own.map(({ open }) => open),
      amount.currency,
    ),
  );
}
