import { sql } from 'kysely';
import { isUnsettled, type EffectState } from '../domain/effects.ts';
import { holdIn } from '../domain/settle-refund/lines.ts';
import { ErpError } from '../erp/errors.ts';
import type { Tx } from './db.ts';
import type { Intent } from './ledger.ts';
import { isLiving } from './living.ts';

/** Where a conflict is that another flow has changed the order since this one looked at it. */
export const changed = 'order-changed';

const kinds = ['reduce', 'release', 'rounding'] as const;
type Row = {
  readonly kind: (typeof kinds)[number];
  readonly subject: string;
  readonly state: EffectState;
  readonly note: string | null;
  readonly living: boolean;
  /** What it was taken off still stands. */
  readonly isOfSale: boolean;
};

/**
 * Of two refunds that come at once both have seen the same order, and each says what is to be left of it. An order that
 * is let go while something is taken off it ships with a wrong total, and a total that another line was about to change is
 * reckoned with wrongly. Under the lock of the root one goes after the other, and decides anew by what the one before has
 * left.
 * @throws ErpError `busy` while that of another is not settled, then `conflict` with `where` as {@link changed}
 */
export async function refuseChangedOrder(tx: Tx, effect: Intent): Promise<void> {
  const { key, kind, subject, others } = effect;
  if (others === undefined && kind !== 'release' && kind !== 'rounding') return;
  const all = await changesOf(tx, effect);
  const rows = all.filter(({ living }) => living);
  const anothers = rows.filter((row) => row.subject !== subject);
  const reductions = anothers.filter((row) => row.kind === 'reduce');
  const inItsWay = others === undefined ? reductions : anothers;
  if (inItsWay.some(isUnsettled)) throw new ErpError('busy', `Another flow is changing the order of ${key}`);

  if (others !== undefined && reductions.length !== others)
    throw overtaken(`${key} saw ${others} reductions of the order by others; it has ${reductions.length}`);
  // A refund that lets the order go knows itself of others that hold it.
  const isRefunds = all.some((row) => row.kind === 'reduce' && row.subject === subject);
  const holder = isRefunds || kind !== 'release' ? undefined : holderOf(rows);
  if (holder) throw overtaken(`${key} waits until refund ${holder} lets the order go`);
}

const overtaken = (words: string): ErpError => new ErpError('conflict', words, { where: changed });

const holderOf = (rows: readonly Row[]): string | undefined =>
  rows.find(
    ({ kind, note, subject, isOfSale }) =>
      kind === 'reduce' &&
      isOfSale &&
      holdIn(note ?? '') !== undefined &&
      !rows.some((row) => row.kind === 'release' && row.subject === subject && !isUnsettled(row)),
  )?.subject;

async function changesOf(tx: Tx, { company, root }: Intent): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select kind, subject, state, note, ${isLiving} as living,
           not exists (select from effects as sale where sale.key = any(effects.depends_on) and sale.state = 'reversed') as "isOfSale"
    from effects
    where company = ${company} and root = ${root} and kind = any(${[...kinds]}::text[]) and undoes is null`.execute(tx);
  return rows;
}
