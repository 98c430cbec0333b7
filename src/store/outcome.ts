import { sql } from 'kysely';
import type { EffectKey } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import type { ErpReceipt } from '../erp/port.ts';
import { append } from './audit.ts';
import type { Database, Tx } from './db.ts';
import type { EffectRows, Lease } from './ledger.ts';

type Posted = { company: string; root: string; flow: string; kind: string; undoes: EffectKey | null };
type Deps = { readonly db: Database };

/** What became of an attempt. Each is one transaction with its line in the audit trail. */
export const createOutcomes = ({ db }: Deps): Pick<EffectRows, 'posted' | 'ended' | 'released'> => ({
  async posted(lease, receipt, how) {
    const stray = await db.transaction().execute(async (tx) => {
      const row = await record(tx, lease, receipt, how);
      if (!row) return reportStray(tx, lease, receipt);
      if (row.undoes) await reverse(tx, row.undoes);
      const { kind, number, reference = lease.reference, total } = receipt;
      const facts = { document: kind, number, reference, total };
      await append(tx, {
        ...row,
        effect: lease.key,
        what: how === 'sent' ? 'posted' : 'recovered',
        by: row.flow,
        facts,
      });
      return undefined;
    });
    if (stray) throw stray;
  },

  async ended(lease, state, error) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<Posted>`
        update effects set
          state = ${state},
          lease_token = null,
          lease_until = null,
          may_commit_until = case when ${state === 'unknown'} then may_commit_until end,
          error_code = ${error.code},
          error_where = ${error.where ?? null}
        where key = ${lease.key} and lease_token = ${lease.token} and state in ('intent', 'unknown')
        returning company, root, flow, kind, undoes`.execute(tx);
      const [row] = rows;
      if (!row || state === 'intent') return;
      const facts = { code: error.code, where: error.where };
      await append(tx, { ...row, effect: lease.key, what: state, by: row.flow, facts });
    });
  },

  async released({ key, token }, lookAgainMs) {
    await sql`
      update effects set
        lease_token = null,
        lease_until = null,
        may_commit_until = greatest(may_commit_until, clock_timestamp() + ${lookAgainMs ?? null}::int * interval '1 millisecond')
      where key = ${key} and lease_token = ${token}`.execute(db);
  },
});

/**
 * The token alone counts, not its time: an attempt whose reply came late tells the truth as long as nobody has sent
 * since. If another attempt has taken over meanwhile and not sent yet, this takes the work out of its hands.
 */
async function record(
  tx: Tx,
  lease: Lease,
  receipt: ErpReceipt,
  how: 'sent' | 'recovered',
): Promise<Posted | undefined> {
  const { rows } = await sql<Posted>`
    update effects set
      state = 'posted',
      receipt = ${JSON.stringify({ ...receipt, reference: receipt.reference ?? lease.reference })}::jsonb,
      number = ${receipt.number},
      total_minor = ${receipt.total?.minor ?? null},
      total_currency = ${receipt.total?.currency ?? null},
      how = ${how},
      posted_at = clock_timestamp(),
      lease_token = null,
      lease_until = null,
      may_commit_until = null,
      error_code = null,
      error_where = null
    where key = ${lease.key} and state in ('intent', 'unknown')
      and (lease_token = ${lease.token} or ${how === 'sent'} and sent_by = ${lease.token})
    returning company, root, flow, kind, undoes`.execute(tx);
  return rows[0];
}

const reverse = (tx: Tx, key: EffectKey) =>
  tx
    .updateTable('effects')
    .set({ state: 'reversed' })
    .where('key', '=', key)
    .where('state', 'in', ['posted', 'settled-by-hand'])
    .execute();

/** The row went on without us. The same document is no news; another one is written down for a person to look at. */
async function reportStray(tx: Tx, { key, reference }: Lease, { number }: ErpReceipt): Promise<ErpError | undefined> {
  const row = await tx
    .selectFrom('effects')
    .select(['company', 'root', 'flow', 'number', 'state'])
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (row.number === number && row.state !== 'refused') return undefined;
  const facts = { number, reference, known: row.number, state: row.state };
  await append(tx, { company: row.company, root: row.root, effect: key, what: 'stray', by: row.flow, facts });
  return new ErpError(
    'conflict',
    `${key} is ${row.state} as ${row.number ?? 'nothing'}, but ${number} came into the ERP too`,
    {
      where: 'number',
    },
  );
}
