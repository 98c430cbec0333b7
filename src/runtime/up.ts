import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf, release, take } from './file-lock.ts';
import type { Logger } from './log.ts';
import { startPostgres } from './postgres.ts';
import { endOnSignals, supervise, type Part, type Supervised } from './supervisor.ts';
import { resolveTemporal, type Environment } from './temporal-binary.ts';
import type { AttributeList } from './temporal-namespace.ts';
import { startTemporalServer } from './temporal-server.ts';
import { additionsTo, endWhenStuck } from './temporal-watch.ts';

/** What the parts in this process need to find the servers; it stays the same for as long as `up` runs. */
export type Servers = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalUiUrl?: string;
};
export type StartPart = (servers: Servers) => Promise<Part>;

type Ports = {
  readonly postgres?: number | undefined;
  readonly temporal?: number | undefined;
  readonly temporalUi?: number | undefined;
  readonly temporalMetrics?: number | undefined;
};
type Options = {
  /** Where everything that lasts is kept: `.quittance`. */
  readonly dir: string;
  /** For finding or building Temporal. */
  readonly env: Environment;
  readonly log: Logger;
  readonly searchAttributes: AttributeList;
  /** A PostgreSQL of the user's own; without it the embedded one is started. */
  readonly databaseUrl?: string | undefined;
  readonly ports?: Ports;
  readonly startWebhook: StartPart;
  readonly startApi: StartPart;
  readonly startWorker: StartPart;
  readonly onRestart?: (part: string) => void;
  /** Off where the caller ends things itself. */
  readonly handleSignals?: boolean;
};
export type Up = Servers & {
  readonly parts: () => readonly Supervised<Part>[];
  stop(): Promise<void>;
};

/**
 * Everything on one machine: servers as processes of their own, webhook, api and worker in this one. Whatever ends by
 * itself is started again on the same ports and data; what an earlier, killed run left behind is taken over or ended.
 */
export async function up(options: Options): Promise<Up> {
  mkdirSync(options.dir, { recursive: true, mode: 0o755 });
  const lock = join(options.dir, 'up.lock');
  if (!take(lock)) {
    const holder = holderOf(lock) ?? 'another';
    throw new Error(`Process ${holder} already runs on ${options.dir}: end it, or choose another data folder`);
  }
  const parts: Supervised<Part>[] = [];
  const stopping = new AbortController();
  // Last started, first ended: the webhook stops accepting, the worker finishes what it holds, then the servers go.
  let ending: Promise<void> | undefined;
  const awake = setInterval(() => {}, 1_000_000); // Servers apart from us don't keep a process from ending.
  const end = async (): Promise<void> => {
    stopping.abort(new Error('Asked to end while starting'));
    await starting.catch(() => {}); // What is being started now is to be ended too.
    for (const part of [...parts].reverse()) await part.stop();
    clearInterval(awake);
    release(lock);
  };
  const stop = (): Promise<void> => (ending ??= end());
  const starting = startAll(options, parts, stopping.signal);
  if (options.handleSignals !== false) endOnSignals(stop, { log: options.log });
  try {
    return { ...(await starting), parts: () => parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(options: Options, parts: Supervised<Part>[], stopping: AbortSignal): Promise<Servers> {
  const keep = async <P extends Part>(name: string, start: () => Promise<P>): Promise<P> => {
    stopping.throwIfAborted();
    const part = await supervise({
      name,
      start,
      log: options.log,
      ...(options.onRestart && { onRestart: options.onRestart }),
    });
    parts.push(part);
    return part.current();
  };
  const databaseUrl = await databaseFor(options, keep);
  const servers = { databaseUrl, ...(await temporalFor(options, keep)) };
  const ours = [...parts];
  const onThem = (start: StartPart) => () =>
    onSteadyServers(ours, () => start(servers), { log: options.log, stopping });
  await keep('worker', onThem(options.startWorker));
  await keep('api', onThem(options.startApi));
  await keep('webhook', onThem(options.startWebhook));
  return servers;
}

/** How long it may take until we notice that a server has ended. */
const noticedWithinMs = 1_000;

/**
 * A start that fails because one of our own servers ended under it says nothing about the settings: it is repeated once the
 * server is back. Any other failure is told at once.
 */
async function onSteadyServers<T>(
  servers: readonly Supervised<Part>[],
  start: () => Promise<T>,
  { log, stopping }: { readonly log: Logger; readonly stopping: AbortSignal },
): Promise<T> {
  for (;;) {
    stopping.throwIfAborted();
    const before = servers.map(({ current }) => current());
    try {
      return await start();
    } catch (error) {
      await sleep(noticedWithinMs);
      const steady = servers.every(({ isUp, current }, at) => isUp() && current() === before[at]);
      if (steady) throw error;
      log.warn({ err: error }, 'A server ended while a part of us started on it; the start is repeated');
      while (!stopping.aborted && !servers.every(({ isUp }) => isUp())) await sleep(noticedWithinMs);
    }
  }
}

/** A server that was killed while it started is started again; what is wrong with it shows three times in a row. */
async function patiently<T>(start: () => Promise<T>, log: Logger, attemptsLeft = 2): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (attemptsLeft === 0) throw error;
    log.warn({ err: error }, 'A server could not be started; trying once more');
    await sleep(noticedWithinMs);
    return patiently(start, log, attemptsLeft - 1);
  }
}

type Keep = <P extends Part>(name: string, start: () => Promise<P>) => Promise<P>;

async function databaseFor({ databaseUrl, dir, ports, log }: Options, keep: Keep): Promise<string> {
  if (databaseUrl) return databaseUrl;
  let port = ports?.postgres;
  const postgres = await keep('PostgreSQL', () =>
    patiently(async () => {
      const started = await startPostgres({ dir: join(dir, 'postgres'), port, say: (line) => log.info(line) });
      port = started.port; // From now on this port and no other: clients know it.
      return started;
    }, log),
  );
  return postgres.url;
}

async function temporalFor(options: Options, keep: Keep): Promise<Omit<Servers, 'databaseUrl'>> {
  const { dir, ports, log, env, searchAttributes } = options;
  const say = (line: string): void => log.info(line);
  const found = await resolveTemporal({ env, say });
  if (found.kind === 'address') return { temporalAddress: found.address };
  const fixed = { port: ports?.temporal, uiPort: ports?.temporalUi, metricsPort: ports?.temporalMetrics };
  const temporal = await keep('Temporal', () =>
    patiently(async () => {
      const dbFile = join(dir, 'temporal.db');
      const started = await startTemporalServer({ path: found.path, dbFile, ...fixed, searchAttributes, say });
      Object.assign(fixed, started.ports);
      endWhenStuck({ server: started, newLog: additionsTo(started.logFile), say }).catch((error: unknown) =>
        log.error({ err: error }, 'Temporal could not be watched'),
      );
      return started;
    }, log),
  );
  return { temporalAddress: temporal.address, ...(temporal.uiUrl && { temporalUiUrl: temporal.uiUrl }) };
}
