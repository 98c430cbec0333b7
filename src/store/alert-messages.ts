import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { AlertMessage, Notice } from '../domain/alert.ts';
import { scrub } from '../domain/scrub.ts';
import { alertOf, type AlertRow } from './alert-row.ts';
import type { Database, Tx } from './db.ts';

/** A message that this process alone sends, until its lease ends. */
export type ClaimedMessage = AlertMessage & { readonly attempts: number };
type Retrying = { readonly inMs: number; readonly endAfterMs: number };

/** More than people read at once: the rest goes into the next one. */
const mostInOne = 100;

/** The outbox: what waits for a channel becomes messages, each claimed by one worker at a time. */
export const createAlertMessages = (db: Database) => ({
  /**
   * The next message of a channel, if one is due. A worker that was killed loses its claim after `leaseMs`: the message
   * is then sent again under the same id, for nobody knows whether it went.
   */
  claim: async (channel: string, leaseMs: number): Promise<ClaimedMessage | undefined> => {
    await db.transaction().execute((tx) => gather(tx, channel));
    const { rows } = await sql<{ id: string; digest: boolean; attempts: number }>`
      update alert_messages set lease_token = ${randomUUID()}, attempts = attempts + 1,
        lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
      where id = (
        select id from alert_messages
        where channel = ${channel} and sent_at is null and given_up_at is null and due_at <= clock_timestamp()
          and (lease_until is null or lease_until <= clock_timestamp())
        for update skip locked limit 1)
      returning id, digest, attempts`.execute(db);
    const [row] = rows;
    return row && { ...row, notices: await noticesOf(db, row.id) };
  },

  /** @param error what kept some from hearing of it, though others did */
  sent: async (id: string, error?: string): Promise<void> => {
    await sql`
      update alert_messages set sent_at = now(), lease_token = null, lease_until = null,
        error = coalesce(${error === undefined ? null : scrub(error)}, error),
        failed_at = case when ${error !== undefined} then now() else failed_at end
      where id = ${id} and sent_at is null`.execute(db);
  },

  /** Gives whether it was given up. */
  failed: async (id: string, error: string, { inMs, endAfterMs }: Retrying): Promise<boolean> => {
    const { rows } = await sql<{ ended: boolean }>`
      update alert_messages set error = ${scrub(error)}, failed_at = clock_timestamp(), lease_token = null,
        lease_until = null, due_at = clock_timestamp() + ${inMs} * interval '1 millisecond',
        given_up_at = case when made_at <= clock_timestamp() - ${endAfterMs} * interval '1 millisecond'
                           then clock_timestamp() end
      where id = ${id} and sent_at is null
      returning given_up_at is not null as ended`.execute(db);
    return rows[0]?.ended ?? false;
  },

  /** How many notices of each channel are due and not sent, or were given up within a day. */
  undelivered: async (): Promise<ReadonlyMap<string, number>> => {
    const { rows } = await sql<{ channel: string; waiting: number }>`
      select notices.channel, count(*) as waiting
      from alert_notices as notices left join alert_messages as messages on messages.id = notices.message
      where notices.due_at <= clock_timestamp() and messages.sent_at is null
        and (given_up_at is null or given_up_at > clock_timestamp() - interval '1 day')
      group by notices.channel`.execute(db);
    return new Map(rows.map(({ channel, waiting }) => [channel, waiting]));
  },

  /** The last attempt of a channel that failed, and whether it has sent anything since. */
  lastFailure: async (
    channel: string,
  ): Promise<{ readonly at: Date; readonly error: string; readonly mended: boolean } | undefined> => {
    const { rows } = await sql<{ at: Date; error: string; mended: boolean }>`
      select failed_at as at, error, exists (
        select from alert_messages as later where later.channel = failed.channel and later.sent_at > failed.failed_at
      ) as mended
      from alert_messages as failed
      where channel = ${channel} and failed_at is not null order by failed_at desc limit 1`.execute(db);
    return rows[0];
  },
});

/** What came due since the last message is told in one, what is urgent before a digest. */
async function gather(tx: Tx, channel: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`alerts to ${channel}`}, 0))`.execute(tx);
  const { rows } = await sql<{ digest: boolean }>`
    select digest from alert_notices
    where channel = ${channel} and message is null and due_at <= clock_timestamp()
    order by digest limit 1`.execute(tx);
  const [next] = rows;
  if (!next) return;
  await sql`
    with made as (
      insert into alert_messages (channel, digest) values (${channel}, ${next.digest})
      on conflict (channel) where sent_at is null and given_up_at is null do nothing
      returning id)
    update alert_notices set message = made.id from made
    where alert_notices.id in (
      select id from alert_notices
      where channel = ${channel} and message is null and due_at <= clock_timestamp() and digest = ${next.digest}
      order by id limit ${mostInOne})`.execute(tx);
}

type Row = AlertRow & {
  readonly what: Notice['what'];
  readonly count: number;
  readonly raised_at: Date;
  readonly how: string | null;
};

async function noticesOf(db: Tx, message: string): Promise<readonly Notice[]> {
  const { rows } = await sql<Row>`
    select what, key, company, kind, code, subject, case_id, text, amount_minor, currency, count, raised_at, how
    from alert_notices join alerts on alerts.id = alert_notices.alert
    where message = ${message} order by alert_notices.id`.execute(db);
  return rows.map(noticeOf);
}

const noticeOf = (row: Row): Notice => ({
  what: row.what,
  alert: alertOf(row),
  count: row.count,
  since: row.raised_at,
  ...(row.how !== null && { how: row.how }),
});
