import { sql } from 'kysely';
import type { SeenEffect } from '../domain/effects.ts';
import type { Money } from '../domain/money.ts';
import { ErpError } from '../erp/errors.ts';
import { append } from './audit.ts';
import type { Database, Tx } from './db.ts';
import type { EffectBook, Prepared, Root } from './ledger.ts';
import { isClosed, withoutDocument } from './permission.ts';
import { createDecisions } from './decisions.ts';
import { lockRoots } from './root-lock.ts';
import type { EffectTable } from './schema.ts';
import type { Vault } from './vault.ts';

type Row = Pick<
  EffectTable,
  'key' | 'kind' | 'subject' | 'part' | 'generation' | 'state' | 'number' | 'note' | 'flow' | 'undoes'
> & {
  readonly amount: Money | null;
  readonly posted: Money | null;
  readonly outcome_unknown: boolean;
  readonly wait_ms: number;
};

/** What people decide about effects, and what flows want to know of them. */
export const createBook = (db: Database, vault: Vault): EffectBook => ({
  of: async (root) => (await rowsOf(db, root)).map(seen),
  isClosed: (root) => isClosed(db, root),
  async documentOf(key) {
    const row = await db.selectFrom('effects').select('frozen').where('key', '=', key).executeTakeFirst();
    return row?.frozen ? (vault.open(row.frozen, key) as Prepared).document : undefined;
  },
  async numbered({ company, number }) {
    const { rows } = await sql<Pick<Row, 'key' | 'kind' | 'note'>>`
      select key, kind, note from effects
      where company = ${company} and state in ('posted', 'settled-by-hand')
        and ltrim(number, '0') = ltrim(${number.trim()}, '0')
      order by ordinal`.execute(db);
    return rows.map(({ key, kind, note }) => ({ key, kind, ...(note !== null && { note }) }));
  },
  ...createDecisions(db),

  close: ({ company, root }, { by, reason }) =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, { company, root });
      const { rows } = await sql`
        insert into closures (company, root, by, reason) values (${company}, ${root}, ${by}, ${reason})
        on conflict do nothing returning root`.execute(tx);
      if (rows.length === 0) return;
      await takeUnsentLeases(tx, { company, root });
      await append(tx, { company, root, what: 'closed', by, facts: { reason } });
    }),

  reopen: ({ company, root }, { by, reason }) =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, { company, root });
      const { rows } = await sql`
        delete from closures where company = ${company} and root = ${root} returning root`.execute(tx);
      if (rows.length > 0) await append(tx, { company, root, what: 'reopened', by, facts: { reason } });
    }),

  async standing({ flow, ...root }) {
    const own = (await rowsOf(db, root)).filter((row) => row.flow === flow && row.undoes === null);
    const open = own.find((row) => row.outcome_unknown && !withoutDocument.includes(row.kind));
    if (open) {
      throw new ErpError('outcome-unknown', `Whether ${open.key} stands is not known yet: look it up first`, {
        retryAfterMs: open.wait_ms,
      });
    }
    return own
      .filter(({ state }) => state === 'posted')
      .map(seen)
      .reverse();
  },
});

/** In the order in which they were posted; what was not posted yet comes last, in the order of its first try. */
async function rowsOf(db: Tx, { company, root }: Root): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select key, kind, subject, part, generation, state, number, note, flow, undoes,
           case when amount_minor is not null
             then jsonb_build_object('minor', amount_minor, 'currency', currency) end as amount,
           case when total_minor is not null
             then jsonb_build_object('minor', total_minor, 'currency', total_currency) end as posted,
           state in ('intent', 'unknown') and may_commit_until is not null as outcome_unknown,
           coalesce(greatest(0, ceil(extract(epoch from may_commit_until - clock_timestamp()) * 1000)), 0)::int as wait_ms
    from effects where company = ${company} and root = ${root}
    order by posted_at nulls last, ordinal`.execute(db);
  return rows;
}

const seen = ({ part, number, amount, posted, note, ...row }: Row): SeenEffect => ({
  key: row.key,
  kind: row.kind,
  subject: row.subject,
  generation: row.generation,
  state: row.outcome_unknown ? 'unknown' : row.state,
  ...(part !== null && { part }),
  ...(number !== null && { number }),
  ...(amount && { amount }),
  ...(posted && { posted }),
  ...(note !== null && { note }),
});

/** Attempts that have claimed but not sent yet lose their lease, so that nothing leaves after the closing. */
const takeUnsentLeases = (tx: Tx, { company, root }: Root) =>
  sql`
    update effects set lease_token = null
    where company = ${company} and (root = ${root} or flow = ${root}) and undoes is null
      and lease_token is not null and may_commit_until is null`.execute(tx);
