import { sql } from 'kysely';
import { money, type Money } from '../domain/money.ts';
import type { ErpInvoice } from '../erp/port.ts';
import type { Database } from './db.ts';

/** What the ERP has invoiced, and whom that concerns. */
export const createInvoices = (db: Database) => ({
  /** True when the invoice is news. An older reading never overwrites a newer one. */
  noteInvoice: async (company: string, { number, order, total, changedAt }: ErpInvoice): Promise<boolean> => {
    const { rows } = await sql`
      insert into invoices as known (company, order_number, invoice_number, amount_minor, currency, changed_at)
      values (${company}, ${order}, ${number}, ${total.minor}, ${total.currency}, ${changedAt}::timestamptz)
      on conflict (company, invoice_number) do update set
        order_number = excluded.order_number, amount_minor = excluded.amount_minor,
        currency = excluded.currency, changed_at = excluded.changed_at, told_at = null
      where known.changed_at < excluded.changed_at
        or known.changed_at = excluded.changed_at
           and (known.order_number, known.amount_minor, known.currency)
               is distinct from (excluded.order_number, excluded.amount_minor, excluded.currency)
      returning invoice_number`.execute(db);
    return rows.length > 0;
  },

  /** Invoices whose flows were not woken yet: noting and waking are two steps, and a crash may come between them. */
  untoldInvoices: async (company: string): Promise<readonly { readonly number: string; readonly order: string }[]> => {
    const rows = await db
      .selectFrom('invoices')
      .select(['invoice_number', 'order_number'])
      .where('company', '=', company)
      .where('told_at', 'is', null)
      .orderBy('changed_at')
      .execute();
    return rows.map((row) => ({ number: row.invoice_number, order: row.order_number }));
  },

  markTold: async (company: string, number: string): Promise<void> => {
    await db
      .updateTable('invoices')
      .set({ told_at: sql<Date>`clock_timestamp()` })
      .where('company', '=', company)
      .where('invoice_number', '=', number)
      .execute();
  },

  invoicesOf: async (
    company: string,
    order: string,
  ): Promise<readonly { readonly number: string; readonly total: Money }[]> => {
    const rows = await db
      .selectFrom('invoices')
      .select(['invoice_number', 'amount_minor', 'currency'])
      .where('company', '=', company)
      .where('order_number', '=', order)
      .orderBy('invoice_number')
      .execute();
    return rows.map((row) => ({ number: row.invoice_number, total: money(row.amount_minor, row.currency) }));
  },

  ...createOrderSearch(db),
});

/** From an order in the ERP back to whom it concerns. */
function createOrderSearch(db: Database) {
  /**
   * The roots of sales that posted this order, and of payments that pay an order which people made in the ERP. A direct
   * invoice may have the number of a stranger's order.
   */
  const rootsOf = (company: string, order: string) => sql<{ root: string }>`
    select root from effects
      where company = ${company} and kind = 'sale' and number = ${order} and state in ('posted', 'settled-by-hand')
        and coalesce(note, '') not like 'invoice%'
    union
    select root from effects where company = ${company} and root = 'erp-order/' || ${order}`;

  return {
    rootOfOrder: async (company: string, order: string): Promise<string | undefined> =>
      (await rootsOf(company, order).execute(db)).rows[0]?.root,

    /** Payments whose flows are to be woken when the ERP has news of the order. */
    paymentsOfOrder: async (company: string, order: string): Promise<readonly string[]> => {
      const { rows } = await sql<{ payment: string }>`
        with roots as (${rootsOf(company, order)})
        select regexp_replace(flow, '^.*/', '') as payment from effects
          where company = ${company} and root in (select root from roots) and flow like 'order-to-cash/%'
        union
        select payment from payments
          where company = ${company} and order_id in (
            select subject from effects
            where company = ${company} and kind = 'sale' and root in (select root from roots))
        order by payment`.execute(db);
      return rows.map(({ payment }) => payment);
    },
  };
}
