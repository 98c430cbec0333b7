import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { buildWithGo } from './temporal-build.ts';
import { downloadTemporal } from './temporal-download.ts';

/** The last tag of the command line program that `go install` accepts; it holds server 1.29.1 and the Web UI. */
export const temporalVersion = 'v1.5.1';

export type Environment = Readonly<Record<string, string | undefined>>;
export type TemporalFound =
  { readonly kind: 'address'; readonly address: string } | { readonly kind: 'binary'; readonly path: string };
type Options = {
  readonly env: Environment;
  /** Told what is tried and how far a build is, a line every few seconds. */
  readonly say?: (line: string) => void;
  readonly downloadFrom?: string;
  /** For the answer of the download's server; in a closed network nothing answers. */
  readonly downloadTimeoutMs?: number;
};
type Attempt = { readonly found?: TemporalFound; readonly why?: string };
type Way = { readonly name: string; readonly mend: string; readonly attempt: () => Promise<Attempt> };

const execute = promisify(execFile);

/** Where what was downloaded or built is kept for the next run of any checkout. */
export const cachedTemporal = (env: Environment): string =>
  join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'quittance', `temporal-${temporalVersion}`);

/**
 * Finds a Temporal server, or the program that holds one: the first of six ways that works.
 * @throws Error that names all six, why each failed and how to mend it.
 */
export async function resolveTemporal(options: Options): Promise<TemporalFound> {
  const failures: string[] = [];
  for (const { name, mend, attempt } of waysOf(options)) {
    const { found, why } = await attempt();
    if (found) return found;
    failures.push(`  ${failures.length + 1}. ${name}: ${why ?? 'not found'}. ${mend}`);
  }
  throw new Error(`No Temporal server was found in any of six ways. Mend one of them:\n${failures.join('\n')}`);
}

function waysOf({ env, say = () => {}, ...options }: Options): readonly Way[] {
  const target = cachedTemporal(env);
  const download = {
    target,
    version: temporalVersion,
    from: options.downloadFrom,
    timeoutMs: options.downloadTimeoutMs,
  };
  return [
    {
      name: 'TEMPORAL_ADDRESS',
      mend: 'Set it to the host:port of a running server, for example 127.0.0.1:7233',
      // Never second-guessed: a server that is down for a moment must not be replaced by an empty one.
      attempt: async () => addressIn(env['TEMPORAL_ADDRESS']),
    },
    {
      name: 'TEMPORAL_CLI_PATH',
      mend: 'Set it to the `temporal` program, for example /usr/local/bin/temporal',
      attempt: () => program(env['TEMPORAL_CLI_PATH']),
    },
    {
      name: '`temporal` on the PATH',
      mend: 'Install the Temporal CLI, for example `brew install temporal`',
      attempt: () => program(onPath('temporal', env)),
    },
    {
      name: `our cache, ${target}`,
      mend: `Put a \`temporal\` program of ${temporalVersion} there`,
      attempt: () => program(target),
    },
    {
      name: 'the download',
      mend: 'Let this machine reach https://temporal.download',
      attempt: () => made(() => downloadTemporal({ ...download, say }), target),
    },
    {
      name: `go install of ${temporalVersion}`,
      mend: 'Install Go 1.24 or newer, and let it reach its module proxy',
      attempt: () =>
        made(() => buildWithGo({ go: onPath('go', env), target, version: temporalVersion, env, say }), target),
    },
  ];
}

const addressIn = (address: string | undefined): Attempt => {
  if (!address) return { why: 'not set' };
  if (/^[^\s/:]+:\d+$|^\[[^\]]+\]:\d+$/.test(address)) return { found: { kind: 'address', address } };
  throw new Error(`TEMPORAL_ADDRESS is "${address}", which is no host:port; write it as 127.0.0.1:7233`);
};

async function program(path: string | undefined): Promise<Attempt> {
  if (!path) return { why: 'not set or not found' };
  if (!isExecutable(path)) return { why: `${path} does not exist or may not be executed` };
  try {
    const { stdout } = await execute(path, ['--version'], { timeout: 20_000 });
    if (/^temporal version /m.test(stdout)) return { found: { kind: 'binary', path } };
    return { why: `${path} is another program: it does not answer --version as Temporal's does` };
  } catch (error) {
    return { why: `${path} --version failed (${firstLine(error)})` };
  }
}

async function made(make: () => Promise<void>, target: string): Promise<Attempt> {
  try {
    await make();
  } catch (error) {
    return { why: firstLine(error) };
  }
  return program(target);
}

export const onPath = (name: string, env: Environment): string | undefined =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const firstLine = (error: unknown): string => {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return `${message}${reason}`.split('\n')[0]?.replace(/\.$/, '') ?? 'no reason given';
};
