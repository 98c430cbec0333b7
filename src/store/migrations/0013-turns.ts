import { sql, type Migration } from 'kysely';

/**
 * Who waits for an ERP connection whose breaker is open, so that they come back one after the other, the oldest first.
 * `waiting` has been told to go away, `called` was told to come back, `in` has got through since.
 */
export const turns: Migration = {
  async up(db) {
    await sql`
      create table turns (
        connection text not null,
        flow text not null,
        run text not null,
        activity text not null,
        place integer not null,
        since timestamptz not null,
        aged boolean not null default false,
        state text not null check (state in ('waiting', 'called', 'in')),
        changed_at timestamptz not null default clock_timestamp(),
        primary key (connection, flow)
      )`.execute(db);
    await sql`create index turns_in_order on turns (connection, state, place, since, flow)`.execute(db);
    await sql`alter table gates add column called_at timestamptz`.execute(db);
    await enterInTurn(db);
    await callTurns(db);
  },
};

/**
 * As gate_enter, but whoever was accepted later waits (`turn`) while others wait longer. That holds only as long as
 * somebody calls them: else nobody would ever come back.
 */
const enterInTurn = (db: Parameters<Migration['up']>[0]) =>
  sql`
    create function gate_enter_in_turn(gate text, holder uuid, concurrency int, per_second double precision, permit_ms int,
                                       max_failures int, who text, who_run text, who_activity text, who_place int,
                                       who_since timestamptz, out refused text, out wait_ms int)
    language plpgsql as $$
    declare
      mine turns;
    begin
      select * into mine from turns where connection = gate and flow = who;
      if coalesce(mine.state, 'waiting') = 'waiting' and exists (
        select from turns t where t.connection = gate and t.state = 'waiting'
          and (t.place, t.since, t.flow) < (coalesce(mine.place, who_place), coalesce(mine.since, who_since), who)
      ) and exists (
        select from gates where connection = gate and called_at > clock_timestamp() - interval '15 seconds'
      ) then
        refused := 'turn';
        wait_ms := 0;
      else
        select e.refused, e.wait_ms into refused, wait_ms
          from gate_enter(gate, holder, concurrency, per_second, permit_ms, max_failures) e;
      end if;
      if refused in ('turn', 'breaker') then
        insert into turns (connection, flow, run, activity, place, since, state)
        values (gate, who, who_run, who_activity, who_place, who_since, 'waiting')
        on conflict (connection, flow) do update set
          state = 'waiting', run = excluded.run, activity = excluded.activity, changed_at = clock_timestamp();
      elsif refused is null and mine.state in ('waiting', 'called') then
        update turns set state = 'in', changed_at = clock_timestamp() where connection = gate and flow = who;
      end if;
    end $$`.execute(db);

/**
 * Calls the next ones, no more than `at_most` before they have come in; nobody while the breaker is open. One who was
 * told to go away a moment ago may not have gone yet, and one who does not come is called again.
 */
const callTurns = (db: Parameters<Migration['up']>[0]) =>
  sql`
    create function turns_call(gate text, at_most int, again_ms int)
    returns table (flow text, run text, activity text)
    language plpgsql as $$
    declare
      closed boolean;
      now_is timestamptz := clock_timestamp();
      overdue timestamptz := now_is - again_ms * interval '1 millisecond';
    begin
      update gates set called_at = now_is where connection = gate returning open_until is null into closed;
      delete from turns t where t.connection = gate and t.state = 'in' and (t.changed_at < now_is - interval '10 minutes'
        or not exists (select from turns o where o.connection = gate and o.state <> 'in'));
      if not coalesce(closed, false) then
        return;
      end if;
      return query
        with next as (
          select t.flow from turns t
          where t.connection = gate and (t.state = 'waiting' and t.aged and t.changed_at < now_is - interval '1 second'
                                         or t.state = 'called' and t.changed_at < overdue)
          order by t.place, t.since, t.flow
          limit greatest(0, at_most - (select count(*) from turns c
                                       where c.connection = gate and c.state = 'called' and c.changed_at >= overdue))
        ), called as (
          update turns t set state = 'called', changed_at = now_is from next
          where t.connection = gate and t.flow = next.flow returning t.*
        )
        select c.flow, c.run, c.activity from called c order by c.place, c.since, c.flow;
    end $$`.execute(db);
