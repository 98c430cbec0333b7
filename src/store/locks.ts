import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { ErpError } from '../erp/errors.ts';
import type { Database } from './db.ts';

export type Locks = ReturnType<typeof createLocks>;

/**
 * Locks that a killed process loses by itself after `ttlMs`, so give them longer than the work can take. They are for
 * finding and creating under one roof; what must happen once goes through the ledger all the same.
 */
export const createLocks = (db: Database) => ({
  /** @throws ErpError `busy` while somebody else holds the lock. */
  with: async <T>(name: string, { ttlMs }: { readonly ttlMs: number }, work: () => Promise<T>): Promise<T> => {
    const token = randomUUID();
    await take(db, name, token, ttlMs);
    try {
      return await work();
    } finally {
      await db.deleteFrom('locks').where('name', '=', name).where('token', '=', token).execute();
    }
  },
});

async function take(db: Database, name: string, token: string, ttlMs: number): Promise<void> {
  const { rows } = await sql`
    insert into locks as held (name, token, until)
    values (${name}, ${token}, clock_timestamp() + ${ttlMs} * interval '1 millisecond')
    on conflict (name) do update set token = excluded.token, until = excluded.until
    where held.until <= clock_timestamp()
    returning name`.execute(db);
  if (rows.length > 0) return;
  const held = await sql<{ ms: number }>`
    select greatest(1, ceil(extract(epoch from until - clock_timestamp()) * 1000))::int as ms
    from locks where name = ${name}`.execute(db);
  // Most work is done long before its lock would end, which is how long only the lock of a killed process lasts.
  throw new ErpError('busy', `Somebody else works on ${name}`, {
    retryAfterMs: Math.min(held.rows[0]?.ms ?? 1, 10_000),
  });
}
