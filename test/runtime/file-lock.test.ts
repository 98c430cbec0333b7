import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { holderOf, release, take, underLock } from '../../src/runtime/file-lock.ts';
import { commandLine } from '../../src/runtime/process-table.ts';

let dir = '';
const lock = (): string => join(dir, 'one.lock');
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quittance-lock-'));
});
afterEach(() => {
  release(lock());
  rmSync(dir, { recursive: true, force: true });
});
const hold = (pid: number, command: string): void => writeFileSync(lock(), JSON.stringify({ pid, command }));

it('is held once, and can be taken again when it was released', () => {
  expect(take(lock())).toBe(true);
  expect(take(lock())).toBe(false);
  expect(holderOf(lock())).toBe(process.pid);
  release(lock());
  expect(take(lock())).toBe(true);
});

it('is respected while its holder lives', () => {
  hold(process.ppid, commandLine(process.ppid) ?? '');
  expect(take(lock())).toBe(false);
  expect(holderOf(lock())).toBe(process.ppid);
});

it.each([
  ['its holder is gone', 2_147_483_646, 'node up'],
  ['its number belongs to another program now', process.ppid, 'node up, long ago'],
  ['its number is our own now, as in a container that was restarted', process.pid, 'node up'],
])('is taken over when %s', (_why, pid, command) => {
  hold(pid, command);
  expect(take(lock())).toBe(true);
  expect(holderOf(lock())).toBe(process.pid);
});

it('is taken over when a power cut left it empty', () => {
  writeFileSync(lock(), '');
  expect(take(lock())).toBe(true);
});

it('gives up with the number of the holder when it waited too long', async () => {
  hold(process.ppid, commandLine(process.ppid) ?? '');
  const told: number[] = [];
  const waiting = underLock(
    lock(),
    { patienceMs: 2_000, everyMs: 100, waiting: (seconds) => told.push(seconds) },
    async () => {},
  );
  await expect(waiting).rejects.toThrow(`held by process ${process.ppid}`);
  expect(told.length).toBeGreaterThan(0);
});

it('is given back when the work under it fails', async () => {
  const failing = underLock(lock(), { patienceMs: 10, everyMs: 10, waiting: () => {} }, () =>
    Promise.reject(new Error('no')),
  );
  await expect(failing).rejects.toThrow('no');
  expect(take(lock())).toBe(true);
});
