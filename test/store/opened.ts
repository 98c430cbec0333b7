import { afterAll, beforeAll } from 'vitest';
import { migrate, openDatabase, type Database } from '../../src/store/db.ts';
import { createDatabase, type TestDatabase } from '../support/servers.ts';

/** A migrated database of the test file's own, reached through `db()` inside its tests. */
export function ownDatabase({ poolSize = 10 } = {}): { readonly db: () => Database; readonly url: () => string } {
  let database: TestDatabase | undefined;
  let db: Database | undefined;
  beforeAll(async () => {
    database = await createDatabase();
    db = openDatabase({ url: database.url, poolSize });
    await migrate(db);
  });
  afterAll(async () => {
    await db?.close();
    await database?.drop();
  });
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('The database is open only while tests run');
    return thing;
  };
  return { db: () => there(db), url: () => there(database).url };
}
