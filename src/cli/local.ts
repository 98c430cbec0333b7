import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Config, Secret } from '../config.ts';

/** What a running `up` tells the other commands of the same machine: where its servers and its key are. */
const Local = z.object({ databaseUrl: z.string(), temporalAddress: z.string(), encryptionKey: z.string().optional() });
export type Local = z.output<typeof Local>;

const fileIn = (dir: string): string => resolve(join(dir, 'servers.json'));
/** Holds the password of the embedded database, so it is for its owner only. */
export function tellLocal(dir: string, local: Local): void {
  const file = fileIn(dir);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(local), { mode: 0o600 });
}

/** The configuration, completed by what `up` brings where the file names nothing of the user's own. */
export function withLocal(config: Config, dir: string): Config {
  const file = fileIn(dir);
  if (!existsSync(file)) return config;
  const known = Local.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return known.success ? completed(config, known.data) : config;
}

export const completed = (config: Config, { databaseUrl, temporalAddress, encryptionKey }: Local): Config => ({
  ...config,
  database: { url: config.database.url ?? given('the embedded PostgreSQL', databaseUrl) },
  temporal: { ...config.temporal, address: config.temporal.address ?? temporalAddress },
  ...(!config.encryptionKey && encryptionKey && { encryptionKey: given('.quittance/encryption.key', encryptionKey) }),
});

const given = (reference: string, value: string): Secret => ({ reference, read: () => value });
