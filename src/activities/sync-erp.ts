import type { Crosswalk } from '../store/crosswalk.ts';
import type { Companies } from './company.ts';
import type { Alert } from './cases.ts';
import type { NudgeFlow } from './events.ts';
import { asErpError } from './failures.ts';

type Deps = {
  readonly companies: Companies;
  readonly crosswalk: Crosswalk;
  readonly nudgeFlow: NudgeFlow;
  readonly alert: (alert: Alert) => Promise<void>;
};
/** How far the ERP's invoices were read; set when a company is first started. */
export const invoicesRead = 'erp-invoices';

/** A schedule fires often: one alert in this time says that its work is left undone. */
const quietMs = 3_600_000;

/** Asks the ERP what it has invoiced since last time, with overlap, and wakes the payments whose orders they are. */
export function createSyncActivities({ companies, crosswalk, nudgeFlow, alert }: Deps) {
  const alertedAt = new Map<string, number>();

  return {
    async syncErpChanges({
      company,
    }: {
      readonly company: string;
    }): Promise<{ readonly invoices: number; readonly woken: number }> {
      try {
        await noteInvoices(company);
        return await wakeTheirs(company);
      } catch (error) {
        await alertOnce(company, asErpError(error)?.code ?? 'defect');
        throw error;
      }
    },
  };

  async function noteInvoices(company: string): Promise<void> {
    const { erp, settings } = companies(company);
    const mark = (await crosswalk.watermark(company, invoicesRead)) ?? new Date().toISOString();
    const since = new Date(Math.max(0, Date.parse(mark) - settings.overlapSeconds * 1000)).toISOString();
    let latest = mark;
    for await (const invoice of erp.changes(since)) {
      latest = invoice.changedAt > latest ? invoice.changedAt : latest;
      await crosswalk.noteInvoice(company, invoice);
    }
    // Those noted and not told yet are kept apart, so the mark may go on before anybody is woken.
    await crosswalk.setWatermark(company, invoicesRead, latest);
  }

  async function wakeTheirs(company: string): Promise<{ readonly invoices: number; readonly woken: number }> {
    const untold = await crosswalk.untoldInvoices(company);
    let woken = 0;
    for (const { number, order } of untold) {
      const payments = await crosswalk.paymentsOfOrder(company, order);
      for (const subject of payments)
        await nudgeFlow({ flow: 'orderToCash', company, subject, eventId: `invoice/${number}`, type: 'ERP invoice' });
      await crosswalk.markTold(company, number);
      woken += payments.length;
    }
    return { invoices: untold.length, woken };
  }

  async function alertOnce(company: string, code: string): Promise<void> {
    const now = performance.now();
    if (now - (alertedAt.get(company) ?? -Infinity) < quietMs) return;
    alertedAt.set(company, now);
    const text = `The ERP's invoices can't be read (${code}): no deposit is applied to an invoice until they can`;
    await alert({ kind: 'connection', company, code, subject: 'syncErpChanges', text });
  }
}
export type SyncActivities = ReturnType<typeof createSyncActivities>;
