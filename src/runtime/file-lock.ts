import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { commandLine } from './process-table.ts';
import { readNote } from './server-process.ts';

type Waiting = {
  readonly patienceMs: number;
  /** How often `waiting` is told that it still waits. */
  readonly everyMs: number;
  readonly waiting: (seconds: number) => void;
};

const lookEveryMs = 200;
const held = new Set<string>();
const holderSchema = z.object({ pid: z.int(), command: z.string() });

/** One process at a time; the lock of a dead one is taken over. */
export async function underLock<T>(
  file: string,
  { patienceMs, everyMs, waiting }: Waiting,
  act: () => Promise<T>,
): Promise<T> {
  const began = Date.now();
  let told = began;
  while (!take(file)) {
    const now = Date.now();
    if (now - began > patienceMs)
      throw new Error(`${file} is held by process ${holderOf(file) ?? 'unknown'} for too long`);
    if (now - told >= everyMs) waiting(Math.round((now - began) / 1_000));
    if (now - told >= everyMs) told = now;
    await sleep(lookEveryMs);
  }
  try {
    return await act();
  } finally {
    release(file);
  }
}

/** False while another living process holds it, or this one. */
export function take(file: string): boolean {
  if (held.has(file) || !removeStale(file)) return false;
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ pid: process.pid, command: commandLine(process.pid) ?? '' }));
  try {
    linkSync(own, file); // Whole or not at all, and only if nobody was faster.
    held.add(file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

export function release(file: string): void {
  held.delete(file);
  rmSync(file, { force: true });
}

export const holderOf = (file: string): number | undefined => readNote(file, holderSchema)?.pid;

/** False when the lock is alive. A process number is used again, in a container at once: the command must agree too. */
function removeStale(file: string): boolean {
  const holder = readNote(file, holderSchema);
  if (holder && holder.pid !== process.pid && commandLine(holder.pid) === holder.command) return false;
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return true; // There is none.
  }
  const moved = readNote(aside, holderSchema);
  if (moved?.pid !== holder?.pid) renameSync(aside, file); // Somebody took it between the look and the move: give it back.
  rmSync(aside, { force: true });
  return true;
}
