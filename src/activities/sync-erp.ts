import type { Crosswalk } from '../store/crosswalk.ts';
import type { Companies } from './company.ts';
import type { NudgeFlow } from './events.ts';

type Deps = { readonly companies: Companies; readonly crosswalk: Crosswalk; readonly nudgeFlow: NudgeFlow };
/** How far the ERP's invoices were read; set when a company is first started. */
export const invoicesRead = 'erp-invoices';

/** Asks the ERP what it has invoiced since last time, with overlap, and wakes the payments whose orders they are. */
export const createSyncActivities = ({ companies, crosswalk, nudgeFlow }: Deps) => ({
  async syncErpChanges({
    company: key,
  }: {
    readonly company: string;
  }): Promise<{ readonly invoices: number; readonly woken: number }> {
    const { erp, settings } = companies(key);
    const mark = (await crosswalk.watermark(key, invoicesRead)) ?? new Date().toISOString();
    const since = new Date(Math.max(0, Date.parse(mark) - settings.overlapSeconds * 1000)).toISOString();
    let latest = mark;
    for await (const invoice of erp.changes(since)) {
      latest = invoice.changedAt > latest ? invoice.changedAt : latest;
      await crosswalk.noteInvoice(key, invoice);
    }
    const untold = await crosswalk.untoldInvoices(key);
    let woken = 0;
    for (const { number, order } of untold) {
      const payments = await crosswalk.paymentsOfOrder(key, order);
      for (const subject of payments)
        await nudgeFlow({
          flow: 'orderToCash',
          company: key,
          subject,
          eventId: `invoice/${number}`,
          type: 'ERP invoice',
        });
      await crosswalk.markTold(key, number);
      woken += payments.length;
    }
    await crosswalk.setWatermark(key, invoicesRead, latest);
    return { invoices: untold.length, woken };
  },
});
export type SyncActivities = ReturnType<typeof createSyncActivities>;
