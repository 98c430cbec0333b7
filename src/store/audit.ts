import { sql } from 'kysely';
import type { Tx } from './db.ts';

export type AuditEntry = {
  readonly company: string;
  readonly root?: string;
  readonly effect?: string;
  /** What happened: `posted`, `refused`, `closed`, `decided`, … */
  readonly what: string;
  /** A person, or the flow that did it. */
  readonly by: string;
  /** Numbers, codes and amounts; nobody's data. */
  readonly facts?: Readonly<Record<string, unknown>>;
};

/** Writes one line of the trail, in the transaction of what it tells about: both stand, or neither. */
export async function append(tx: Tx, { company, root, effect, what, by, facts = {} }: AuditEntry): Promise<void> {
  await sql`
    insert into audit (company, root, effect, what, by, facts)
    values (${company}, ${root ?? null}, ${effect ?? null}, ${what}, ${by}, ${JSON.stringify(facts)}::jsonb)`.execute(
    tx,
  );
}
