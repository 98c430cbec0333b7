import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

export type Child = { readonly name: string; readonly pid: number; stop(): Promise<void> };
type Program = {
  readonly name: string;
  /** What follows after `node --import tsx`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Answers 200 once it can work. */
  readonly readyUrl: string;
};
const readyWithinMs = 90_000;
const stopWithinMs = 20_000;

/** A process of its own, given back once it can work. @throws Error with the end of its log when it can't */
export async function startChild({ name, args, env, logFile, readyUrl }: Program): Promise<Child> {
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    if (!isRunning()) return;
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(late);
  };
  const giveUp = Date.now() + readyWithinMs;
  while (!(await answers(readyUrl))) {
    if (!isRunning() || Date.now() > giveUp) {
      await stop();
      throw new Error(`${name} did not get ready. The end of its log:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    }
    await pause(200);
  }
  return { name, pid: child.pid ?? 0, stop };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
