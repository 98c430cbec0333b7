import { sql } from 'kysely';
import type { EffectKey } from '../domain/effects.ts';
import type { Tx } from './db.ts';
import type { Root } from './ledger.ts';

/**
 * Held until the transaction ends. Effects of other sales that this one hangs on (an order that two payments share)
 * lock their roots too; always in one order, so that two sales never wait for each other.
 */
export async function lockRoots(tx: Tx, { company, root }: Root, related: readonly EffectKey[] = []): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(lock) from (
      select distinct hashtextextended(company || '/' || root, 0) as lock from (
        select ${company}::text as company, ${root}::text as root
        union all
        select company, root from effects where key = any(${[...related]}::text[])
      ) as roots
      order by lock
    ) as locks`.execute(tx);
}
