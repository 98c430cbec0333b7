import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, Connection } from '@temporalio/client';
import Stripe from 'stripe';
import { inject } from 'vitest';
import { startP21Sandbox, type P21SandboxOptions } from '../../sandbox/p21/server.ts';
import { startStripeSandbox, type StripeSandboxOptions } from '../../sandbox/stripe/index.ts';
import { parseConfig, type Config } from '../../src/config.ts';
import { createLogger } from '../../src/runtime/log.ts';
import { createTelemetry } from '../../src/runtime/telemetry.ts';
import { startTemporalServer } from '../../src/runtime/temporal-server.ts';
import { connectClient } from '../../src/temporal.ts';
import { createNudgeFlow } from '../../src/activities/events.ts';
import { startWorker, type RunningWorker } from '../../src/worker.ts';
import { openStore, type Store } from '../../src/worker/store.ts';
import { flowId, progress, type Progress } from '../../src/workflows/messages.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { createDatabase } from './servers.ts';

export const company = 'acme';
type Options = {
  /** Lines of YAML below `companies.acme.orders`. */
  readonly orders?: string;
  /** Lines of YAML below `companies.acme.customers`. */
  readonly customers?: string;
  readonly stripe?: StripeSandboxOptions;
  readonly p21?: P21SandboxOptions;
  readonly limits?: string;
  /** Passed to the Temporal server, as `limit.historyCount.suggestContinueAsNew=60`. */
  readonly password?: string;
};

export type Product = Awaited<ReturnType<typeof startProduct>>;

/** The product with real parts: PostgreSQL, a Temporal server of its own, and both simulators over HTTP. */
export async function startProduct(options: Options = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'quittance-product-'));
  const path = inject('temporalPath');
  if (!path) throw new Error('These tests start a Temporal server of their own: unset TEMPORAL_ADDRESS');
  const [stripeSandbox, p21, database, temporal] = await Promise.all([
    startStripeSandbox(options.stripe),
    startP21Sandbox({ shipAfterMs: 100, invoiceAfterMs: 50, ...options.p21 }),
    createDatabase(),
    startTemporalServer({ path, dbFile: join(dir, 'temporal'), inMemory: true, headless: true, searchAttributes }),
  ]);
  const config = configOf(options, { stripe: stripeSandbox.url, account: stripeSandbox.account, p21: p21.url, database: database.url, temporal: temporal.address });
  const log = createLogger({ level: process.env['TEST_LOG'] === 'on' ? 'debug' : 'error', sink: process.stderr });
  const store = await openStore(config, createTelemetry());
  const { client, connection } = connectClient(config.temporal);
  const workers: RunningWorker[] = [];
  const begin = async () => {
    const worker = await startWorker(config, { log, telemetry: createTelemetry() });
    workers.push(worker);
    return worker;
  };
  await begin();
  const stripe = new Stripe(stripeSandbox.secretKey, { host: '127.0.0.1', port: stripeSandbox.port, protocol: 'http', maxNetworkRetries: 0 });
  return {
    config,
    stripe,
    stripeSandbox,
    p21,
    store,
    client,
    temporal,
    begin,
    workers,
    ...flowsOf(client, connection),
    erp: () => getJson<ErpDocuments>(`${p21.url}/_sandbox/documents`),
    books: () => getJson<{ trialBalanceMinor: number }>(`${p21.url}/_sandbox/books`),
    fault: (target: 'p21' | 'stripe', fault: object) => post(`${target === 'p21' ? p21.url : stripeSandbox.url}/_sandbox/faults`, fault),
    admin: (path: string, body: object) => post(`${p21.url}${path}`, body),
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await connection.close();
      await store.close();
      await Promise.all([stripeSandbox.close(), p21.close(), temporal.stop()]);
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

type Document = Readonly<Record<string, unknown>>;
export type ErpDocuments = Readonly<Record<string, readonly Document[]>>;

function flowsOf(client: Client, _connection: Connection) {
  const send = createNudgeFlow(client);
  const handle = (payment: string) => client.workflow.getHandle(flowId({ flow: 'orderToCash', company, subject: payment }));
  const seen = (payment: string): Promise<Progress> => handle(payment).query(progress);
  return {
    handle,
    seen,
    nudge: (payment: string, eventId = 'evt_test') => send({ flow: 'orderToCash', company, subject: payment, eventId, type: 'test' }),
    settled: async (payment: string): Promise<unknown> => await handle(payment).result(),
    parked: (payment: string): Promise<Progress> => until(() => seen(payment), ({ stage }) => stage === 'parked'),
  };
}

/** Asks again until the answer is as wanted; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && wanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const getJson = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return await answer.json().catch(() => undefined);
}

type Addresses = { readonly stripe: string; readonly account: string; readonly p21: string; readonly database: string; readonly temporal: string };
const below = (lines: string | undefined, indent: number): string => (lines ?? '').split('\n').filter(Boolean).map((line) => `${' '.repeat(indent)}${line}`).join('\n');

function configOf(options: Options, at: Addresses): Config {
  const text = `
version: 1
database: { url: env:DATABASE_URL }
encryption_key: env:QUITTANCE_ENCRYPTION_KEY
temporal: { address: ${at.temporal} }
companies:
  ${company}:
    stripe:
      account: ${at.account}
      api_key: env:STRIPE_API_KEY
      webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
      livemode: false
      base_url: ${at.stripe}
    erp:
      adapter: p21
      dialect: facade
      base_url: ${at.p21}
      company: ACME
      auth: { kind: client_credentials, client_id: quittance, client_secret: env:P21_SECRET }
      limits: { concurrency: 4, per_second: 200, request_seconds: 2 }
    ledger_currency: USD
    time_zone: America/New_York
    clearing_accounts: { USD: '1010' }
    orders:
      shipping_item: SHIPPING
      items: { SKU-1: W-100, SKU-2: W-200 }
      tax_codes: { '0': NOTAX, '19': STD19, '7': RED7, default: NOTAX }
${below(options.orders, 6)}
    customers:
${below(options.customers ?? 'house_account: "100001"', 6)}
    sync: { erp_changes_seconds: 1, overlap_seconds: 60 }
`;
  const env = {
    DATABASE_URL: at.database,
    QUITTANCE_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_API_KEY: 'sk_test_sandbox',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
    P21_SECRET: options.password ?? 'sandbox-client-secret',
  };
  return parseConfig(text, { file: 'test.yaml', env });
}
export type { Store };
