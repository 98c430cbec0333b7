import { sql } from 'kysely';
import type { Database, Tx } from './db.ts';

export type Seal = { readonly id: number; readonly entries: number; readonly hash: string };
/** `broken` names the first seal that no longer fits what it sealed, and why. */
export type Proof = {
  readonly seals: number;
  readonly entries: number;
  /** Of the newest seal: kept outside, it proves that the end was not cut off either. */
  readonly head: string;
  readonly broken?: { readonly seal: number; readonly reason: 'chain' | 'entries' };
};

/** What the first seal builds on. */
const genesis = '0'.repeat(64);
const sealing = 'audit seals';

/**
 * SHA-256 over the previous hash and, in the order of their ids, the SHA-256 of each row, in hex, one a line. A row is
 * the JSON array [id, at (UTC, microseconds), company, root, effect, what, by, facts] as PostgreSQL prints jsonb.
 */
const hashOf = (previous: ReturnType<typeof sql>) => sql<string>`
  encode(sha256(convert_to(${previous} || coalesce(string_agg(E'\\n' || encode(sha256(convert_to(jsonb_build_array(
    id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), company, root, effect, what, by, facts
  )::text, 'UTF8')), 'hex'), '' order by id), ''), 'UTF8')), 'hex')`;

/**
 * Seals the rows of all transactions that have ended since the last seal; nothing is sealed when there are none. Those
 * still under way are left to the next one: the horizon is the oldest of them.
 * @throws Error when the database was restored from a dump, because its transactions are then counted anew.
 */
export const seal = (db: Database): Promise<Seal | undefined> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${sealing}, 0))`.execute(tx);
    await refuseCountedAnew(tx);
    const { rows } = await sql<Seal>`
      with last as (
        select horizon, hash from seals union all select '0'::xid8, ${genesis} order by horizon desc limit 1
      ), batch as (
        select pg_snapshot_xmin(pg_current_snapshot()) as horizon
      )
      insert into seals (horizon, entries, previous, hash)
      select batch.horizon, sealed.entries, last.hash, sealed.hash
      from last, batch, lateral (
        select count(*) as entries, ${hashOf(sql`last.hash`)} as hash
        from audit where xid >= last.horizon and xid < batch.horizon
      ) as sealed
      where sealed.entries > 0
      returning id, entries, hash`.execute(tx);
    return rows[0];
  });

async function refuseCountedAnew(tx: Tx): Promise<void> {
  const { rows } = await sql`
    select from seals where horizon > pg_snapshot_xmax(pg_current_snapshot()) limit 1`.execute(tx);
  if (rows.length === 0) return;
  throw new Error(
    'The audit trail was sealed by a server that had counted more transactions: this database was restored from a dump. ' +
      'Stop the server, raise its counter with "pg_resetwal --epoch" above the old one, and start again.',
  );
}

/** Computes every seal anew from the rows that stand now. */
export async function verifyChain(db: Tx): Promise<Proof> {
  const { rows } = await sql<Seal & { readonly linked: boolean; readonly intact: boolean }>`
    with chain as (
      select id, entries, hash, previous, horizon,
             lag(horizon, 1, '0'::xid8) over (order by id) as since,
             lag(hash, 1, ${genesis}) over (order by id) as before
      from seals
    )
    select id, chain.entries, hash, previous = before as linked,
           hash = sealed.found and chain.entries = sealed.entries as intact
    from chain, lateral (
      select count(*) as entries, ${hashOf(sql`chain.previous`)} as found
      from audit where xid >= chain.since and xid < chain.horizon
    ) as sealed
    order by chain.id`.execute(db);
  const bad = rows.find(({ linked, intact }) => !linked || !intact);
  return {
    seals: rows.length,
    entries: rows.reduce((total, { entries }) => total + entries, 0),
    head: rows.at(-1)?.hash ?? genesis,
    ...(bad && { broken: { seal: bad.id, reason: bad.linked ? ('entries' as const) : ('chain' as const) } }),
  };
}
