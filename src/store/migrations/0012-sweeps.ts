import { sql, type Migration } from 'kysely';

/** What each sweep of Stripe's events saw and did, which events it has looked at, and the budgets of requests. */
export const sweeps: Migration = {
  async up(db) {
    await sql`
      create table sweeps (
        id bigint generated always as identity primary key,
        company text not null,
        began_at timestamptz not null default clock_timestamp(),
        ended_at timestamptz,
        since timestamptz not null,
        whole boolean not null default false,
        coverage jsonb not null default '{}',
        endpoint text
      )`.execute(db);
    await sql`create index sweeps_of_company on sweeps (company, id desc)`.execute(db);
    await sql`
      create table swept (
        company text not null,
        event text not null,
        type text not null,
        flow text not null,
        subject text not null,
        how text not null check (how in ('known', 'started', 'healed')),
        created_at timestamptz not null,
        seen_at timestamptz not null default clock_timestamp(),
        primary key (company, event)
      )`.execute(db);
    await sql`create index swept_by_time on swept (company, created_at)`.execute(db);
  },
};
