import { sql } from 'kysely';
import { keyOf, isUrgent, type Alert } from '../domain/alert.ts';
import { alertOf, type AlertRow } from './alert-row.ts';
import type { Database, Tx } from './db.ts';

/** Where one alert goes; without a time, at once. */
type Route = { readonly channel: string; readonly digestAt?: Date };
type Raising = { readonly routes: readonly Route[]; readonly windowMs: number };

type Told = {
  readonly channel: string;
  readonly what: 'raised' | 'recovered';
  readonly state: 'waits' | 'failing' | 'sent' | 'given up';
};
export type ListedAlert = Alert & {
  readonly count: number;
  readonly since: Date;
  readonly last: Date;
  readonly over?: { readonly at: Date; readonly how?: string };
  readonly told: readonly Told[];
};

/** Alerts as they were raised, and the notices that come of them. */
export const createAlertRows = (db: Database) => ({
  /** Gives whether it is news, told at once or later; what was told within the window already is only counted. */
  raise: (alert: Alert, how: Raising): Promise<boolean> => db.transaction().execute((tx) => raise(tx, alert, how)),

  /** Gives whether anything was open under that key. */
  resolve: (key: string, digestAt: Date, how?: string): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: number }>`
        update alerts set resolved_at = clock_timestamp(), how = ${how ?? null}
        where resolved_at is null and (key = ${key} or key like ${`${escaped(key)}/%`})
        returning id`.execute(tx);
      for (const { id } of rows) await recover(tx, id, digestAt);
      return rows.length > 0;
    }),

  /** Newest first, each with what became of its notices. */
  list: async ({
    open,
    limit,
  }: {
    readonly open: boolean;
    readonly limit: number;
  }): Promise<readonly ListedAlert[]> => {
    const { rows } = await sql<Row>`
      select key, company, kind, code, subject, text, amount_minor, currency, count, raised_at, last_at, resolved_at,
        how, case_id, (
          select coalesce(json_agg(json_build_object('channel', channel, 'what', what, 'state', ${stateOf}) order by id), '[]')
          from (select notices.*, messages.sent_at, messages.given_up_at, messages.attempts
                from alert_notices as notices left join alert_messages as messages on messages.id = notices.message
                where alert = alerts.id) as told) as told
      from alerts where ${open} is false or resolved_at is null and kind <> 'success'
      order by last_at desc limit ${limit}`.execute(db);
    return rows.map(listed);
  },

  /** What is over or forgotten by everybody need not be kept for ever. */
  forget: async (days: number): Promise<void> => {
    await sql`delete from alerts where last_at < clock_timestamp() - ${days} * interval '1 day'`.execute(db);
    await sql`
      delete from alert_messages where made_at < clock_timestamp() - ${days} * interval '1 day'
        and (sent_at is not null or given_up_at is not null)`.execute(db);
  },
});

const escaped = (key: string): string => key.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

async function raise(tx: Tx, alert: Alert, { routes, windowMs }: Raising): Promise<boolean> {
  const { kind, company, code, subject, caseId, text, amount } = alert;
  const key = keyOf(alert);
  const { rows } = await sql<{ id: number; tell: boolean }>`
    insert into alerts as known (key, company, kind, code, subject, case_id, text, amount_minor, currency)
    values (${key}, ${company}, ${kind}, ${code}, ${subject}, ${caseId ?? null}, ${text},
            ${amount?.minor ?? null}, ${amount?.currency ?? null})
    on conflict (key) where resolved_at is null do update set
      count = known.count + 1, last_at = clock_timestamp(), code = excluded.code, text = excluded.text,
      amount_minor = excluded.amount_minor, currency = excluded.currency
    returning id, told_code is distinct from code
      or told_at <= clock_timestamp() - ${windowMs} * interval '1 millisecond' as tell`.execute(tx);
  const [row] = rows;
  if (!row?.tell) return false;
  const heldUntil = isUrgent(alert) ? undefined : await quietUntil(tx, key, row.id, windowMs);
  await tell(tx, row.id, code, routes, heldUntil);
  return true;
}

/** Of what was told within the window, and was said to be over: it may be going up and down. */
async function quietUntil(tx: Tx, key: string, id: number, windowMs: number): Promise<Date | undefined> {
  const { rows } = await sql<{ until: Date | null }>`
    select max(told_at) + ${windowMs} * interval '1 millisecond' as until from alerts
    where key = ${key} and id < ${id} and told_at > clock_timestamp() - ${windowMs} * interval '1 millisecond'
      and not exists (select from alerts where id = ${id} and told_at is not null)`.execute(tx);
  return rows[0]?.until ?? undefined;
}

async function tell(tx: Tx, id: number, code: string, routes: readonly Route[], heldUntil?: Date): Promise<void> {
  const held = heldUntil !== undefined;
  await sql`
    update alerts set told_at = coalesce(${heldUntil ?? null}, clock_timestamp()), told_code = ${code}
    where id = ${id}`.execute(tx);
  for (const { channel, digestAt } of routes)
    await sql`
      insert into alert_notices (alert, channel, what, due_at, digest, held)
      values (${id}, ${channel}, 'raised', greatest(${digestAt ?? null}, ${heldUntil ?? null}, clock_timestamp()),
              ${digestAt !== undefined}, ${held})`.execute(tx);
}

/** Those who were told, or will be, hear that it is over. What was only held back is dropped: they think so already. */
async function recover(tx: Tx, id: number, digestAt: Date): Promise<void> {
  await sql`delete from alert_notices where alert = ${id} and held and message is null`.execute(tx);
  await sql`
    insert into alert_notices (alert, channel, what, due_at, digest)
    select alert, channel, 'recovered', case
        when not bool_or(digest) then clock_timestamp()
        when bool_or(message is null) then max(due_at)
        else ${digestAt} end, bool_or(digest)
    from alert_notices where alert = ${id} and what = 'raised' group by alert, channel`.execute(tx);
  await sql`
    update alerts set told_at = null
    where id = ${id} and told_at > clock_timestamp()`.execute(tx);
}

const stateOf = sql`case when sent_at is not null then 'sent' when given_up_at is not null then 'given up'
                         when attempts > 0 then 'failing' else 'waits' end`;

type Row = AlertRow & {
  readonly count: number;
  readonly raised_at: Date;
  readonly last_at: Date;
  readonly resolved_at: Date | null;
  readonly how: string | null;
  readonly told: readonly Told[];
};

const listed = (row: Row): ListedAlert => ({
  ...alertOf(row),
  count: row.count,
  since: row.raised_at,
  last: row.last_at,
  ...(row.resolved_at && { over: { at: row.resolved_at, ...(row.how !== null && { how: row.how }) } }),
  told: row.told,
});
