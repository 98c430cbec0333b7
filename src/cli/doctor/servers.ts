import { sql } from 'kysely';
import type { Config } from '../../config.ts';
import { missingSearchAttributes, retentionDaysOf } from '../../runtime/temporal-namespace.ts';
import { openDatabase } from '../../store/db.ts';
import { migrations } from '../../store/migrations/index.ts';
import { createVault } from '../../store/vault.ts';
import { connectClient } from '../../temporal.ts';
import { searchAttributes } from '../../workflows/search-attributes.ts';
import { Wrong, type Check } from './check.ts';

/** Stripe lists events for thirty days: the ids of closed workflows must last as long. */
const leastRetentionDays = 30;
type Temporal = ReturnType<typeof connectClient>;

/** PostgreSQL and Temporal, as the product needs them. */
export function serverChecks({ database, encryptionKey, temporal }: Config): readonly Check[] {
  const { namespace } = temporal;
  const connected = async (work: (at: Temporal) => Promise<string>): Promise<string> => {
    const at = connectClient(temporal);
    try {
      return await work(at);
    } finally {
      await at.connection.close();
    }
  };
  return [
    {
      name: 'database',
      run: () => checkDatabase(database.url),
      mend: 'Start PostgreSQL, check database.url, then run `quittance migrate`',
    },
    {
      name: 'encryption key',
      run: async () => checkKey(encryptionKey),
      mend: 'Make one with `openssl rand -base64 32` and put it where encryption_key leads',
    },
    {
      name: 'Temporal namespace',
      run: () =>
        connected(
          async ({ connection }) => `${namespace}, retention ${await checkRetention(connection, namespace)} days`,
        ),
      mend: 'Start Temporal, check temporal.address and temporal.namespace',
    },
    {
      name: 'Temporal search attributes',
      run: () => connected(({ connection }) => checkAttributes(connection, namespace)),
      mend: 'Start Temporal, check temporal.address and temporal.namespace',
    },
  ];
}

async function checkDatabase(url: Config['database']['url']): Promise<string> {
  if (!url)
    throw new Wrong(
      'database.url is not set',
      'Write it into quittance.yaml: url: env:DATABASE_URL, or let `quittance up` run',
    );
  const db = openDatabase({ url: url.read(), poolSize: 1 });
  try {
    await sql`select 1`.execute(db);
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`
      .execute(db)
      .catch(() => ({ rows: [] }));
    const done = new Set(rows.map(({ name }) => name));
    const missing = Object.keys(migrations).filter((name) => !done.has(name));
    if (missing.length > 0) throw new Wrong(`not migrated: ${missing.join(', ')}`, 'Run `quittance migrate`');
    return `${done.size} migrations`;
  } finally {
    await db.close();
  }
}

function checkKey(key: Config['encryptionKey']): string {
  if (!key) throw new Wrong('encryption_key is not set');
  createVault({ current: Buffer.from(key.read(), 'base64') });
  return key.reference;
}

async function checkRetention(connection: Temporal['connection'], namespace: string): Promise<number> {
  const days = await retentionDaysOf(connection, namespace);
  if (days >= leastRetentionDays) return days;
  throw new Wrong(
    `namespace ${namespace} keeps closed workflows for ${days} days, less than ${leastRetentionDays}`,
    `temporal operator namespace update --namespace ${namespace} --retention 35d`,
  );
}

async function checkAttributes(connection: Temporal['connection'], namespace: string): Promise<string> {
  const missing = await missingSearchAttributes(connection, searchAttributes, namespace);
  if (missing.length === 0) return searchAttributes.map(({ name }) => name).join(', ');
  const commands = missing.map(
    ({ name, type }) =>
      `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${typeNames[type] ?? type}`,
  );
  throw new Wrong(`namespace ${namespace} lacks ${missing.map(({ name }) => name).join(', ')}`, commands.join('\n'));
}

const typeNames: Readonly<Record<string, string>> = { KEYWORD: 'Keyword', KEYWORD_LIST: 'KeywordList', BOOL: 'Bool' };
