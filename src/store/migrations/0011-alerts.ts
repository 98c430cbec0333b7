import { sql, type Migration } from 'kysely';

/** What people are to be told, and what was sent of it: a notice is one alert for one channel, a message one sending. */
export const alerts: Migration = {
  async up(db) {
    await sql`
      create table alerts (
        id bigint generated always as identity primary key,
        key text not null,
        company text not null,
        kind text not null,
        code text not null,
        subject text not null,
        case_id text,
        text text not null,
        amount_minor bigint,
        currency char(3) check (currency ~ '^[A-Z]{3}$'),
        count integer not null default 1,
        raised_at timestamptz not null default clock_timestamp(),
        last_at timestamptz not null default clock_timestamp(),
        told_at timestamptz, -- until the window after it is over, the same is not told again
        told_code text,
        resolved_at timestamptz,
        how text,
        check ((amount_minor is null) = (currency is null))
      )`.execute(db);
    await sql`create unique index alerts_open on alerts (key text_pattern_ops) where resolved_at is null`.execute(db);
    await sql`create index alerts_by_key on alerts (key, id)`.execute(db);
    await sql`
      create table alert_messages (
        id uuid primary key default gen_random_uuid(), -- what a receiver knows a repetition by
        channel text not null,
        digest boolean not null,
        made_at timestamptz not null default clock_timestamp(),
        due_at timestamptz not null default clock_timestamp(),
        attempts integer not null default 0,
        lease_token uuid,
        lease_until timestamptz,
        sent_at timestamptz,
        failed_at timestamptz,
        given_up_at timestamptz,
        error text
      )`.execute(db);
    // One at a time for each channel: what people read comes in order, and a channel that is down is not besieged.
    await sql`
      create unique index alert_messages_under_way on alert_messages (channel)
      where sent_at is null and given_up_at is null`.execute(db);
    await sql`
      create table alert_notices (
        id bigint generated always as identity primary key,
        alert bigint not null references alerts (id) on delete cascade,
        channel text not null,
        what text not null check (what in ('raised', 'recovered')),
        due_at timestamptz not null default clock_timestamp(),
        digest boolean not null default false,
        held boolean not null default false, -- it came back so soon that it is told only if it stays
        message uuid references alert_messages (id) on delete cascade
      )`.execute(db);
    await sql`create index alert_notices_waiting on alert_notices (channel, due_at) where message is null`.execute(db);
    await sql`create index alert_notices_of_alert on alert_notices (alert)`.execute(db);
    await sql`create index alert_notices_of_message on alert_notices (message)`.execute(db);
  },
};
