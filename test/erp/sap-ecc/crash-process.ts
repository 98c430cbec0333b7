import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { Orders } from './crash-child.ts';
import type { Posting } from './crash-worker.ts';

/** Of tsx's own: bundled, the program starts in a quarter of the time, which counts where it is started fifty times. */
const { buildSync } = createRequire(createRequire(import.meta.url).resolve('tsx'))('esbuild') as {
  readonly buildSync: (options: object) => void;
};
const source = fileURLToPath(new URL('crash-child.ts', import.meta.url));

/** Starts worker processes, of which none outlives the test file. */
export function workerProcesses() {
  const living = new Set<{ kill(): void }>();
  let folder: string;
  const program = (): string => join(folder, 'worker.cjs');
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crash-'));
    buildSync({ entryPoints: [source], outfile: program(), bundle: true, platform: 'node', logLevel: 'error' });
  });
  afterAll(() => {
    for (const child of living) child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return (orders: Orders) => {
    const child = started(program(), orders);
    living.add(child);
    void child.ended.then(() => living.delete(child));
    return child;
  };
}

function started(program: string, orders: Orders) {
  const child = spawn(process.execPath, [program], { env: { ...process.env, ORDERS: JSON.stringify(orders) } });
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  child.stdin.on('error', () => undefined); // It may be dead before it was told what to post.
  const lines = createInterface({ input: child.stdout });
  const ended = new Promise<{ readonly signal: NodeJS.Signals | null; readonly trouble: string }>((end) => {
    child.on('close', (_code, signal) => end({ signal, trouble }));
  });
  const told = (): Promise<unknown> => Promise.race([once(lines, 'line'), ended]);
  const ready = told();
  return {
    ended,
    kill: (): void => void child.kill('SIGKILL'),
    /** Gives the milliseconds until the document was posted, or the process dead. */
    async post(posting: Posting): Promise<number> {
      await ready;
      const [from, done] = [performance.now(), told()];
      child.stdin.write(`${JSON.stringify(posting)}\n`);
      await done;
      return performance.now() - from;
    },
    ready,
    /** Nothing more to post. */
    finish: async () => {
      child.stdin.end();
      return ended;
    },
  };
}
export type WorkerProcess = ReturnType<ReturnType<typeof workerProcesses>>;
