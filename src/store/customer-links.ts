import { sql } from 'kysely';
import type { LinkState } from '../domain/customer-sync/link.ts';
import type { Database } from './db.ts';
import type { CustomerLinkTable } from './schema.ts';

/** One customer of Stripe and the ERP's, with what was last seen of both. */
export type CustomerLink = {
  readonly company: string;
  readonly stripeId: string;
  /** Companies that share customers share this name. */
  readonly clientele: string;
  readonly erpId: string;
  /** Counts up with each change that was carried over, for the same one may rightly happen again. */
  readonly revision: number;
  readonly state: LinkState;
  /** Of all shared fields in the ERP as they were read or written last: what still bears it is no news. */
  readonly erpMark?: string;
  /** Deleted at Stripe, and seen to in the ERP. */
  readonly gone: boolean;
};
/** `erpMark` is missing where nobody has looked at the customer yet. */
export type Linked = Pick<CustomerLink, 'stripeId' | 'erpId' | 'erpMark'>;
export type CustomerLinks = ReturnType<typeof createCustomerLinks>;

export const createCustomerLinks = (db: Database) => ({
  find: async ({
    company,
    stripeId,
  }: Pick<CustomerLink, 'company' | 'stripeId'>): Promise<CustomerLink | undefined> => {
    const row = await db
      .selectFrom('customer_links')
      .selectAll()
      .where('company', '=', company)
      .where('stripe_id', '=', stripeId)
      .executeTakeFirst();
    return row && linkIn(row);
  },

  /** An attempt that was overtaken changes nothing any more. */
  save: async ({
    company,
    stripeId,
    clientele,
    erpId,
    revision,
    state,
    erpMark,
    gone,
  }: CustomerLink): Promise<void> => {
    await sql`
      insert into customer_links as known (company, stripe_id, clientele, erp_id, revision, state, erp_mark, gone)
      values (${company}, ${stripeId}, ${clientele}, ${erpId}, ${revision}, ${JSON.stringify(state)}::jsonb, ${erpMark ?? null}, ${gone})
      on conflict (company, stripe_id) do update set
        clientele = excluded.clientele, erp_id = excluded.erp_id, revision = excluded.revision, state = excluded.state,
        erp_mark = excluded.erp_mark, gone = excluded.gone, looked_at = clock_timestamp()
      where known.revision <= excluded.revision`.execute(db);
  },

  /** Other customers of Stripe, also of other companies, that are the same one in the ERP. */
  siblings: async ({
    company,
    stripeId,
    clientele,
    erpId,
  }: Pick<CustomerLink, 'company' | 'stripeId' | 'clientele' | 'erpId'>): Promise<readonly CustomerLink[]> => {
    const rows = await db
      .selectFrom('customer_links')
      .selectAll()
      .where('clientele', '=', clientele)
      .where('erp_id', '=', erpId)
      .execute();
    return rows.map(linkIn).filter((other) => other.company !== company || other.stripeId !== stripeId);
  },

  ...createMatched(db),
  /** Who at Stripe these are: by what was looked at before, and by what was matched and not looked at yet. */
  linked: async (company: string, numbers: readonly string[]): Promise<readonly Linked[]> => {
    if (numbers.length === 0) return [];
    const { rows } = await sql<{ stripe_id: string; erp_id: string; erp_mark: string | null }>`
      select stripe_id, erp_id, erp_mark from customer_links
      where company = ${company} and erp_id = any(${[...numbers]}::text[]) and not gone
      union all
      select stripe_id, erp_id, null from crosswalk
      where company = ${company} and kind = 'customer' and erp_id = any(${[...numbers]}::text[])
        and not exists (select from customer_links as looked
          where looked.company = crosswalk.company and looked.stripe_id = crosswalk.stripe_id)`.execute(db);
    return rows.map((row) => ({
      stripeId: row.stripe_id,
      erpId: row.erp_id,
      ...(row.erp_mark !== null && { erpMark: row.erp_mark }),
    }));
  },
});

/** Matches that no link tells of yet. */
const createMatched = (db: Database) => ({
  /** Is somebody else at Stripe matched to the same one in the ERP, and not looked at yet? He may well be there. */
  matchedOnly: async ({
    company,
    stripeId,
    clientele,
    erpId,
  }: Pick<CustomerLink, 'company' | 'stripeId' | 'clientele' | 'erpId'>): Promise<boolean> => {
    const { rows } = await sql`
      select from crosswalk as matched
      where kind = 'customer' and erp_id = ${erpId} and not (company = ${company} and stripe_id = ${stripeId})
        and (company = ${company} or company in (select company from customer_links where clientele = ${clientele}))
        and not exists (select from customer_links as looked where looked.company = matched.company
          and looked.stripe_id = matched.stripe_id and looked.erp_id = matched.erp_id)
      limit 1`.execute(db);
    return rows.length > 0;
  },
});

const linkIn = (row: Omit<CustomerLinkTable, 'state' | 'looked_at'> & { state: LinkState }): CustomerLink => ({
  company: row.company,
  stripeId: row.stripe_id,
  clientele: row.clientele,
  erpId: row.erp_id,
  revision: row.revision,
  state: row.state,
  ...(row.erp_mark !== null && { erpMark: row.erp_mark }),
  gone: row.gone,
});
