import type { Company, ErpConfig } from '../config.ts';
import type { ErpAccount, ErpPort } from '../erp/port.ts';
import { openErp } from '../worker/erp.ts';

/** A look now and then needs no share of the limits, and is in no metric. */
export const erpAtHand = (erp: ErpConfig): ErpPort =>
  openErp(erp, { gate: { run: (call) => call() }, seen: () => undefined });

/** Every account that the company's ERP has. */
export async function chartOf({ erp }: Company): Promise<readonly ErpAccount[]> {
  const chart: ErpAccount[] = [];
  for await (const account of erpAtHand(erp).accountRecords()) chart.push(account);
  return chart;
}
