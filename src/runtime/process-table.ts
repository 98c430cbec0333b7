import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a process was started as; undefined when there is none, or when it is dead and merely not yet buried. */
export function commandLine(pid: number): string | undefined {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

/** A pid alone proves nothing, for numbers are used again: the program and its data must be the ones that we started. */
export function isRunning(pid: number, words: readonly string[]): boolean {
  const line = commandLine(pid);
  return line !== undefined && words.every((word) => line.includes(word));
}

/** The number is taken: by a living process of anybody, or by a dead one that is not yet buried. */
export function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The processes that were started with all these words. */
export function findRunning(words: readonly string[]): readonly number[] {
  return allProcesses().filter((pid) => pid !== process.pid && isRunning(pid, words));
}

const allProcesses = (): readonly number[] => {
  if (process.platform === 'linux')
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  return spawnSync('ps', ['-axo', 'pid='], { encoding: 'utf8' })
    .stdout.split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
};

type Ending = { readonly signal: NodeJS.Signals; readonly withinMs: number };

/** Asks first and kills after `withinMs`; returns once the process is gone. */
export async function endProcess(pid: number, words: readonly string[], { signal, withinMs }: Ending): Promise<void> {
  for (const next of [signal, 'SIGKILL'] as const) {
    if (!send(pid, words, next)) return;
    if (await gone(pid, words, withinMs)) return;
  }
  throw new Error(`Process ${pid} (${words[0] ?? 'unnamed'}) did not end; end it by hand: kill -9 ${pid}`);
}

async function gone(pid: number, words: readonly string[], withinMs: number): Promise<boolean> {
  const giveUp = Date.now() + withinMs;
  while (isRunning(pid, words)) {
    if (Date.now() > giveUp) return false;
    await sleep(50);
  }
  return true;
}

/**
 * Ends at once what a dead server left working in its own folder, where the system tells who works where. A session in
 * the middle of a long statement doesn't notice for minutes that its server is gone.
 */
export function endThoseWorkingIn(folder: string): void {
  if (process.platform !== 'linux') return;
  for (const pid of allProcesses()) {
    if (pid !== process.pid && workingFolder(pid) === folder) send(pid, ['postgres'], 'SIGKILL');
  }
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // It ended meanwhile, or is another user's.
  }
}

function send(pid: number, words: readonly string[], signal: NodeJS.Signals): boolean {
  if (!isRunning(pid, words)) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // It ended between the look and the signal.
  }
}

function fromProc(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'state=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const line = status === 0 ? stdout.trim() : '';
  return line === '' || line.startsWith('Z') ? undefined : line;
}
