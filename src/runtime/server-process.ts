import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { endProcess, isRunning } from './process-table.ts';

/** A server that runs apart from us, and may outlive us. */
export type ServerProcess = {
  readonly pid: number;
  /** Settles once the process is gone, whoever ended it. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
};

type Start = {
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly env: Readonly<Record<string, string>>;
};
/** How to know the process again, and how to end it. */
type Identity = { readonly words: readonly string[]; readonly signal: NodeJS.Signals };

const stopWithinMs = 15_000;
const lookEveryMs = 250;

/**
 * Starts a server in a session of its own, writing to a file: Ctrl-C in our terminal doesn't reach it before its clients
 * were drained, and when we are killed it doesn't die of a broken pipe but waits to be adopted.
 */
export function launch(start: Start, identity: Identity): ServerProcess {
  if (existsSync(start.logFile)) renameSync(start.logFile, `${start.logFile}.1`);
  const log = openSync(start.logFile, 'a', 0o600);
  const child = spawn(start.command, start.args, {
    ...start.user,
    cwd: '/',
    env: start.env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  return { ...stoppable(child.pid ?? 0, identity), exited };
}

/** Takes charge of a server that an earlier run left behind. */
export function adopt(pid: number, identity: Identity): ServerProcess {
  const watch = async (): Promise<void> => {
    while (isRunning(pid, identity.words)) await sleep(lookEveryMs, undefined, { ref: false });
  };
  return { ...stoppable(pid, identity), exited: watch() };
}

const stoppable = (pid: number, { words, signal }: Identity) => ({
  pid,
  stop: () => endProcess(pid, words, { signal, withinMs: stopWithinMs }),
});

type Readiness = {
  readonly name: string;
  readonly logFile: string;
  readonly withinMs: number;
  readonly answers: () => Promise<unknown>;
};

/** Waits until the server answers. @throws Error with the end of its log when it dies or stays silent. */
export async function untilReady(server: ServerProcess, readiness: Readiness): Promise<void> {
  const { name, logFile, withinMs, answers } = readiness;
  const giveUp = Date.now() + withinMs;
  let dead = false;
  void server.exited.then(() => (dead = true));
  for (;;) {
    try {
      await answers();
      return;
    } catch (cause) {
      if (dead)
        throw new Error(`${name} ended while starting. Its log, ${logFile}, ends:\n${tail(logFile)}`, { cause });
      if (Date.now() > giveUp) {
        const silent = `${name} did not answer within ${withinMs / 1_000} s`;
        throw new Error(`${silent}. Its log, ${logFile}, ends:\n${tail(logFile)}`, { cause });
      }
      await sleep(30);
    }
  }
}

export const tail = (file: string, lines = 15): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n') : '(empty)';

/** What a run notes about its servers for the next one; a damaged note counts as none. */
export function readNote<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Never half written: a kill in between leaves the old note. */
export function writeNote(file: string, note: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(note, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
