import { sql, type Migration } from 'kysely';

/** What went live stays as it was, for ever: documents of years ago can still be explained by it. */
export const profiles: Migration = {
  async up(db) {
    await sql`
      create table profiles (
        company text not null,
        name text not null,
        version integer not null check (version >= 1),
        digest text not null check (digest ~ '^[0-9a-f]{64}$'),
        files jsonb not null,
        promoted_at timestamptz not null default clock_timestamp(),
        promoted_by text not null,
        reason text not null,
        primary key (company, version)
      )`.execute(db);
    await sql`
      create trigger append_only before update or delete on profiles
      for each row execute function refuse_change()`.execute(db);
    await sql`
      create trigger never_emptied before truncate on profiles
      for each statement execute function refuse_change()`.execute(db);
    await sql`
      create table profile_choices (
        company text not null,
        root text not null,
        version integer not null,
        by text not null,
        reason text not null,
        chosen_at timestamptz not null default clock_timestamp(),
        primary key (company, root),
        foreign key (company, version) references profiles
      )`.execute(db);
  },
};
