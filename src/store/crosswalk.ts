import { sql } from 'kysely';
import type { Database } from './db.ts';
import { createInvoices } from './invoices.ts';
import type { Root } from './ledger.ts';

export type Link = {
  readonly company: string;
  readonly kind: string;
  readonly stripeId: string;
  readonly erpId: string;
  /** Who made the ERP's side: what is theirs is never undone by us. */
  readonly origin: 'ours' | 'theirs';
  /** Of what we wrote last, so that its echo is recognised. */
  readonly lastWrittenHash?: string;
};
type Sought = Pick<Link, 'company' | 'kind'> & (Pick<Link, 'stripeId'> | Pick<Link, 'erpId'>);
export type Crosswalk = ReturnType<typeof createCrosswalk>;

/** Kind of the links from a sale's root to its customer, guests included. */
const customerOfRoot = 'customer-of';

/** Which thing in Stripe is which in the ERP, what the ERP has invoiced, and how far its changes were read. */
export const createCrosswalk = (db: Database) => ({
  /** The newest link counts: a corrected one replaces what was there. */
  link: async ({ company, kind, stripeId, erpId, origin, lastWrittenHash }: Link): Promise<void> => {
    const now = { erp_id: erpId, origin, ...(lastWrittenHash !== undefined && { last_written_hash: lastWrittenHash }) };
    await db
      .insertInto('crosswalk')
      .values({ company, kind, stripe_id: stripeId, ...now })
      .onConflict((same) => same.columns(['company', 'kind', 'stripe_id']).doUpdateSet(now))
      .execute();
  },

  find: async (sought: Sought): Promise<Link | undefined> => {
    const { company, kind } = sought;
    const [column, id] =
      'stripeId' in sought ? (['stripe_id', sought.stripeId] as const) : (['erp_id', sought.erpId] as const);
    const row = await db
      .selectFrom('crosswalk')
      .selectAll()
      .where('company', '=', company)
      .where('kind', '=', kind)
      .where(column, '=', id)
      .orderBy('linked_at')
      .executeTakeFirst();
    if (!row) return undefined;
    const { stripe_id: stripeId, erp_id: erpId, origin, last_written_hash: hash } = row;
    return { company, kind, stripeId, erpId, origin, ...(hash !== null && { lastWrittenHash: hash }) };
  },

  /** Every link of a kind: id at the ERP by id at Stripe. */
  all: async (company: string, kind: string): Promise<ReadonlyMap<string, string>> => {
    const rows = await db
      .selectFrom('crosswalk')
      .select(['stripe_id', 'erp_id'])
      .where('company', '=', company)
      .where('kind', '=', kind)
      .execute();
    return new Map(rows.map(({ stripe_id: stripeId, erp_id: erpId }) => [stripeId, erpId]));
  },

  /** The ERP's number of the customer whom a sale belongs to. */
  customerOf: async ({ company, root }: Root): Promise<string | undefined> => {
    const row = await db
      .selectFrom('crosswalk')
      .select('erp_id')
      .where('company', '=', company)
      .where('kind', '=', customerOfRoot)
      .where('stripe_id', '=', root)
      .executeTakeFirst();
    return row?.erp_id;
  },

  /** Did the ledger make the sale that has this number in the ERP? Then the number in Stripe's metadata is our own echo. */
  isOurs: async (company: string, number: string): Promise<boolean> => {
    const { rows } = await sql`
      select from effects where company = ${company} and number = ${number} and kind = 'sale' limit 1`.execute(db);
    return rows.length > 0;
  },

  ...createMade(db),
  ...createInvoices(db),
  ...createWatermarks(db),
});

/** Whose customers are of our making. */
const createMade = (db: Database) => ({
  /** ISO time since when a customer that we made in the ERP is linked; nothing for one of theirs. */
  madeAt: async ({ company, stripeId }: Pick<Link, 'company' | 'stripeId'>): Promise<string | undefined> => {
    const row = await db
      .selectFrom('crosswalk')
      .select('linked_at')
      .where('company', '=', company)
      .where('kind', '=', 'customer')
      .where('stripe_id', '=', stripeId)
      .where('origin', '=', 'ours')
      .executeTakeFirst();
    return row?.linked_at.toISOString();
  },
});

/** How far a reading of changes has come; the caller lets its windows overlap. */
const createWatermarks = (db: Database) => ({
  watermark: async (company: string, name: string): Promise<string | undefined> => {
    const row = await db
      .selectFrom('watermarks')
      .select('value')
      .where('company', '=', company)
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.value;
  },

  setWatermark: async (company: string, name: string, value: string): Promise<void> => {
    await db
      .insertInto('watermarks')
      .values({ company, name, value })
      .onConflict((same) => same.columns(['company', 'name']).doUpdateSet({ value }))
      .execute();
  },
});
