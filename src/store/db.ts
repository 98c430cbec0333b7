import { Kysely, Migrator, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema> & { close(): Promise<void> };
/** A transaction, or the database itself where one statement is enough. */
export type Tx = Kysely<Schema>;

const int8 = 20;
const numeric = 1700;

/** Amounts come back as exact numbers, sums over many rows (numeric) as bigint; what doesn't fit is an error, never rounded. */
function exactly(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(int8, (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} in the database does not fit a safe integer`);
    return value;
  });
  types.setTypeParser(numeric, (text: string) => (/^-?\d+$/.test(text) ? BigInt(text) : text));
  return types;
}

/**
 * Opens lazily: nothing connects before the first query, so that a process starts while PostgreSQL is away.
 * A connection that breaks fails the query that runs on it and nothing else.
 */
export function openDatabase({ url, poolSize = 10 }: { readonly url: string; readonly poolSize?: number }): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    types: exactly(),
    application_name: 'quittance',
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 30_000, // A stalled process must not keep a sale's lock for ever.
    keepAlive: true,
  });
  pool.on('error', ignore); // An idle connection was cut; the pool has dropped it already.
  pool.on('connect', (client) => void client.on('error', ignore)); // One in use: its query rejects.
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return Object.assign(kysely, { close: () => kysely.destroy() });
}

const ignore = (): void => undefined;

/** Brings the schema up to this build. Safe to run from every process at once: kysely holds an advisory lock meanwhile. */
export async function migrate(db: Tx): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (!error) return;
  const at = results?.find(({ status }) => status === 'Error')?.migrationName;
  throw new Error(
    at
      ? `Migration ${at} failed and was rolled back; the cause says why`
      : 'The database could not be migrated: is it reachable, and is this build at least as new as the one that migrated it last?',
    { cause: error },
  );
}

/** SQLSTATEs: connection lost (08), server going or coming (57P), too many clients, deadlock and the like. */
const passing = /^(08...|57P0[1-5]|53300|40001|40P01|55P03|25P03)$/;
const cut = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const cutWords = /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable/i;

/** The database is away or busy, and the same call will succeed later: no bug of ours, and nothing for a person. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? passing.test(code) || cut.test(code) : cutWords.test(error.message);
}
