import { sql, type Migration } from 'kysely';

export const crosswalk: Migration = {
  async up(db) {
    await sql`
      create table crosswalk (
        company text not null,
        kind text not null,
        stripe_id text not null,
        erp_id text not null,
        origin text not null check (origin in ('ours', 'theirs')),
        last_written_hash text,
        linked_at timestamptz not null default clock_timestamp(),
        primary key (company, kind, stripe_id)
      )`.execute(db);
    await sql`create index crosswalk_by_erp on crosswalk (company, kind, erp_id)`.execute(db);
    await sql`
      create table invoices (
        company text not null,
        order_number text not null,
        invoice_number text not null,
        amount_minor bigint not null,
        currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
        changed_at timestamptz not null,
        told_at timestamptz, -- when the flows that it concerns were woken
        primary key (company, invoice_number)
      )`.execute(db);
    await sql`create index invoices_of_order on invoices (company, order_number)`.execute(db);
    await sql`create index invoices_untold on invoices (company) where told_at is null`.execute(db);
    await sql`
      create table watermarks (
        company text not null,
        name text not null,
        value text not null,
        primary key (company, name)
      )`.execute(db);
  },
};
