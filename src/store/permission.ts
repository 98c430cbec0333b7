import { sql } from 'kysely';
import type { EffectKey, EffectKind, EffectState } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import type { Tx } from './db.ts';
import { refuseOverdraft } from './deposit-room.ts';
import { isLiving } from './living.ts';
import type { Intent, Root } from './ledger.ts';
import { refuseChangedOrder } from './order-turn.ts';

/** Changes within another document: they go down with it, so they don't keep it from being undone. */
export const withoutDocument: readonly EffectKind[] = ['rounding', 'reduce', 'release', 'payment-note', 'write-back'];

/** Where a conflict is that what an effect hangs on was undone since its flow looked: by a refund of the whole order, say. */
export const fallen = 'undone-meanwhile';

/** May an effect that is not on its way be sent at all? Asked under the locks of its roots. @throws ErpError `conflict`, or `busy` */
export async function refuseUnlessFree(tx: Tx, effect: Intent): Promise<void> {
  await refuseUnfinishedGeneration(tx, effect);
  if (effect.undoes) {
    await refuseUnlessAllStand(tx, effect, [effect.undoes, ...effect.dependsOn]);
    await refuseWithDependants(tx, effect.undoes);
    return;
  }
  if (await isClosed(tx, effect))
    throw new ErpError('conflict', `${effect.root} was closed to further effects by a person`);
  // In this order: an undoing that ends between the two questions has then made its parent `reversed` already.
  await refuseWhileBeingUndone(tx, effect);
  await refuseUnlessAllStand(tx, effect, effect.dependsOn);
  await refuseOverdraft(tx, effect);
  await refuseChangedOrder(tx, effect);
}

/** A whole root, or what one flow does under it: of two payments of an order, a person may close one. */
export async function isClosed(tx: Tx, { company, root, flow }: Root & { readonly flow?: string }): Promise<boolean> {
  const row = await tx
    .selectFrom('closures')
    .select('closed_at')
    .where('company', '=', company)
    .where('root', 'in', flow === undefined ? [root] : [root, flow])
    .executeTakeFirst();
  return row !== undefined;
}

/** An undoing is over once it is done; everything else once it was undone or given up. */
async function refuseUnfinishedGeneration(tx: Tx, effect: Intent): Promise<void> {
  if (effect.generation <= 1) return;
  const key = effect.key.replace(/#\d+$/, `#${effect.generation - 1}`) as EffectKey;
  const before = await tx.selectFrom('effects').select('state').where('key', '=', key).executeTakeFirst();
  const over: readonly EffectState[] = effect.undoes
    ? ['reversed', 'abandoned', 'posted', 'settled-by-hand']
    : ['reversed', 'abandoned'];
  if (before && over.includes(before.state)) return;
  throw new ErpError(
    'conflict',
    `${effect.key} needs ${key} to be undone first; it is ${before?.state ?? 'unknown to us'}`,
  );
}

async function refuseUnlessAllStand(tx: Tx, { key, undoes }: Intent, needed: readonly EffectKey[]): Promise<void> {
  const wanted = [...new Set(needed)];
  if (wanted.length === 0) return;
  const known = await tx.selectFrom('effects').select(['key', 'state']).where('key', 'in', wanted).execute();
  const isIn = (one: EffectKey, ...states: readonly EffectState[]): boolean =>
    known.some((row) => row.key === one && states.includes(row.state));
  const missing = wanted.find((one) => !isIn(one, 'posted', 'settled-by-hand'));
  if (!missing) return;
  const where = isIn(missing, 'reversed') && !undoes ? fallen : missing;
  throw new ErpError('conflict', `${key} needs ${missing}, which does not stand`, { where });
}

/** An attempt that let its lease run out before it sent anything loses it here, so that it can't wake up and send. */
async function refuseWithDependants(tx: Tx, undone: EffectKey): Promise<void> {
  const dependants = sql`depends_on @> array[${undone}]::text[] and undoes is null and kind <> all(${[...withoutDocument]}::text[])`;
  await takeExpiredLeases(tx, dependants);
  const { rows } = await sql<{
    key: string;
  }>`select key from effects where ${dependants} and ${isLiving} limit 1`.execute(tx);
  const [dependant] = rows;
  if (dependant)
    throw new ErpError('conflict', `${undone} can't be undone while ${dependant.key} hangs on it`, {
      where: dependant.key,
    });
}

async function refuseWhileBeingUndone(tx: Tx, { key, dependsOn }: Intent): Promise<void> {
  if (dependsOn.length === 0) return;
  const undoings = sql`undoes = any(${[...dependsOn]}::text[])`;
  await takeExpiredLeases(tx, undoings);
  const { rows } = await sql<{ key: string; isRecent: boolean }>`
    select key, greatest(may_commit_until, lease_until) > clock_timestamp() - interval '10 minutes' as "isRecent"
    from effects where ${undoings} and state in ('intent', 'unknown') and ${isLiving} limit 1`.execute(tx);
  const [undoing] = rows;
  if (!undoing) return;
  const words = `What ${key} needs is being undone by ${undoing.key}`;
  if (undoing.isRecent) throw new ErpError('busy', words);
  throw new ErpError('conflict', `${words}, of which nobody knows the outcome`, { where: undoing.key });
}

const takeExpiredLeases = (tx: Tx, which: ReturnType<typeof sql>) =>
  sql`
    update effects set lease_token = null
    where ${which} and lease_token is not null and may_commit_until is null and lease_until <= clock_timestamp()`.execute(
    tx,
  );
