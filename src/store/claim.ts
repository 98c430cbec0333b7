import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { EffectState } from '../domain/effects.ts';
import { ErpError, type ErpErrorCode } from '../erp/errors.ts';
import type { ErpReceipt } from '../erp/port.ts';
import { byHand } from './by-hand.ts';
import type { Database, Tx } from './db.ts';
import type { Claim, Intent } from './ledger.ts';
import { refuseUnlessFree } from './permission.ts';
import { referenceOf } from './reference.ts';
import { lockRoots } from './root-lock.ts';
import type { EffectTable } from './schema.ts';

/** What the claim needs of the row; the two waits are in milliseconds by the database's clock, never negative. */
type Row = Pick<EffectTable, 'kind' | 'state' | 'fingerprint' | 'number' | 'error_code' | 'error_where' | 'frozen'> & {
  readonly receipt: ErpReceipt | null;
  readonly sent: boolean;
  readonly outcome_unknown: boolean;
  readonly held_ms: number;
  readonly settling_ms: number;
};

export const createClaim =
  ({ db, graceMs }: { readonly db: Database; readonly graceMs: number }) =>
  (effect: Intent): Promise<Claim> =>
    db.transaction().execute(async (tx) => {
      await lockRoots(tx, effect, [...effect.dependsOn, ...(effect.undoes ? [effect.undoes] : [])]);
      const row = await ownRow(tx, effect);
      if (row) {
        refuseAnotherFingerprint(row, effect);
        const receipt = answers[row.state](row, effect);
        if (receipt) return { state: 'posted', receipt };
        refuseWhileUndecided(row, effect);
      }
      // One of unknown outcome is looked up whatever has happened since; it is not sent before `sending` agrees.
      if (!row?.outcome_unknown) await refuseUnlessFree(tx, effect);

      const token = randomUUID();
      const sent = row?.sent ?? false;
      const leaseMs = graceMs + workMs(effect, sent);
      await (row ? retake(tx, effect, token, leaseMs) : insert(tx, effect, token, leaseMs));
      const lease = {
        key: effect.key,
        reference: referenceOf(effect.key),
        token,
        ...(row?.frozen && { frozen: row.frozen }),
      };
      return { state: sent ? 'sent-before' : 'unsent', lease };
    });

async function ownRow(tx: Tx, { key }: Intent): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select kind, state, fingerprint, number, receipt, error_code, error_where, frozen,
           sent_at is not null as sent,
           may_commit_until is not null as outcome_unknown,
           case when lease_token is null then 0
                else greatest(0, ceil(extract(epoch from lease_until - clock_timestamp()) * 1000))::int end as held_ms,
           coalesce(greatest(0, ceil(extract(epoch from may_commit_until - clock_timestamp()) * 1000)), 0)::int as settling_ms
    from effects where key = ${key} for update`.execute(tx);
  return rows[0];
}

/** Of an effect that never came to stand and that a person wants tried again: what is true now counts, not what was then. */
export const anyFacts = '';

function refuseAnotherFingerprint(row: Row, { key, fingerprint }: Intent): void {
  if (row.fingerprint === null || row.fingerprint === anyFacts || row.fingerprint === fingerprint) return;
  throw new ErpError('conflict', `${key} was tried with other facts (${row.fingerprint}) than now (${fingerprint})`, {
    where: 'fingerprint',
  });
}

/** What the state says before anything else is asked; nothing means that the effect is still to be done. */
const answers: Readonly<Record<EffectState, (row: Row, effect: Intent) => ErpReceipt | undefined>> = {
  posted: ({ receipt }) => receipt ?? undefined,
  'settled-by-hand': ({ kind, number, receipt }) => receipt ?? byHand(kind, number),
  refused: (row, { key }) => {
    throw new ErpError(codeOf(row), `${key} was refused and waits until a person reopens it`, whereOf(row));
  },
  reversed: (_, { key }) => {
    throw new ErpError('conflict', `${key} was undone; posting it again takes a new generation`);
  },
  abandoned: (_, { key }) => {
    throw new ErpError('conflict', `${key} was given up by a person; posting it again takes a new generation`);
  },
  intent: () => undefined,
  unknown: () => undefined,
};
const codeOf = ({ error_code }: Row): ErpErrorCode => (error_code ?? 'rejected') as ErpErrorCode;
const whereOf = ({ error_where }: Row) => (error_where ? { where: error_where } : {});

function refuseWhileUndecided({ held_ms, settling_ms }: Row, { key }: Intent): void {
  if (held_ms > 0) throw new ErpError('busy', `${key} is in the hands of another attempt`, { retryAfterMs: held_ms });
  if (settling_ms > 0) {
    throw new ErpError('outcome-unknown', `${key} was sent, and could still be committed`, {
      retryAfterMs: settling_ms,
    });
  }
}

const until = (ms: number) => sql<Date>`clock_timestamp() + ${ms} * interval '1 millisecond'`;

async function retake(
  tx: Tx,
  { key, fingerprint, amount, dependsOn }: Intent,
  token: string,
  leaseMs: number,
): Promise<void> {
  await sql`
    update effects set lease_token = ${token}, lease_until = ${until(leaseMs)}, fingerprint = ${fingerprint},
      depends_on = ${[...dependsOn]},
      amount_minor = case when fingerprint = ${anyFacts} then ${amount?.minor ?? null}::bigint else amount_minor end,
      currency = case when fingerprint = ${anyFacts} then ${amount?.currency ?? null}::char(3) else currency end
    where key = ${key}`.execute(tx);
}

async function insert(tx: Tx, effect: Intent, token: string, leaseMs: number): Promise<void> {
  const { key, company, kind, subject, part, generation, fingerprint, amount, flow, root, undoes } = effect;
  const { rows } = await sql`
    insert into effects (key, company, kind, subject, part, generation, reference, fingerprint, amount_minor, currency,
                         flow, root, depends_on, undoes, state, lease_token, lease_until)
    values (${key}, ${company}, ${kind}, ${subject}, ${part ?? null}, ${generation}, ${referenceOf(key)}, ${fingerprint},
            ${amount?.minor ?? null}, ${amount?.currency ?? null}, ${flow}, ${root}, ${[...effect.dependsOn]},
            ${undoes ?? null}, 'intent', ${token}, ${until(leaseMs)})
    on conflict do nothing returning key`.execute(tx);
  // Only companies that share an ERP connection can meet here: their roots have different locks.
  if (rows.length === 0) throw new ErpError('busy', `${key} is in the hands of another attempt`);
}

/** A lookup may complete what it finds: should it die of that, nobody looks again before that can commit no more. */
const workMs = ({ requestMs, settleMs }: Intent, sent: boolean): number =>
  requestMs + Math.max(requestMs, sent ? settleMs : 0);
