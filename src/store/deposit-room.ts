import { sql } from 'kysely';
import { isUnsettled, type EffectKey, type EffectKind, type SeenEffect } from '../domain/effects.ts';
import { money, show, subtract, sum, type Money } from '../domain/money.ts';
import { isClearing } from '../domain/settle-refund/clearing.ts';
import { ErpError } from '../erp/errors.ts';
import type { Tx } from './db.ts';
import type { Intent } from './ledger.ts';
import { isLiving } from './living.ts';

/** `where` of an ErpError `conflict`: somebody else took from the deposit, so that what is due must be reckoned anew. */
export const overdrawn = 'deposit';
const drawing: readonly EffectKind[] = ['apply', 'refund'];

type Deposit = { readonly key: EffectKey; readonly amount: string };
type Drawn = Deposit & Pick<SeenEffect, 'kind' | 'state'> & { readonly part?: string };

/**
 * A deposit pays invoices by one flow and goes back by another, and both may have seen the same money in it. Asked under
 * the lock of its root, so that together they never take more than it holds, whether the ERP would refuse that or not.
 * @throws ErpError `busy` while that is not settled, then `conflict` with `where` as {@link overdrawn}
 */
export async function refuseOverdraft(tx: Tx, intent: Intent): Promise<void> {
  const { kind, dependsOn, amount } = intent;
  if (!drawing.includes(kind) || !amount || isClearing(intent)) return;
  const { rows } = await sql<Deposit>`
    select key, amount_minor::text as amount from effects
    where key = any(${[...dependsOn]}::text[]) and kind = 'receipt' and currency = ${amount.currency}`.execute(tx);
  for (const deposit of rows) await refuseBeyond(tx, deposit, { ...intent, amount });
}

async function refuseBeyond(
  tx: Tx,
  deposit: Deposit,
  { key, amount }: Pick<Intent, 'key'> & { readonly amount: Money },
): Promise<void> {
  const { currency } = amount;
  const { rows } = await sql<Drawn>`
    select key, kind, coalesce(part, '') as part, state, amount_minor::text as amount from effects
    where depends_on @> array[${deposit.key}]::text[] and key <> ${key} and undoes is null
      and kind = any(${[...drawing]}::text[]) and currency = ${currency} and ${isLiving}`.execute(tx);
  const drawn = rows.filter((row) => !isClearing(row));
  const taken = drawn.map((row) => money(Number(row.amount), currency));
  const left = subtract(money(Number(deposit.amount), currency), sum(taken, currency));
  if (left.minor >= amount.minor) return;
  const words = `${deposit.key} has ${show(left)} left, and ${key} takes ${show(amount)}`;
  throw drawn.some(isUnsettled)
    ? new ErpError('busy', words, { retryAfterMs: 2_000 })
    : new ErpError('conflict', words, { where: overdrawn });
}
