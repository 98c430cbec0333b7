import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../src/runtime/postgres.ts';
import { resolveTemporal } from '../../src/runtime/temporal-binary.ts';
import { startTemporalServer } from '../../src/runtime/temporal-server.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** As the owner of the whole server: `createDatabase` of ./servers.ts makes each file one of its own. */
    readonly postgresUrl: string;
    readonly temporalAddress: string;
    /** Of the program, for tests that end and start a server of their own; undefined when a running one is used. */
    readonly temporalPath: string | undefined;
  }
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** One PostgreSQL and one Temporal server for the whole run, on a folder that is removed when it ends. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'quittance-test-'));
  chmodSync(dir, 0o755);
  const starting = [startPostgres({ dir: join(dir, 'postgres'), fast: true, say }), startTemporal(dir)] as const;
  const stop = async (): Promise<void> => {
    for (const server of await Promise.allSettled(starting))
      if (server.status === 'fulfilled') await server.value.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const [postgres, temporal] = await Promise.all(starting).catch(async (error: unknown) => {
    await stop(); // One failed: the other must not be left behind.
    throw error;
  });
  provide('postgresUrl', postgres.url);
  provide('temporalAddress', temporal.address);
  provide('temporalPath', temporal.path);
  return stop;
}

async function startTemporal(dir: string) {
  const found = await resolveTemporal({ env: process.env, say });
  if (found.kind === 'address') return { address: found.address, path: undefined, stop: async () => {} };
  const dbFile = join(dir, 'temporal');
  const server = await startTemporalServer({
    path: found.path,
    dbFile,
    inMemory: true,
    headless: true,
    searchAttributes,
    say,
  });
  return { address: server.address, path: found.path, stop: () => server.stop() };
}
