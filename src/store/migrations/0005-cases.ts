import { sql, type Migration } from 'kysely';

export const cases: Migration = {
  async up(db) {
    await sql`
      create table cases (
        case_id text primary key,
        company text not null,
        flow text not null,
        root text not null,
        subject text not null,
        kind text not null check (kind in ('business', 'connection', 'defect')),
        code text not null,
        step text,
        "where" text,
        words text,
        amount_minor bigint,
        currency char(3) check (currency ~ '^[A-Z]{3}$'),
        opened_at timestamptz not null default clock_timestamp(),
        closed_at timestamptz,
        decision text,
        by text,
        reason text,
        patch bytea,
        patched_at timestamptz,
        check ((amount_minor is null) = (currency is null)),
        check ((patch is null) = (patched_at is null))
      )`.execute(db);
    await sql`create index cases_open on cases (kind, opened_at) where closed_at is null`.execute(db);
    await sql`create index cases_of_subject on cases (company, subject)`.execute(db);
    await sql`create index cases_of_flow on cases (flow)`.execute(db);
    await sql`
      create table troubles (
        flow text primary key,
        step text not null,
        code text not null,
        "where" text,
        words text not null,
        noted_at timestamptz not null default clock_timestamp()
      )`.execute(db);
  },
};
