import { sql, type Migration } from 'kysely';

export const effects: Migration = {
  async up(db) {
    await sql`
      create table effects (
        key text primary key,
        ordinal bigint generated always as identity,
        company text not null,
        kind text not null,
        subject text not null,
        part text,
        generation integer not null check (generation >= 1),
        reference text not null unique check (reference ~ '^[A-Z][A-Z2-7]{15}$'),
        fingerprint text,
        amount_minor bigint,
        currency char(3) check (currency ~ '^[A-Z]{3}$'),
        flow text not null,
        root text not null,
        depends_on text[] not null default '{}',
        undoes text,
        state text not null check (
          state in ('intent', 'posted', 'refused', 'unknown', 'reversed', 'settled-by-hand', 'abandoned')
        ),
        profile text,
        frozen bytea,
        note text,
        lease_token uuid,
        lease_until timestamptz,
        sent_by uuid,
        sent_at timestamptz,
        may_commit_until timestamptz,
        attempts integer not null default 0,
        receipt jsonb,
        number text,
        total_minor bigint,
        total_currency char(3) check (total_currency ~ '^[A-Z]{3}$'),
        how text check (how in ('sent', 'recovered', 'by-hand')),
        error_code text,
        error_where text,
        created_at timestamptz not null default clock_timestamp(),
        posted_at timestamptz,
        check ((amount_minor is null) = (currency is null)),
        check ((total_minor is null) = (total_currency is null)),
        check (state <> 'posted' or (receipt is not null and number is not null and posted_at is not null)),
        check (fingerprint is not null or state in ('settled-by-hand', 'reversed'))
      )`.execute(db);
    await sql`create index effects_of_root on effects (company, root)`.execute(db);
    await sql`create index effects_of_subject on effects (company, kind, subject)`.execute(db);
    await sql`create index effects_by_number on effects (company, number) where number is not null`.execute(db);
    await sql`create index effects_dependants on effects using gin (depends_on)`.execute(db);
    await sql`create index effects_undoings on effects (undoes) where undoes is not null`.execute(db);
    await sql`
      create table closures (
        company text not null,
        root text not null,
        closed_at timestamptz not null default clock_timestamp(),
        by text not null,
        reason text not null,
        primary key (company, root)
      )`.execute(db);
  },
};
