import { sql, type Migration } from 'kysely';

/** A bucket of requests for each account at Stripe, which all workers share. Losing the last of it in a crash is harmless. */
export const budgets: Migration = {
  async up(db) {
    await sql`
      create table budgets (
        name text primary key,
        tokens double precision not null,
        refilled_at timestamptz not null default clock_timestamp(),
        throttled_until timestamptz
      )`.execute(db);
    await sql`
      create function budget_take(bucket text, per_second double precision, reserve double precision) returns int
      language plpgsql as $$
      declare
        b budgets;
        moment timestamptz;
        available double precision;
      begin
        perform set_config('synchronous_commit', 'off', true);
        insert into budgets (name, tokens) values (bucket, per_second) on conflict do nothing;
        select * into strict b from budgets where name = bucket for update;
        moment := clock_timestamp();
        if b.throttled_until > moment then
          return greatest(1, ceil(extract(epoch from b.throttled_until - moment) * 1000));
        end if;
        available := least(per_second, b.tokens + per_second * greatest(0, extract(epoch from moment - b.refilled_at)));
        if available < 1 + reserve then
          return greatest(1, ceil((1 + reserve - available) / per_second * 1000));
        end if;
        update budgets set tokens = available - 1, refilled_at = moment where name = bucket;
        return 0;
      end $$`.execute(db);
  },
};
