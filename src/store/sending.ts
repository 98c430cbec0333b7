import { sql } from 'kysely';
import { ErpError } from '../erp/errors.ts';
import type { Database } from './db.ts';
import type { Clearance, Effect, Lease, Prepared } from './ledger.ts';
import type { Vault } from './vault.ts';

type Deps = { readonly db: Database; readonly vault: Vault; readonly graceMs: number };

/**
 * The last look before the request leaves. One statement asks whether the lease is still ours, freezes what is sent and
 * notes the time; it never revives a lease that has run out, for by then somebody may have decided without us.
 */
export const createSending =
  ({ db, vault, graceMs }: Deps) =>
  async (lease: Lease, effect: Effect): Promise<Clearance> => {
    const { key, token, frozen } = lease;
    const prepared = frozen ? (vault.open(frozen, key) as Prepared) : await effect.prepare();
    const deadline = performance.now() + effect.requestMs; // From before the lease was extended, so that it ends first.
    const { rows } = await sql`
      update effects set
        state = 'intent',
        frozen = coalesce(frozen, ${frozen ?? vault.seal(prepared, key)}),
        note = ${prepared.note ?? null},
        profile = case when frozen is null then ${prepared.profile ?? null} else profile end,
        lease_until = greatest(lease_until, clock_timestamp() + ${effect.requestMs + graceMs} * interval '1 millisecond'),
        sent_by = lease_token,
        sent_at = clock_timestamp(),
        may_commit_until = clock_timestamp() + ${effect.settleMs} * interval '1 millisecond',
        attempts = attempts + 1,
        error_code = null,
        error_where = null
      where key = ${key} and lease_token = ${token} and lease_until > clock_timestamp() and state in ('intent', 'unknown')
        and (undoes is not null or not exists (
          select from closures where closures.company = effects.company and closures.root in (effects.root, ${effect.flow})))
      returning key`.execute(db);
    if (rows.length === 0) await refuse(db, lease, effect);
    return { prepared, deadline };
  };

async function refuse(db: Database, { key, token }: Lease, { root, flow }: Effect): Promise<never> {
  const row = await db.selectFrom('effects').select('lease_token').where('key', '=', key).executeTakeFirst();
  const { rows } = await sql`
    select from effects join closures using (company)
    where key = ${key} and undoes is null and closures.root in (effects.root, ${flow})`.execute(db);
  if (rows.length > 0) throw new ErpError('conflict', `${root} was closed to further effects by a person`);
  throw new ErpError(
    'busy',
    row?.lease_token === token
      ? `${key} took longer to prepare than its lease`
      : `${key} is in the hands of another attempt`,
  );
}
