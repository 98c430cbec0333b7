import { sql, type Migration } from 'kysely';

/** What was last seen of customers that stand on both sides: marks (HMACs) and times, nobody's data. */
export const customerLinks: Migration = {
  async up(db) {
    await sql`
      create table customer_links (
        company text not null,
        stripe_id text not null,
        clientele text not null, -- companies that share customers share this name
        erp_id text not null,
        revision integer not null default 1 check (revision >= 1),
        state jsonb not null,
        erp_mark text, -- of all shared fields in the ERP, as they were read or written last
        gone boolean not null default false, -- deleted at Stripe, and seen to in the ERP
        looked_at timestamptz not null default clock_timestamp(),
        primary key (company, stripe_id)
      )`.execute(db);
    await sql`create index customer_links_by_erp on customer_links (clientele, erp_id)`.execute(db);
    await sql`create index customer_links_of_company on customer_links (company, erp_id)`.execute(db);
    await sql`
      create table item_records (
        company text not null,
        number text not null,
        description text not null,
        discontinued boolean not null,
        changed_at text not null,
        primary key (company, number)
      )`.execute(db);
  },
};
