import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const postgresNote = z.object({ port: z.int(), password: z.string() });
const temporalNote = z.object({ port: z.int(), uiPort: z.int() });

export type Servers = { readonly databaseUrl: string; readonly temporalAddress: string; readonly temporalUi?: string };

/** What `quittance up` notes about the servers that it brought, or what the surroundings name instead. */
export function serversIn(dataDir: string): Servers {
  const { DATABASE_URL, TEMPORAL_ADDRESS } = process.env;
  const temporal = TEMPORAL_ADDRESS ? undefined : temporalNote.parse(noteIn(dataDir, 'temporal.db.json'));
  return {
    databaseUrl: DATABASE_URL ?? embeddedDatabase(postgresNote.parse(noteIn(dataDir, 'postgres.json'))),
    temporalAddress: TEMPORAL_ADDRESS ?? `127.0.0.1:${temporal?.port}`,
    ...(temporal && { temporalUi: `http://127.0.0.1:${temporal.uiPort}` }),
  };
}

const noteIn = (dataDir: string, name: string): unknown => JSON.parse(readFileSync(join(dataDir, name), 'utf8'));
const embeddedDatabase = ({ port, password }: z.output<typeof postgresNote>): string =>
  `postgres://quittance:${password}@127.0.0.1:${port}/quittance`;

/** Kills a server that `up` brought, as a power cut would; it is for `up` to start it again. */
export function killServer(dataDir: string, server: 'Temporal' | 'PostgreSQL'): boolean {
  const pid = server === 'PostgreSQL' ? postgresIn(dataDir) : temporalIn(dataDir);
  if (!pid) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

function postgresIn(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    return commandOf(pid)?.includes('postgres') ? pid : undefined;
  } catch {
    return undefined;
  }
}

const temporalIn = (dataDir: string): number | undefined =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .find((pid) => {
      const command = commandOf(pid);
      return command?.includes('start-dev') && command.includes(join(dataDir, 'temporal.db'));
    });

function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined; // It ended meanwhile.
  }
}
