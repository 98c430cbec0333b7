import type { Alerts } from '../domain/alert.ts';
import { readCustomers, readItems, sinceOf, type MasterDataDeps } from './customer-sync/changes.ts';
import { asErpError } from './failures.ts';

type Deps = MasterDataDeps & { readonly alerts: Alerts };
type Read = { readonly invoices: number; readonly customers: number; readonly items: number; readonly woken: number };
/** How far the ERP's invoices were read; set when a company is first started. */
export const invoicesRead = 'erp-invoices';

/**
 * Asks the ERP what it has invoiced since last time, with overlap, and wakes the payments whose orders they are; then
 * which customers and items were changed, and wakes what stands at Stripe too.
 */
export function createSyncActivities(deps: Deps) {
  const { companies, crosswalk, nudgeFlow, alerts } = deps;

  return {
    async syncErpChanges({ company }: { readonly company: string }): Promise<Read> {
      // Trouble with one list must not keep the others from being read.
      const [invoices, customers, items] = await Promise.allSettled([
        noteInvoices(company).then(() => wakeTheirs(company)),
        readCustomers(deps, company),
        readItems(deps, company),
      ]);
      const failed = [invoices, customers, items].find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') {
        await tell(company, asErpError(failed.reason)?.code ?? 'defect');
        throw failed.reason;
      }
      await alerts.resolve(alertOf(company));
      return {
        invoices: valueOf(invoices).invoices,
        customers: valueOf(customers).read,
        items: valueOf(items).read,
        woken: valueOf(invoices).woken + valueOf(customers).woken + valueOf(items).woken,
      };
    },
  };

  async function noteInvoices(company: string): Promise<void> {
    const { erp, settings } = companies(company);
    const mark = (await crosswalk.watermark(company, invoicesRead)) ?? new Date().toISOString();
    const since = sinceOf(mark, settings);
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

  async function tell(company: string, code: string): Promise<void> {
    const text = `The ERP's changes can't be read (${code}): no deposit is applied to a new invoice, and no customer is kept alike, until they can`;
    await alerts.raise({
      kind: 'connection',
      company,
      code,
      subject: 'syncErpChanges',
      text,
      key: alertOf(company),
    });
  }
}

const alertOf = (company: string): string => `sync-erp/${company}`;
const valueOf = <T>(settled: PromiseSettledResult<T>): T => {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
};
export type SyncActivities = ReturnType<typeof createSyncActivities>;
