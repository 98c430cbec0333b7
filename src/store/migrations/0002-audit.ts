import { sql, type Migration } from 'kysely';

/**
 * `xid` is the transaction that wrote the row: a seal covers the rows of all transactions before its horizon, so that
 * a row with a low id that commits late is in a later seal, and no writer ever waits for another.
 */
export const audit: Migration = {
  async up(db) {
    await sql`
      create table audit (
        id bigint generated always as identity primary key,
        xid xid8 not null default pg_current_xact_id(),
        at timestamptz not null default clock_timestamp(),
        company text not null,
        root text,
        effect text,
        what text not null,
        by text not null,
        facts jsonb not null default '{}'
      )`.execute(db);
    await sql`create index audit_by_transaction on audit (xid)`.execute(db);
    await sql`create index audit_of_root on audit (company, root)`.execute(db);
    await sql`
      create table seals (
        id bigint generated always as identity primary key,
        horizon xid8 not null,
        entries bigint not null,
        previous text not null unique,
        hash text not null unique,
        sealed_at timestamptz not null default clock_timestamp()
      )`.execute(db);
    await sql`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
      end $$`.execute(db);
    for (const table of ['audit', 'seals']) {
      await sql`
        create trigger append_only before update or delete on ${sql.table(table)}
        for each row execute function refuse_change()`.execute(db);
      await sql`
        create trigger never_emptied before truncate on ${sql.table(table)}
        for each statement execute function refuse_change()`.execute(db);
    }
  },
};
