import { sql } from 'kysely';
import { isUnsettled, type EffectState } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import type { Tx } from './db.ts';
import type { Intent } from './ledger.ts';
import { isLiving } from './living.ts';

/** Where a conflict is that another refund has changed the order since this one looked at it. */
export const changed = 'order-changed';

/**
 * Of two refunds that come at once both have seen the same order, and each says what is to be left of it. Under the lock
 * of the root one goes after the other, and decides anew by what the one before has left.
 * @throws ErpError `busy` while that of another is not settled, then `conflict` with `where` as {@link changed}
 */
export async function refuseChangedOrder(tx: Tx, { key, company, root, subject, others }: Intent): Promise<void> {
  if (others === undefined) return;
  const { rows } = await sql<{ state: EffectState }>`
    select state from effects
    where company = ${company} and root = ${root} and kind = 'reduce' and subject <> ${subject} and undoes is null
      and ${isLiving}`.execute(tx);
  if (rows.some(isUnsettled)) throw new ErpError('busy', `Another refund is changing the order of ${key}`);
  if (rows.length !== others)
    throw new ErpError('conflict', `${key} saw ${others} reductions of the order by others; it has ${rows.length}`, {
      where: changed,
    });
}
