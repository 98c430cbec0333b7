import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { underLock } from './file-lock.ts';

type Build = {
  readonly go: string | undefined;
  readonly target: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
};

const progressEveryMs = 5_000;
const patienceMs = 20 * 60_000;

/** Builds the program once for all who ask at the same time, in this process or another, and moves it into the cache. */
export async function buildWithGo({ go, target, version, env, say }: Build): Promise<void> {
  if (!go) throw new Error('no `go` on the PATH');
  mkdirSync(dirname(target), { recursive: true });
  const waiting = (seconds: number) => say(`Another process builds Temporal: waiting for it, ${seconds} s so far`);
  await underLock(`${target}.lock`, { patienceMs, everyMs: progressEveryMs, waiting }, async () => {
    if (existsSync(target)) return;
    const part = mkdtempSync(`${target}.`);
    try {
      await install(go, `github.com/temporalio/cli/cmd/temporal@${version}`, { ...env, GOBIN: part }, say);
      renameSync(join(part, 'temporal'), target);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  });
}

function install(go: string, program: string, env: Build['env'], say: Build['say']): Promise<void> {
  const began = Date.now();
  say(`Building Temporal's server with ${go}; once per machine, some minutes`);
  const progress = setInterval(() => {
    say(`Building Temporal's server, ${Math.round((Date.now() - began) / 1_000)} s so far`);
  }, progressEveryMs);
  return new Promise<void>((resolve, reject) => {
    const child = spawn(go, ['install', program], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: patienceMs });
    let last = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (last = `${last}${text}`.slice(-2_000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`\`go install ${program}\` failed: ${last.trim().split('\n').at(-1) ?? 'no output'}`));
    });
  }).finally(() => clearInterval(progress));
}
