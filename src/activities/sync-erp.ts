import type { Crosswalk } from '../store/crosswalk.ts';
import type { Companies } from './company.ts';
import type { NudgeFlow } from './events.ts';

type Deps = { readonly companies: Companies; readonly crosswalk: Crosswalk; readonly nudgeFlow: NudgeFlow };
const watermark = 'erp-invoices';

/** Asks the ERP what it has invoiced since last time, with overlap, and wakes the payments whose orders they are. */
export const createSyncActivities = ({ companies, crosswalk, nudgeFlow }: Deps) => ({
  async syncErpChanges({
    company: key,
  }: {
    readonly company: string;
  }): Promise<{ readonly invoices: number; readonly woken: number }> {
    const { erp, settings } = companies(key);
    const mark = (await crosswalk.watermark(key, watermark)) ?? new Date(0).toISOString();
    const since = new Date(Math.max(0, Date.parse(mark) - settings.overlapSeconds * 1000)).toISOString();
    let latest = mark;
    let invoices = 0;
    let woken = 0;
    for await (const invoice of erp.changes(since)) {
      latest = invoice.changedAt > latest ? invoice.changedAt : latest;
      const isNews = await crosswalk.noteInvoice(key, invoice);
      if (!isNews) continue;
      invoices += 1;
      for (const payment of await crosswalk.paymentsOfOrder(key, invoice.order)) {
        await nudgeFlow({
          flow: 'orderToCash',
          company: key,
          subject: payment,
          eventId: `invoice/${invoice.number}`,
          type: 'ERP invoice',
        });
        woken += 1;
      }
    }
    await crosswalk.setWatermark(key, watermark, latest);
    return { invoices, woken };
  },
});
export type SyncActivities = ReturnType<typeof createSyncActivities>;
