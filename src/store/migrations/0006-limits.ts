import { sql, type Migration } from 'kysely';

/**
 * Locks, and one row of limits per ERP connection: permits, rate and breaker change together, so that one short
 * function decides on the newest version of the row. Losing the last of it in a crash is harmless, so it doesn't wait
 * for the disk.
 */
export const limits: Migration = {
  async up(db) {
    await sql`
      create table locks (name text primary key, token uuid not null, until timestamptz not null)`.execute(db);
    await sql`
      create table gates (
        connection text primary key,
        permits jsonb not null default '{}',
        tokens double precision,
        refilled_at timestamptz not null default clock_timestamp(),
        failures integer not null default 0,
        open_until timestamptz,
        probe uuid,
        probe_until timestamptz
      )`.execute(db);
    await enter(db);
    await leave(db);
  },
};

/** Grants a permit, or says what is in the way (`breaker`, `permits`, `rate`) and for how many milliseconds. */
const enter = (db: Parameters<Migration['up']>[0]) =>
  sql`
    create function gate_enter(gate text, holder uuid, concurrency int, per_second double precision, permit_ms int,
                               max_failures int, out refused text, out wait_ms int)
    language plpgsql as $$
    declare
      g gates;
      moment timestamptz;
      held jsonb;
      available double precision;
    begin
      perform set_config('synchronous_commit', 'off', true);
      insert into gates (connection) values (gate) on conflict do nothing;
      select * into strict g from gates where connection = gate for update;
      moment := clock_timestamp();
      wait_ms := 0;
      if g.failures >= max_failures and g.open_until > moment then
        refused := 'breaker';
        wait_ms := ceil(extract(epoch from g.open_until - moment) * 1000);
        return;
      end if;
      if g.failures >= max_failures and g.probe_until > moment then
        refused := 'breaker';
        wait_ms := least(1000, ceil(extract(epoch from g.probe_until - moment) * 1000));
        return;
      end if;
      select coalesce(jsonb_object_agg(key, value), '{}'), coalesce(ceil(min(value::double precision) - extract(epoch from moment) * 1000), 0)
        into held, wait_ms from jsonb_each_text(g.permits) where value::double precision > extract(epoch from moment) * 1000;
      if (select count(*) from jsonb_object_keys(held)) >= concurrency then
        refused := 'permits';
        return;
      end if;
      available := least(greatest(per_second, 1), coalesce(g.tokens, greatest(per_second, 1))
        + per_second * greatest(0, extract(epoch from moment - g.refilled_at)));
      if available < 1 then
        refused := 'rate';
        wait_ms := ceil((1 - available) / per_second * 1000);
        return;
      end if;
      wait_ms := 0;
      update gates set
        permits = held || jsonb_build_object(holder::text, extract(epoch from moment) * 1000 + permit_ms),
        tokens = available - 1,
        refilled_at = moment,
        probe = case when g.failures >= max_failures then holder end,
        probe_until = case when g.failures >= max_failures then moment + permit_ms * interval '1 millisecond' end
      where connection = gate;
    end $$`.execute(db);

/** Gives the permit back and tells the breaker; once it is open, only the probe's word counts. */
const leave = (db: Parameters<Migration['up']>[0]) =>
  sql`
    create function gate_leave(gate text, holder uuid, failed boolean, max_failures int, open_ms int) returns void
    language plpgsql as $$
    begin
      perform set_config('synchronous_commit', 'off', true);
      update gates set
        permits = permits - holder::text,
        failures = case
          when failures >= max_failures and probe is distinct from holder then failures
          when failed then least(failures + 1, max_failures)
          else 0 end,
        open_until = case
          when failures >= max_failures and probe is distinct from holder then open_until
          when failed and failures + 1 >= max_failures then clock_timestamp() + open_ms * interval '1 millisecond' end,
        probe_until = case when probe = holder then null else probe_until end,
        probe = case when probe = holder then null else probe end
      where connection = gate;
    end $$`.execute(db);
