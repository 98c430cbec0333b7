import { sql } from 'kysely';
import type { Database } from './db.ts';

/** `known`: its flow had been started before, by the webhook; `healed`: it was missed for so long that the webhook can not have heard of it. */
export type How = 'known' | 'started' | 'healed';
export type Swept = {
  readonly event: string;
  readonly type: string;
  readonly flow: string;
  readonly subject: string;
  readonly how: How;
  /** ISO, by Stripe's clock. */
  readonly createdAt: string;
};
type Counts = Readonly<Record<string, number>>;
/** By type of event: how many were listed, and what became of those not seen before. */
export type Coverage = Readonly<Record<string, Counts>>;
type Run = {
  readonly beganAt: Date;
  readonly endedAt: Date | null;
  readonly since: Date;
  readonly whole: boolean;
  readonly coverage: Coverage;
  readonly endpoint: string | null;
};
type Healed = Omit<Swept, 'how' | 'createdAt'> & { readonly createdAt: Date; readonly seenAt: Date };
export type Report = { readonly runs: readonly Run[]; readonly healed: readonly Healed[] };
type Ended = { readonly whole: boolean; readonly coverage: Coverage; readonly endpoint?: string };
export type Sweeps = ReturnType<typeof createSweeps>;

/** How far Stripe's events were read, by Stripe's clock; nothing before `eventsFrom` is this company's business. */
export const eventsRead = 'stripe-events';
export const eventsFrom = 'stripe-events-from';
/** Days that a report can look back. */
const keptDays = 90;

/** What the sweeps of Stripe's events have read, seen and healed. */
export const createSweeps = (db: Database) => ({
  async begin(company: string, since: string): Promise<number> {
    const { rows } = await sql<{ id: number }>`
      insert into sweeps (company, since) values (${company}, ${since}) returning id`.execute(db);
    return rows[0]?.id ?? 0;
  },

  async end(id: number, { whole, coverage, endpoint }: Ended): Promise<void> {
    await sql`
      update sweeps set ended_at = clock_timestamp(), whole = ${whole}, coverage = ${JSON.stringify(coverage)},
                        endpoint = ${endpoint ?? null}
      where id = ${id}`.execute(db);
  },

  /** Only ever forwards: a sweep that was thought dead may still be at work. */
  async advance(company: string, mark: string): Promise<void> {
    await sql`
      insert into watermarks (company, name, value) values (${company}, ${eventsRead}, ${mark})
      on conflict (company, name) do update set value = greatest(watermarks.value, excluded.value)`.execute(db);
  },

  /** Those that an earlier sweep has seen to. */
  async seenAmong(company: string, events: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ event: string }>`
      select event from swept where company = ${company} and event = any(${[...events]}::text[])`.execute(db);
    return new Set(rows.map(({ event }) => event));
  },

  async note(company: string, { event, type, flow, subject, how, createdAt }: Swept): Promise<void> {
    await sql`
      insert into swept (company, event, type, flow, subject, how, created_at)
      values (${company}, ${event}, ${type}, ${flow}, ${subject}, ${how}, ${createdAt})
      on conflict (company, event) do nothing`.execute(db);
  },

  /** What is older than any window, but for what was healed; and what no report looks back to. */
  async forget(company: string, before: string): Promise<void> {
    await sql`
      delete from swept where company = ${company} and created_at < ${before}
        and (how = 'started' or how = 'known' and event is distinct from (
            select event from swept where company = ${company} and how = 'known' order by created_at desc, event limit 1)
          or seen_at < clock_timestamp() - ${keptDays} * interval '1 day')`.execute(db);
    await sql`
      delete from sweeps s where company = ${company} and began_at < clock_timestamp() - ${keptDays} * interval '1 day'
        and id <> (select max(id) from sweeps where company = ${company} and whole)`.execute(db);
  },

  ...createAccounts(db),
});

/** What is told of them. */
const createAccounts = (db: Database) => ({
  /** Since when every event has come by the sweep alone, by Stripe's clock; nothing while the webhook hears some. */
  async missedSince(company: string): Promise<Date | undefined> {
    const { rows } = await sql<{ since: Date | null }>`
      select min(created_at) as since from swept where company = ${company} and how = 'healed' and created_at >
        coalesce((select max(created_at) from swept where company = ${company} and how = 'known'), '-infinity')`.execute(
      db,
    );
    return rows[0]?.since ?? undefined;
  },

  async lastWhole(company: string): Promise<Date | undefined> {
    const { rows } = await sql<{ ended: Date | null }>`
      select max(ended_at) as ended from sweeps where company = ${company} and whole`.execute(db);
    return rows[0]?.ended ?? undefined;
  },

  /** By company, for the metrics. */
  async lastWholes(): Promise<readonly { readonly company: string; readonly ended: Date }[]> {
    const { rows } = await sql<{ company: string; ended: Date }>`
      select company, max(ended_at) as ended from sweeps where whole group by company`.execute(db);
    return rows;
  },

  /** The sweeps that began since then, oldest first, and what they healed. */
  async report(company: string, since: Date): Promise<Report> {
    const [runs, healed] = await Promise.all([
      sql<Run>`
        select began_at as "beganAt", ended_at as "endedAt", since, whole, coverage, endpoint
        from sweeps where company = ${company} and began_at >= ${since} order by id`.execute(db),
      sql<Healed>`
        select event, type, flow, subject, created_at as "createdAt", seen_at as "seenAt"
        from swept where company = ${company} and how = 'healed' and seen_at >= ${since} order by created_at, event`.execute(
        db,
      ),
    ]);
    return { runs: runs.rows, healed: healed.rows };
  },
});
