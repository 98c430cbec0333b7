import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, expect, it } from 'vitest';
import { startPostgres, type Postgres } from '../../src/runtime/postgres.ts';
import { ask } from '../support/ask.ts';

const servers: Postgres[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-postgres-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return folder;
}

async function start(dir: string, say: (line: string) => void = () => {}): Promise<Postgres> {
  const server = await startPostgres({ dir, say });
  servers.push(server);
  return server;
}

const fill = "create table kept (word text); insert into kept values ('still here')";
const read = 'select word from kept';
const kept = [{ word: 'still here' }];

it('keeps its data, its port and its password over a stop and a start', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  await ask(first.url, fill);
  await first.stop();
  const second = await start(dir);
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, read)).toEqual(kept);
});

it('recovers what was committed before a SIGKILL', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  await ask(first.url, fill);
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start(dir);
  expect(second.adopted).toBe(false);
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, read)).toEqual(kept);
});

it('starts again at once while sessions of the killed server still end', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  const session = new Client({ connectionString: first.url });
  session.on('error', () => {});
  await session.connect();
  const busy = session.query('select count(*) from generate_series(1, 20000000)').catch(() => {});
  process.kill(first.pid, 'SIGKILL');
  const second = await start(dir);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await busy;
});

it('takes over the server that an earlier run left running', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  const lines: string[] = [];
  const second = await start(dir, (line) => lines.push(line));
  expect(second).toMatchObject({ pid: first.pid, url: first.url, adopted: true });
  expect(lines.join()).toContain(`process ${first.pid}`);
  await second.stop();
  await second.exited;
});

it('replaces a left-behind server that does not answer', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  await ask(first.url, fill);
  const note = JSON.parse(readFileSync(`${dir}.json`, 'utf8')) as { port: number; password: string };
  process.kill(first.pid, 'SIGSTOP');
  const second = await startPostgres({ dir, adoptWithinMs: 1_000 });
  servers.push(second);
  expect(second.pid).not.toBe(first.pid);
  expect(await ask(second.url, read)).toEqual(kept);
  expect(note.password).not.toBe('');
});

it('does not mistake another program for its server when the process number was used again', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  await first.stop();
  writeFileSync(join(dir, 'postmaster.pid'), `${process.pid}\n${dir}\n1\n1\n\n127.0.0.1\n\nready\n`, { mode: 0o644 });
  const second = await start(dir);
  expect(second.adopted).toBe(false);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('begins again when a kill left a half made cluster', async () => {
  const dir = join(newFolder(), 'postgres');
  const first = await start(dir);
  await first.stop();
  rmSync(dir, { recursive: true });
  const second = await start(dir);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('names the note that holds the password when it is lost', async () => {
  const dir = join(newFolder(), 'postgres');
  await (await start(dir)).stop();
  rmSync(`${dir}.json`);
  await expect(start(dir)).rejects.toThrow(/postgres\.json.*put it back/);
});

it('says which port is taken, by which setting', async () => {
  const first = await start(join(newFolder(), 'postgres'));
  const second = startPostgres({ dir: join(newFolder(), 'postgres'), port: first.port });
  await expect(second).rejects.toThrow(`Port ${first.port} of 127.0.0.1, meant for PostgreSQL, is taken`);
});

it('lets only the holder of the password in, over loopback only', async () => {
  const { url } = await start(join(newFolder(), 'postgres'));
  const wrong = new URL(url);
  wrong.password = 'guessed';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(
    await ask(url, "select setting from pg_settings where name in ('listen_addresses', 'fsync') order by 1"),
  ).toEqual([{ setting: '127.0.0.1' }, { setting: 'on' }]);
});

it('keeps note and log from other users', async () => {
  const dir = join(newFolder(), 'postgres');
  await start(dir);
  for (const file of [`${dir}.json`, `${dir}.log`]) expect(statSync(file).mode & 0o077).toBe(0);
});

it.runIf(process.getuid?.() === 0)(
  'keeps the data of a private folder where its own user reaches them, and says so',
  async () => {
    const dir = join(newFolder(0o700), 'postgres');
    const lines: string[] = [];
    const server = await start(dir, (line) => lines.push(line));
    await ask(server.url, fill);
    expect(lines.join()).toMatch(/cannot reach .*its data are in .*links there/);
    await server.stop();
    expect(await ask((await start(dir)).url, read)).toEqual(kept);
    folders.push(lines.join().match(/data are in (\S+),/)?.[1] ?? '');
    expect(existsSync(dir)).toBe(true);
  },
);

it.runIf(process.platform === 'linux')(
  'starts where a dead server that nobody buried still holds its number',
  async () => {
    const dir = join(newFolder(), 'postgres');
    const first = await start(dir);
    await ask(first.url, fill);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;
    const unburied = await deadButUnburied();
    const pidFile = join(dir, 'postmaster.pid');
    writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(unburied.pid)));
    try {
      const second = await start(dir);
      expect(await ask(second.url, read)).toEqual(kept);
    } finally {
      unburied.bury();
    }
  },
);

/** A child whose parent never asks how it ended. */
async function deadButUnburied(): Promise<{ readonly pid: number; bury(): void }> {
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(said.toString());
  while (!/State:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await sleep(20);
  return { pid, bury: () => void parent.kill('SIGKILL') };
}
