import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';

export type Child = {
  readonly name: string;
  readonly logFile: string;
  readonly isRunning: () => boolean;
  /** SIGKILL: nothing is said, nothing is finished. */
  kill(): Promise<void>;
  /** Asks it to end in good order. */
  stop(): Promise<void>;
  /** Starts it again after it was killed. */
  restart(): void;
};

type Program = {
  readonly name: string;
  /** What follows after `node --import tsx`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
};
const stopWithinMs = 45_000;

/** A process of the product, started as a user would, that can be killed and started again. */
export function startChild({ name, args, env, logFile }: Program): Child {
  let child = launch();
  function launch(): ChildProcess {
    const log = openSync(logFile, 'a', 0o600);
    // A session of its own: Ctrl-C reaches it only through us, after what it serves has been looked at.
    const started = spawn(process.execPath, ['--import', 'tsx', ...args], {
      env,
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    return started;
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!isRunning()) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    name,
    logFile,
    isRunning,
    kill: () => end('SIGKILL'),
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await end('SIGTERM');
      clearTimeout(late);
    },
    restart() {
      if (!isRunning()) child = launch();
    },
  };
}
