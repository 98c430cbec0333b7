import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.ts';

type Watch = {
  readonly server: Pick<ServerProcess, 'exited' | 'stop'>;
  /** What the server has logged since it was asked last. */
  readonly newLog: () => string;
  readonly say: (line: string) => void;
  readonly everyMs?: number;
};

/** Looks in a row, and lines in each: a server that does no work says it dozens of times a second. */
const looks = 4;
const lines = 5;
/**
 * SQLite's words for a statement that was interrupted. Temporal's development server interrupts one that takes too long,
 * on the one connection that it has; on a busy machine every later statement can then be interrupted, for ever: the server
 * lives and accepts calls, and does no work. Seen with server 1.29.1: 35,000 such lines in twenty minutes, none before.
 */
const stuckWords = /interrupted \(9\)/g;

/** Ends a development server that does no work any more, so that whoever supervises it starts it again. Its file holds all. */
export async function endWhenStuck({ server, newLog, say, everyMs = 5_000 }: Watch): Promise<void> {
  let isGone = false;
  void server.exited.then(() => (isGone = true));
  newLog(); // What an earlier run has logged is none of ours.
  for (let stuck = 0; stuck < looks;) {
    await sleep(everyMs, undefined, { ref: false });
    if (isGone) return;
    const said = newLog().match(stuckWords) ?? [];
    stuck = said.length >= lines ? stuck + 1 : 0;
  }
  say('Temporal lives but can not read its file any more ("interrupted"): it is ended');
  await server.stop();
}

const mostBytes = 1_000_000;

/** Reads what was added to a file since the last time; of very much, the end. Nothing where there is no such file. */
export function additionsTo(file: string): () => string {
  let offset = 0;
  return () => {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    const from = Math.max(size < offset ? 0 : offset, size - mostBytes);
    offset = size;
    if (size === from) return '';
    const log = openSync(file, 'r');
    try {
      const added = Buffer.alloc(size - from);
      return added.toString('utf8', 0, readSync(log, added, 0, added.length, from));
    } finally {
      closeSync(log);
    }
  };
}
