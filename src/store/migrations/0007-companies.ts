import { sql, type Migration } from 'kysely';

export const companies: Migration = {
  async up(db) {
    await sql`
      create table companies (
        company text primary key,
        stripe_account text not null,
        livemode boolean not null,
        erp text not null,
        erp_company text not null,
        bound_at timestamptz not null default clock_timestamp()
      )`.execute(db);
  },
};
