import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { Stripe } from 'stripe';
import { laden } from '../../sandbox/demo/companies/laden.ts';
import { startP21Sandbox, type P21SandboxOptions } from '../../sandbox/p21/server.ts';
import { startStripeSandbox, type StripeSandbox, type StripeSandboxOptions } from '../../sandbox/stripe/index.ts';
import { addEndpoint } from '../../sandbox/stripe/webhook-endpoints.ts';
import { createNudgeFlow } from '../../src/activities/events.ts';
import { webhookPart, type Watch } from '../../src/cli/parts.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';
import { installTemporalRuntime } from '../../src/runtime/temporal-runtime.ts';
import { handledEvents } from '../../src/stripe/events.ts';
import { connectClient } from '../../src/temporal.ts';
import { startWorker, type RunningWorker } from '../../src/worker.ts';
import { openStore } from '../../src/worker/store.ts';
import { flowId, progress, type Progress } from '../../src/workflows/messages.ts';
import { company, configOf, webhookSecret, type Choices } from './product-config.ts';
import { createDatabase, startTemporal } from './servers.ts';

export { company } from './product-config.ts';
type Options = Choices & {
  readonly stripe?: StripeSandboxOptions;
  readonly p21?: P21SandboxOptions;
  /** Passed to the Temporal server, as `limit.historyCount.suggestContinueAsNew=60`. */
  readonly dynamicConfig?: readonly string[];
  /** The secret of the ERP login, where it is not the right one. */
  readonly password?: string;
  /** Receives Stripe's events over HTTP, like the real thing. */
  readonly webhook?: boolean;
};

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** The product with real parts: PostgreSQL, a Temporal server of its own, and both simulators over HTTP. */
export async function startProduct(options: Options = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'quittance-product-'));
  const p21SecretFile = join(dir, 'p21-secret');
  writeFileSync(p21SecretFile, options.password ?? rightPassword);
  const [stripeSandbox, p21, database, temporal] = await Promise.all([
    startStripeSandbox(options.stripe),
    options.erp === 'sap-ecc'
      ? laden.erp.start({ shipAfterMs: 100 })
      : startP21Sandbox({ shipAfterMs: 100, invoiceAfterMs: 50, ...options.p21 }),
    createDatabase(),
    startTemporal(join(dir, 'temporal'), options.dynamicConfig),
  ]);
  const { text, env } = configOf(options, {
    stripe: stripeSandbox.url,
    account: stripeSandbox.account,
    erp: p21.url,
    p21SecretFile,
    profile: join(dir, 'profile'),
    database: database.url,
    temporal: temporal.address,
  });
  const file = join(dir, 'quittance.yaml');
  writeFileSync(file, text);
  const config = parseConfig(text, { file, env });
  const { watch, logged, registry } = watching();
  const store = await openStore(config, createTelemetry());
  const { client, connection } = connectClient(config.temporal);
  const workers: RunningWorker[] = [];
  const begin = async (): Promise<RunningWorker> => {
    const worker = await startWorker(config, watch);
    let stopping: Promise<void> | undefined;
    const once = { ...worker, stop: () => (stopping ??= worker.stop()) };
    workers.push(once);
    return once;
  };
  await begin();
  const webhook = options.webhook ? await startListening(config, watch, stripeSandbox) : undefined;
  return {
    config,
    /** What `quittance -c` is given by people. */
    commandLine: { file, env },
    stripe: stripeClient(stripeSandbox),
    stripeSandbox,
    p21,
    store,
    client,
    temporal,
    begin,
    workers,
    logged,
    registry,
    ...flowsOf(client),
    ...sandboxesOf(p21.url, stripeSandbox.url),
    rotatePassword: (password = rightPassword) => writeFileSync(p21SecretFile, password),
    async stop() {
      await webhook?.stop();
      await Promise.all(workers.map((worker) => worker.stop()));
      await connection.close();
      await store.close();
      await Promise.all([stripeSandbox.close(), p21.close(), temporal.stop()]);
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const rightPassword = 'sandbox-client-secret';

/** Everything that the product logs is kept; TEST_LOG=on shows it too. */
function watching() {
  const logged: string[] = [];
  const shown = process.env['TEST_LOG'] === 'on';
  const sink = {
    write(line: string) {
      logged.push(line);
      if (shown) process.stderr.write(line);
    },
  };
  const telemetry = createTelemetry();
  const watch: Watch = { log: createLogger({ level: 'debug', sink }), telemetry };
  installOnce(watch);
  return { watch, logged, registry: telemetry.registry };
}

/** Temporal's SDK logs through the product too; it takes only one logger in a process, the first product's. */
let installed = false;
function installOnce({ log }: Watch): void {
  if (!installed) installTemporalRuntime({ log });
  installed = true;
}

const stripeClient = ({ secretKey, port }: StripeSandbox) =>
  new Stripe(secretKey, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });

async function startListening(config: Config, watch: Watch, { world }: StripeSandbox) {
  const webhook = await webhookPart(config, watch);
  addEndpoint(world, {
    url: `${webhook.url}/webhooks/stripe/${company}`,
    secrets: [webhookSecret],
    enabledEvents: handledEvents,
  });
  return webhook;
}

type Document = Readonly<Record<string, unknown>>;
export type ErpDocuments = Readonly<Record<string, readonly Document[]>>;

const sandboxesOf = (p21: string, stripe: string) => ({
  erp: () => getJson<ErpDocuments>(`${p21}/_sandbox/documents`),
  books: () => getJson<{ trialBalanceMinor: number }>(`${p21}/_sandbox/books`),
  fault: (target: 'p21' | 'stripe', fault: object) => post(`${target === 'p21' ? p21 : stripe}/_sandbox/faults`, fault),
  faults: (target: 'p21' | 'stripe') =>
    getJson<{ readonly armed: readonly unknown[] }>(`${target === 'p21' ? p21 : stripe}/_sandbox/faults`),
  admin: (path: string, body: object) => post(`${p21}${path}`, body),
  stripeAdmin: (path: string, body: object) => post(`${stripe}${path}`, body),
});

function flowsOf(client: Client) {
  const send = createNudgeFlow(client);
  const handle = (payment: string) =>
    client.workflow.getHandle(flowId({ flow: 'orderToCash', company, subject: payment }));
  const seen = (payment: string): Promise<Progress> => handle(payment).query(progress);
  return {
    handle,
    seen,
    nudge: (payment: string, eventId = 'evt_test') =>
      send({ flow: 'orderToCash', company, subject: payment, eventId, type: 'test' }),
    settled: (payment: string): Promise<unknown> => handle(payment).result(),
    parked: (payment: string): Promise<Progress> =>
      until(
        () => seen(payment),
        ({ stage }) => stage === 'parked',
      ),
  };
}

/** After so long, what was answered last is told, for the time limit of a test says nothing of it. */
const longWaitMs = 40_000;

/** Asks again until the answer is as wanted; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const since = Date.now();
  for (let told = false; ;) {
    let last: unknown;
    const answer = await ask().catch((error: unknown) => void (last = String(error)));
    if (answer !== undefined && wanted(answer)) return answer;
    if (!told && Date.now() - since > longWaitMs) {
      told = true;
      process.stderr.write(`Waiting still; the last answer was ${JSON.stringify(last ?? answer)?.slice(0, 2_000)}\n`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const getJson = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json().catch(() => undefined);
}
