import { sql } from 'kysely';
import type { EffectKey } from '../domain/effects.ts';
import { ErpError } from '../erp/errors.ts';
import { append } from './audit.ts';
import { anyFacts } from './claim.ts';
import type { Database, Tx } from './db.ts';
import type { Decision, EffectBook, Root } from './ledger.ts';
import { referenceOf } from './reference.ts';
import { lockRoots } from './root-lock.ts';
import type { EffectTable } from './schema.ts';

type Row = Pick<EffectTable, 'state' | 'undoes' | 'number'> & {
  readonly held: boolean;
  readonly wait_ms: number;
  readonly open: boolean;
};

/** As if it had never been tried. That of a reduction says who holds the order, which is so whatever the next attempt finds. */
const anew = sql`
  state = 'intent', frozen = null, error_code = null, error_where = null, fingerprint = ${anyFacts},
  note = case when kind = 'reduce' then note end`;

/** Nobody is at it, and nothing of it has been sent. */
const isUnsent = sql<boolean>`(
  state = 'intent' and may_commit_until is null and (lease_token is null or lease_until <= clock_timestamp()))`;

/** What a person says of single effects, written down before the flow goes on, so that it lasts. */
export const createDecisions = (
  db: Database,
): Pick<EffectBook, 'reopenRefused' | 'renew' | 'settleByHand' | 'abandon'> => ({
  reopenRefused: ({ company, root }, { by, reason }, only) =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, { company, root });
      const { rows } = await sql<{ key: EffectKey }>`
        update effects set ${anew}
        where company = ${company} and root = ${root}
          and (state = 'refused' and may_commit_until is null or ${isUnsent})
          and key = coalesce(${only ?? null}, key)
        returning key`.execute(tx);
      for (const { key } of rows) {
        await append(tx, { company, root, effect: key, what: 'reopened', by, facts: { reason } });
      }
    }),

  renew: async ({ company, root, key }) => {
    await sql`
      update effects set ${anew}, lease_token = null
      where company = ${company} and root = ${root} and key = ${key} and ${isUnsent}`.execute(db);
  },

  settleByHand: (effect, decision) =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, effect);
      const row = await lockedRow(tx, effect.key);
      if (row?.state === 'posted') return; // The truth came in before the decision.
      if (row) refuseWhileUndecided(row, effect.key);
      await (row ? settle(tx, effect) : insertSettled(tx, effect));
      const undone = row ? row.undoes : effect.undoes;
      if (undone) await reverse(tx, undone);
      await note(tx, effect, 'settled-by-hand', decision, effect.number);
    }),

  abandon: (effect, decision) =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, effect);
      const row = await lockedRow(tx, effect.key);
      if (!row) throw new ErpError('not-found', `${effect.key} was never tried: there is nothing to give up`);
      if (row.state === 'abandoned') return;
      if (row.state === 'posted') throw new ErpError('conflict', `${effect.key} stands: it has to be undone`);
      refuseWhileUndecided(row, effect.key);
      await sql`update effects set state = 'abandoned', lease_token = null where key = ${effect.key}`.execute(tx);
      await note(tx, effect, 'abandoned', decision);
    }),
});

async function lockedRow(tx: Tx, key: EffectKey): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select state, undoes, number, lease_token is not null and lease_until > clock_timestamp() as held,
           state in ('intent', 'unknown') and may_commit_until is not null as open,
           coalesce(greatest(0, ceil(extract(epoch from greatest(lease_until, may_commit_until) - clock_timestamp()) * 1000)), 0)::int as wait_ms
    from effects where key = ${key} for update`.execute(tx);
  return rows[0];
}

function refuseWhileUndecided({ state, held, open, wait_ms: retryAfterMs }: Row, key: EffectKey): void {
  if (state === 'reversed' || state === 'abandoned') {
    throw new ErpError('conflict', `${key} is ${state}; doing it again takes a new generation`);
  }
  if (held) throw new ErpError('busy', `${key} is on its way: decide once it has ended`, { retryAfterMs });
  if (open) {
    throw new ErpError('outcome-unknown', `${key} was sent and may stand: look it up, then decide`, { retryAfterMs });
  }
}

type ByHand = Parameters<EffectBook['settleByHand']>[0];

const settle = (tx: Tx, { key, number, note: noted }: ByHand) =>
  sql`
    update effects set state = 'settled-by-hand', number = coalesce(${number ?? null}, number), how = 'by-hand',
      note = coalesce(${noted ?? null}, note), receipt = null, lease_token = null, posted_at = coalesce(posted_at, clock_timestamp())
    where key = ${key}`.execute(tx);

async function insertSettled(tx: Tx, effect: ByHand): Promise<void> {
  const { key, company, kind, subject, generation, flow, root, number, undoes } = effect;
  await sql`
    insert into effects (key, company, kind, subject, part, generation, reference, flow, root, undoes, state,
                         number, note, how, posted_at)
    values (${key}, ${company}, ${kind}, ${subject}, ${partOf(effect)}, ${generation}, ${referenceOf(key)}, ${flow}, ${root},
            ${undoes ?? null}, 'settled-by-hand', ${number ?? null}, ${effect.note ?? null}, 'by-hand', clock_timestamp())`.execute(
    tx,
  );
}

/** `<company>/<kind>/<subject>[/<part>]#<generation>`: what stands between subject and generation. */
function partOf({ key, kind, subject, generation }: ByHand): string | null {
  const [, part] = key.slice(0, -`#${generation}`.length).split(`/${kind}/${subject}/`);
  return part ?? null;
}

const reverse = (tx: Tx, key: EffectKey) =>
  sql`update effects set state = 'reversed' where key = ${key} and state in ('posted', 'settled-by-hand')`.execute(tx);

const note = (
  tx: Tx,
  { company, root, key }: Root & { key: EffectKey },
  what: string,
  { by, reason }: Decision,
  number?: string,
) => append(tx, { company, root, effect: key, what, by, facts: { reason, number } });
