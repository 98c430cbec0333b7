import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createLogger } from '../../src/runtime/log.ts';
import { findRunning } from '../../src/runtime/process-table.ts';
import { up } from '../../src/runtime/up.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { ask } from '../support/ask.ts';

const path = inject('temporalPath') ?? '';
const program = fileURLToPath(new URL('./up-process.ts', import.meta.url));
const log = createLogger({ level: 'silent' });
type Ready = { readonly databaseUrl: string; readonly temporalAddress: string };
type Told = { ready?: Ready; started?: string; stopped?: string; restarted?: string };

let folder = '';
const runs: { readonly child: ChildProcess; readonly ended: Promise<unknown> }[] = [];
const dir = (): string => join(folder, 'data');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quittance-up-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  for (const pid of ours()) process.kill(pid, 'SIGKILL');
  while (ours().length > 0) await sleep(50);
  rmSync(folder, { recursive: true, force: true });
});

const postgresPids = () => findRunning(['postgres', `-D ${dir()}/`]);
const temporalPids = () => findRunning(['start-dev', `--db-filename ${dir()}/`]);
const ours = () => [...postgresPids(), ...temporalPids()];

function run() {
  const child = spawn(process.execPath, ['--import', 'tsx', program, dir(), path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told: Told[] = [];
  const errors: string[] = [];
  const wake = new EventTarget();
  createInterface({ input: child.stdout }).on('line', (line) => {
    told.push(JSON.parse(line) as Told);
    wake.dispatchEvent(new Event('told'));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = once(child, 'exit');
  const until = async <T>(pick: (line: Told) => T | undefined): Promise<T> => {
    for (;;) {
      const found = told.map(pick).find((value) => value !== undefined);
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`up ended with ${child.exitCode}: ${errors.join('')}`);
      await Promise.race([new Promise((resolve) => wake.addEventListener('told', resolve, { once: true })), ended]);
    }
  };
  const one = { child, told, errors, ended, until, ready: () => until((line) => line.ready) };
  runs.push(one);
  return one;
}

async function answers(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await connection.close();
}

describe.runIf(path !== '')('up', { timeout: 120_000 }, () => {
  it('restarts a killed PostgreSQL and a killed Temporal on the same addresses and data', async () => {
    const { ready, until } = run();
    const { databaseUrl, temporalAddress } = await ready();
    await ask(databaseUrl, 'create table kept (word text)');
    for (const pid of ours()) process.kill(pid, 'SIGKILL');
    await until((line) => (line.restarted === 'PostgreSQL' ? true : undefined));
    await until((line) => (line.restarted === 'Temporal' ? true : undefined));
    expect(await ask(databaseUrl, 'select * from kept')).toEqual([]);
    await answers(temporalAddress);
  });

  it('restarts a Temporal that lives and can not read its file any more', async () => {
    const { ready, until } = run();
    const { temporalAddress } = await ready();
    const before = temporalPids();
    const saying = setInterval(() => {
      appendFileSync(
        join(dir(), 'temporal.db.log'),
        'error="GetNamespace operation failed. Error interrupted (9)"\n'.repeat(10),
      );
    }, 500);
    await until((line) => (line.restarted === 'Temporal' ? true : undefined)).finally(() => clearInterval(saying));
    expect(temporalPids()).not.toEqual(before);
    await answers(temporalAddress);
  }, 150_000);

  it('takes over what it left behind when it was itself killed, without a restart of either server', async () => {
    const first = run();
    const addresses = await first.ready();
    const pids = ours();
    first.child.kill('SIGKILL');
    await first.ended;
    expect(ours()).toEqual(pids);
    const second = run();
    expect(await second.ready()).toEqual(addresses);
    expect(ours()).toEqual(pids);
  });

  it('ends everything on SIGTERM: webhook, api, worker, then the servers', async () => {
    const { child, ended, ready, told } = run();
    await ready();
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(told.flatMap(({ stopped }) => stopped ?? [])).toEqual(['webhook', 'api', 'worker']);
    expect(ours()).toEqual([]);
  });

  it('leaves no server behind when it is asked to end while it starts', async () => {
    const { child, ended } = run();
    while (postgresPids().length === 0) await sleep(20);
    child.kill('SIGTERM');
    await ended;
    expect(ours()).toEqual([]);
  });

  it('refuses a second run on the same data, and names the first', async () => {
    const first = run();
    await first.ready();
    const second = run();
    expect(await second.ended).not.toEqual([0, null]);
    expect(second.errors.join('')).toContain(`Process ${first.child.pid} already runs on ${dir()}`);
    expect(ours()).toHaveLength(2);
  });
});

describe('up on servers of the user', () => {
  it('starts none of its own and passes their addresses on', async () => {
    const seen: unknown[] = [];
    const part = async (servers: unknown) => {
      seen.push(servers);
      return { stop: async () => {} };
    };
    const running = await up({
      dir: dir(),
      env: { TEMPORAL_ADDRESS: 'temporal.example:7233' },
      databaseUrl: 'postgres://db.example/q',
      log,
      searchAttributes,
      startWebhook: part,
      startApi: part,
      startWorker: part,
      handleSignals: false,
    });
    const servers = { databaseUrl: 'postgres://db.example/q', temporalAddress: 'temporal.example:7233' };
    expect(seen).toEqual([servers, servers, servers]);
    expect(running.parts().map(({ name }) => name)).toEqual(['worker', 'api', 'webhook']);
    await running.stop();
    expect(ours()).toEqual([]);
  });

  it('repeats the start of a part under which PostgreSQL was killed', async () => {
    let starts = 0;
    const idle = async () => ({ stop: async () => {} });
    const running = await up({
      dir: dir(),
      env: { TEMPORAL_ADDRESS: 'temporal.example:7233' },
      log,
      searchAttributes,
      startWorker: async ({ databaseUrl }) => {
        starts += 1;
        if (starts === 1) for (const pid of postgresPids()) process.kill(pid, 'SIGKILL');
        await ask(databaseUrl, 'select 1');
        return idle();
      },
      startApi: idle,
      startWebhook: idle,
      handleSignals: false,
    });
    expect(starts).toBe(2);
    expect(running.parts().every(({ isUp }) => isUp())).toBe(true);
    await running.stop();
  });

  it('ends what it had started when a part cannot start, and lets the next run try', async () => {
    const stopped: string[] = [];
    const options = {
      dir: dir(),
      env: { TEMPORAL_ADDRESS: 'temporal.example:7233' },
      databaseUrl: 'postgres://db.example/q',
      log,
      searchAttributes,
      startWorker: async () => ({ stop: async () => void stopped.push('worker') }),
      startApi: () => Promise.reject(new Error('port 8081 is taken')),
      startWebhook: async () => ({ stop: async () => {} }),
      handleSignals: false,
    };
    await expect(up(options)).rejects.toThrow('port 8081 is taken');
    await expect(up(options)).rejects.toThrow('port 8081 is taken');
    expect(stopped).toEqual(['worker', 'worker']);
  });
});
