import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { startTemporalServer, type TemporalServer } from '../../src/runtime/temporal-server.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { ask } from './ask.ts';

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** An empty database of its own for one test file; end its connections, then `drop` it, or leave it to the run's end. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asOwner(`create database ${name}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asOwner(`drop database if exists ${name} with (force)`) };
}

export const temporalAddress = (): string => inject('temporalAddress');

/** A server of its own, in memory. Another process may take the port that was free before the server binds it: then it starts once more. */
export function startTemporal(dbFile: string, dynamicConfig: readonly string[] = []): Promise<TemporalServer> {
  const path = inject('temporalPath');
  if (!path) throw new Error('These tests start a Temporal server of their own: unset TEMPORAL_ADDRESS');
  const start = () =>
    startTemporalServer({ path, dbFile, inMemory: true, headless: true, searchAttributes, dynamicConfig });
  return start().catch(start);
}

/** Keeps the workflows of one test file from the workers of another. */
export const newTaskQueue = (name = 'test'): string => `${name}-${randomUUID()}`;

const asOwner = async (statement: string): Promise<void> => void (await ask(inject('postgresUrl'), statement));
