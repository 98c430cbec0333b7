import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { missingSearchAttributes, retentionDaysOf } from '../../src/runtime/temporal-namespace.ts';
import { startTemporalServer, type TemporalServer } from '../../src/runtime/temporal-server.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';

const path = inject('temporalPath') ?? '';
const servers: TemporalServer[] = [];
let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quittance-temporal-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function start(more: Partial<Parameters<typeof startTemporalServer>[0]> = {}): Promise<TemporalServer> {
  const dbFile = join(dir, 'temporal.db');
  const server = await startTemporalServer({ path, dbFile, headless: true, searchAttributes, ...more });
  servers.push(server);
  return server;
}

async function connected<T>({ address }: TemporalServer, act: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await act(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const parked = { workflowId: 'order-to-cash/acme/pi_1', taskQueue: 'nobody-works-here' };
const startParked = (server: TemporalServer) =>
  connected(server, (client) =>
    client.workflow.start('orderToCash', {
      ...parked,
      args: [{ company: 'acme', subject: 'pi_1' }],
      typedSearchAttributes: [{ key: searchAttributes[0], value: 'acme' }],
    }),
  );
const statusOf = (server: TemporalServer) =>
  connected(server, async (client) => (await client.workflow.getHandle(parked.workflowId).describe()).status.name);

describe.runIf(path !== '')('the Temporal server', () => {
  it('keeps a workflow, its ports and its address over a SIGKILL', async () => {
    const first = await start();
    await startParked(first);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const second = await start();
    expect(second).toMatchObject({ address: first.address, ports: first.ports, adopted: false });
    expect(await statusOf(second)).toBe('RUNNING');
  });

  it('is taken over when an earlier run left it running', async () => {
    const first = await start();
    await startParked(first);
    const lines: string[] = [];
    const second = await start({ say: (line) => lines.push(line) });
    expect(second).toMatchObject({ pid: first.pid, address: first.address, adopted: true });
    expect(lines.join()).toContain(`process ${first.pid}`);
    await second.stop();
    await second.exited;
  });

  it('is ended and started anew when the one left behind does not answer', async () => {
    const first = await start();
    await startParked(first);
    process.kill(first.pid, 'SIGSTOP');
    const second = await start({ adoptWithinMs: 500 });
    expect(second.pid).not.toBe(first.pid);
    expect(await statusOf(second)).toBe('RUNNING');
  });

  it('is ended, not doubled, when nothing tells the ports of the one left behind', async () => {
    const first = await start();
    await startParked(first);
    rmSync(join(dir, 'temporal.db.json'));
    const second = await start();
    await first.exited;
    expect(await statusOf(second)).toBe('RUNNING');
  });

  it('keeps closed workflows for 35 days and knows the search attributes, also those added later', async () => {
    const later = defineSearchAttributeKey('AddedLater', 'KEYWORD');
    await (await start()).stop();
    const server = await start({ searchAttributes: [...searchAttributes, later] });
    const connection = await Connection.connect({ address: server.address });
    expect(await retentionDaysOf(connection, 'default')).toBe(35);
    expect(await missingSearchAttributes(connection, [...searchAttributes, later], 'default')).toEqual([]);
    const other = defineSearchAttributeKey('Company', 'BOOL');
    expect(await missingSearchAttributes(connection, [other], 'default')).toEqual([other]);
    await connection.close();
  });

  it('says how its start failed, in its own words', async () => {
    const noServer = startTemporalServer({ path: '/bin/false', dbFile: join(dir, 'no.db'), searchAttributes });
    await expect(noServer).rejects.toThrow(/Temporal ended while starting. Its log, .*no\.db\.log, ends/);
  });

  it('serves its Web UI on loopback unless it is told not to', async () => {
    const server = await start({ headless: false });
    expect(server.uiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
    expect((await fetch(server.metricsUrl)).status).toBe(200);
  });
});
