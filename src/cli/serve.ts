import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { serveHealth } from '../runtime/health.ts';
import { createLogger } from '../runtime/log.ts';
import { endOnSignals } from '../runtime/supervisor.ts';
import { createTelemetry } from '../runtime/telemetry.ts';
import type { Servers } from '../runtime/up.ts';
import { searchAttributes } from '../workflows/search-attributes.ts';
import { completed, tellLocal } from './local.ts';
import { apiPart, webhookPart, type Watch } from './parts.ts';
import type { Terminal } from './terminal.ts';

const watchOf = (config: Config, { interactive }: Terminal): Watch => ({
  log: createLogger({ level: config.log.level, pretty: interactive }),
  telemetry: createTelemetry(),
});

/** One part in a process of its own, until a signal ends it. */
export async function serveWebhook(config: Config, terminal: Terminal): Promise<void> {
  const watch = watchOf(config, terminal);
  const part = await webhookPart(config, watch);
  endOnSignals(() => part.stop(), watch);
}

export async function serveApi(config: Config, terminal: Terminal): Promise<void> {
  const watch = watchOf(config, terminal);
  const part = await apiPart(config, watch);
  endOnSignals(() => part.stop(), watch);
}

type WorkerOptions = { readonly healthHost: string; readonly healthPort: number };
export async function serveWorker(
  config: Config,
  terminal: Terminal,
  { healthHost, healthPort }: WorkerOptions,
): Promise<void> {
  const watch = watchOf(config, terminal);
  const [{ startWorker }, { installTemporalRuntime }] = await Promise.all([
    import('../worker.ts'),
    import('../runtime/temporal-runtime.ts'),
  ]);
  installTemporalRuntime(watch);
  const worker = await startWorker(config, watch);
  const { registry } = watch.telemetry;
  const health = await serveHealth({ host: healthHost, port: healthPort, checks: worker.checks, registry });
  watch.log.info({ url: health.url }, 'worker works');
  endOnSignals(async () => {
    await worker.stop();
    await health.stop();
  }, watch);
  await worker.stopped;
}

type UpOptions = { readonly dir: string; readonly temporalPort?: number; readonly temporalUiPort?: number };
/** Everything on one machine, with servers of its own where the configuration names none. */
export async function serveUp(
  config: Config,
  terminal: Terminal,
  { dir, temporalPort, temporalUiPort }: UpOptions,
): Promise<void> {
  const watch = watchOf(config, terminal);
  const [{ up }, { startWorker }, { installTemporalRuntime }] = await Promise.all([
    import('../runtime/up.ts'),
    import('../worker.ts'),
    import('../runtime/temporal-runtime.ts'),
  ]);
  installTemporalRuntime(watch);
  mkdirSync(dir, { recursive: true });
  const own = config.encryptionKey ? {} : { encryptionKey: localKey(dir) };
  const complete = (servers: Servers): Config => completed(config, { ...servers, ...own });
  let checks: Awaited<ReturnType<typeof startWorker>>['checks'] = {};
  const running = await up({
    dir,
    env: { ...terminal.env, TEMPORAL_ADDRESS: config.temporal.address ?? terminal.env['TEMPORAL_ADDRESS'] },
    log: watch.log,
    searchAttributes,
    databaseUrl: config.database.url?.read(),
    ports: { temporal: temporalPort, temporalUi: temporalUiPort },
    onRestart: (part) => watch.telemetry.restarts.inc({ part }),
    startWorker: async (servers) => {
      tellLocal(dir, { ...servers, ...own });
      const worker = await startWorker(complete(servers), watch);
      checks = worker.checks;
      return { stop: () => worker.stop(), exited: worker.stopped };
    },
    startApi: async (servers) => (config.api.keys.length > 0 ? apiPart(complete(servers), watch) : noApi(watch)),
    startWebhook: (servers) => webhookPart(complete(servers), watch, () => checks),
  });
  if (running.temporalUiUrl)
    watch.log.info({ url: running.temporalUiUrl }, `Temporal Web UI at ${running.temporalUiUrl}`);
}

function noApi({ log }: Watch) {
  log.info('api is off: api.keys names no key');
  return { stop: async () => {} };
}

/** A key of this machine's own, for trying things out: without it stored documents can't be opened again. */
function localKey(dir: string): string {
  const path = resolve(join(dir, 'encryption.key'));
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}
