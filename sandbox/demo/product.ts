import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Stripe } from 'stripe';
import type { AlertPost } from './alert-post.ts';
import { startChild, type Child } from './child.ts';
import type { Company } from './companies/company.ts';
import { freePorts } from './ports.ts';
import { createTally, recoveredIn } from './recovered.ts';
import type { Sandboxes, Site } from './sandboxes.ts';
import { serversIn, type Servers } from './servers.ts';
import { alertSecretsOf, configuration, secretsOf, writeEnvironment, writeFilesOf } from './settings.ts';

const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const execute = promisify(execFile);
const readyWithinMs = 180_000;
/** How often a shop pushes an order, a second apart, before somebody is called. */
const patience = 600;

type Environment = Readonly<Record<string, string>>;
type Options = {
  readonly dir: string;
  readonly sandboxes: Sandboxes;
  /** Where its alerts are to arrive. */
  readonly post: Pick<AlertPost, 'webhookUrl' | 'smtpUrl'>;
  readonly say: (line: string) => void;
  /** Settings of a company's `sync` that are its own. */
  readonly sync?: (company: Company) => Readonly<Record<string, number>>;
};
export type Product = {
  readonly servers: Servers;
  readonly config: string;
  readonly dataDir: string;
  /** What a shell must `source` to run commands against it. */
  readonly environmentFile: string;
  /** `up`: webhook, api and a worker in one process, which also looks after the servers. */
  readonly main: Child;
  /** A second worker that shares the load. */
  readonly worker: Child;
  /** `POST /orders`, again and again until it is taken. */
  readonly push: (company: string, order: unknown) => Promise<void>;
  /** Runs `quittance <verb>` as a person would. */
  cli(...args: string[]): Promise<string>;
  /** Webhook, api and both workers say that they can do their work. */
  isReady(): Promise<boolean>;
  /** Looks at the metrics; often, because those of a killed process are gone. */
  look(): Promise<void>;
  readonly recovered: () => number;
  stop(): Promise<void>;
};

/** Starts the product as its user would: by the command line, with a configuration, on data of its own. */
export async function startProduct({ dir, sandboxes, post, say, sync }: Options): Promise<Product> {
  const place = await prepare(dir, sandboxes, { post, ...(sync && { sync }) });
  const { env, ports, dataDir } = place;
  const quittance = (name: string, args: readonly string[], more: Environment = {}): Child =>
    startChild({ name, args: [cli, ...args], env: { ...env, ...more }, logFile: join(dir, `${name}.log`) });
  const run = async (...args: string[]): Promise<string> => {
    const { stdout } = await execute(process.execPath, ['--import', 'tsx', cli, ...args, '--config', place.config], {
      env,
    });
    return stdout;
  };
  say('registering the webhooks at Stripe: quittance stripe setup');
  for (const { company } of sandboxes.sites)
    await run('stripe', 'setup', company.key, '--secret-file', place.secretFile(company));
  say('starting PostgreSQL, Temporal, webhook, api and worker: quittance up');
  const base = `http://127.0.0.1:${ports.webhookPort}`;
  // A port of its own: two demos at once would take each other's work if one took over the usual port while the other's server is down.
  const main = quittance('up', ['up', '--config', place.config, '--temporal-port', String(ports.temporalPort)]);
  await untilReady(`${base}/readyz`, main);
  say('starting a second worker: quittance worker');
  const workerBase = `http://127.0.0.1:${place.healthPort}`;
  const servers = serversIn(dataDir);
  const worker = quittance(
    'worker',
    ['worker', '--config', place.workerConfig, '--health-port', String(place.healthPort)],
    { DATABASE_URL: servers.databaseUrl, TEMPORAL_ADDRESS: servers.temporalAddress },
  );
  await untilReady(`${workerBase}/readyz`, worker);

  const tally = createTally();
  const pages = [`${base}/metrics`, `${workerBase}/metrics`];
  return {
    servers,
    config: place.config,
    dataDir,
    environmentFile: place.environmentFile,
    main,
    worker,
    push: (company, order) => push(`http://127.0.0.1:${ports.apiPort}/orders`, place.apiKey, { company, order }),
    cli: run,
    isReady: async () => (await Promise.all([base, workerBase].map((url) => answers(`${url}/readyz`)))).every(Boolean),
    async look() {
      for (const page of pages) {
        const metrics = await fetch(page, { signal: AbortSignal.timeout(2_000) }).then(
          (reply) => reply.text(),
          () => undefined,
        );
        if (metrics !== undefined) tally.note(page, recoveredIn(metrics));
      }
    },
    recovered: tally.total,
    async stop() {
      await worker.stop();
      await main.stop();
    },
  };
}

/** A folder of its own for the run: configuration, data, logs, the secrets of the webhooks. */
async function prepare(dir: string, { sites }: Sandboxes, { post, ...more }: Pick<Options, 'post' | 'sync'>) {
  const dataDir = join(dir, 'data');
  mkdirSync(dataDir, { recursive: true });
  const [webhookPort = 0, apiPort = 0, healthPort = 0, temporalPort = 0] = await freePorts(4);
  const ports = { webhookPort, apiPort, temporalPort };
  const config = join(dir, 'quittance.yaml');
  const secretFile = ({ key }: Company) => join(dir, `webhook-secret-${key}`);
  const webhookSecret = (company: Company) => `file:${secretFile(company)}`;
  writeFilesOf(sites, dir);
  writeFileSync(config, configuration(sites, ports, { webhookSecret, ...more }));
  const workerConfig = join(dir, 'worker.yaml');
  const encryptionKey = `file:${join(dataDir, 'encryption.key')}`;
  writeFileSync(workerConfig, configuration(sites, ports, { webhookSecret, servers: true, encryptionKey, ...more }));
  const apiKey = randomBytes(18).toString('base64url');
  const secrets = secretsOf(
    sites.map(({ company }) => company),
    apiKey,
  );
  const own = { QUITTANCE_CONFIG: config, QUITTANCE_DATA: dataDir, ...secrets, ...alertSecretsOf(post) };
  const environmentFile = join(dir, 'demo.env');
  writeEnvironment(environmentFile, own);
  const env = { ...process.env, ...own };
  return { config, workerConfig, dataDir, ports, healthPort, secretFile, apiKey, env, environmentFile };
}

/** The unmodified package, pointed at the sandbox. */
export const stripeClient = ({ secretKey, host, port }: Site['stripe']): Stripe =>
  new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 6 });

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function untilReady(url: string, child: Child): Promise<void> {
  const giveUp = Date.now() + readyWithinMs;
  while (Date.now() < giveUp && child.isRunning()) {
    if (await answers(url)) return;
    await pause(250);
  }
  const what = child.isRunning() ? `is not ready after ${readyWithinMs / 1_000} s` : 'ended while starting';
  throw new Error(`${child.name} ${what}; its log is ${child.logFile}`);
}

/** A shop that pushes repeats itself until it is understood. */
async function push(url: string, key: string, body: unknown): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    }).then(
      async (reply) => (reply.ok ? undefined : `${reply.status} ${await reply.text()}`),
      (error: unknown) => String(error),
    );
    if (refusal === undefined) return;
    if (attempt === patience) throw new Error(`POST /orders was refused ${attempt} times, last with ${refusal}`);
    await pause(1_000);
  }
}
