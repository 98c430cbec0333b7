import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isDatabaseAway, migrate, openDatabase } from '../../src/store/db.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { createDatabase, type TestDatabase } from '../support/servers.ts';

describe('the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('is migrated once when eight processes start at the same time, and again without harm', async () => {
    const starting = Array.from({ length: 8 }, () => openDatabase({ url: database.url, poolSize: 1 }));

    await Promise.all(starting.map((db) => migrate(db)));

    const [first] = starting;
    if (!first) throw new Error('nothing was opened');
    await migrate(first);
    const { rows } = await sql<{ n: number }>`select count(*) as n from kysely_migration`.execute(first);
    expect(rows).toEqual([{ n: Object.keys(migrations).length }]);
    await Promise.all(starting.map((db) => db.close()));
  });

  it('says what is wrong when it can not be reached', async () => {
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
    await expect(migrate(nowhere)).rejects.toThrow(/could not be migrated: is it reachable/);
    await nowhere.close();
  });

  it('refuses a schema that a newer build has made', async () => {
    const db = openDatabase({ url: database.url });
    await sql`insert into kysely_migration values ('9999-later', '2026-01-01')`.execute(db);
    await expect(migrate(db)).rejects.toThrow(/at least as new/);
    await sql`delete from kysely_migration where name = '9999-later'`.execute(db);
    await db.close();
  });

  it('reads whole numbers exactly, and refuses one that would lose a digit', async () => {
    const db = openDatabase({ url: database.url });
    const read = async (text: string) =>
      (await sql<{ n: unknown }>`select ${text}::bigint as n`.execute(db)).rows[0]?.n;

    expect(await read('9007199254740991')).toBe(9_007_199_254_740_991);
    await expect(read('9007199254740993')).rejects.toThrow(/does not fit/);
    const { rows } = await sql<{
      n: unknown;
    }>`select sum(n) as n from (values (9007199254740991::bigint), (9)) as v(n)`.execute(db);
    expect(rows[0]?.n).toBe(9_007_199_254_741_000n);
    await db.close();
  });

  it('survives that PostgreSQL cuts its connections, idle and in use', async () => {
    const db = openDatabase({ url: database.url, poolSize: 2 });
    const other = openDatabase({ url: database.url });
    const cut = expect(sql`select pg_sleep(300)`.execute(db)).rejects.toThrow(/terminat/);
    await sql`select 1`.execute(db);
    // Each has a connection of its own, and nobody promises that the first is through to the server first.
    const asleep = sql`select from pg_stat_activity where datname = current_database() and state = 'active' and query = 'select pg_sleep(300)'`;
    await vi.waitFor(async () => expect((await asleep.execute(other)).rows).toHaveLength(1), { timeout: 20_000 });
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(other);
    await cut;

    await vi.waitFor(
      async () => expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]),
      { timeout: 20_000 },
    );
    await Promise.all([db.close(), other.close()]);
  });

  it('tells that it is away from that a statement is wrong', async () => {
    const db = openDatabase({ url: database.url, poolSize: 1 });
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
    const trouble = (failing: Promise<unknown>) =>
      failing.then(
        () => undefined,
        (error: unknown) => error,
      );

    expect(isDatabaseAway(await trouble(sql`select 1`.execute(nowhere)))).toBe(true);
    expect(isDatabaseAway(await trouble(sql`select 1 / 0`.execute(db)))).toBe(false);
    expect(isDatabaseAway(await trouble(sql`select nonsense`.execute(db)))).toBe(false);
    expect(isDatabaseAway(new Error('a bug'))).toBe(false);
    expect(isDatabaseAway(await trouble(sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)))).toBe(true);
    await Promise.all([db.close(), nowhere.close()]);
  });
});
