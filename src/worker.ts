import type { Client } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { Logger } from 'pino';
import { fileURLToPath } from 'node:url';
import { createActivities } from './activities/index.ts';
import type { Companies } from './activities/company.ts';
import { createFailureTranslation } from './activities/failures.ts';
import type { Company, Config } from './config.ts';
import { createEvaluator } from './mapping/expressions/create-evaluator.ts';
import type { Evaluator } from './mapping/expressions/evaluator.ts';
import { startsAt } from './webhook/start.ts';
import { dataConverter, connectClient, connectionOptions } from './temporal.ts';
import { erpQueue, mainQueue } from './workflows/messages.ts';
import { connectionOf, openCompanies } from './worker/companies.ts';
import { openConnections } from './worker/connections.ts';
import { escalateCases } from './worker/escalation.ts';
import { keepHouse } from './worker/housekeeping.ts';
import { createLookup } from './worker/lookup.ts';
import { draftOf, mapperIn, proven } from './worker/mapping.ts';
import { assertSearchAttributes } from './worker/namespace.ts';
import { openProfileRoom } from './worker/profiles.ts';
import { ensureSchedules } from './worker/schedules.ts';
import { openStore, type Store } from './worker/store.ts';
import { createCaller, createTurnCalls } from './worker/turns.ts';
import { openAlerts, tellingOfSuccess } from './worker/alerts.ts';
import { matchCaseAlerts } from './worker/case-alerts.ts';
import { createCaseAlerts } from './store/case-alerts.ts';
import type { Telemetry } from './runtime/telemetry.ts';
import type { Profiles } from './store/profiles.ts';

export type RunningWorker = {
  stop(): Promise<void>;
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  readonly stopped: Promise<void>;
};
type Watch = { readonly log: Logger; readonly telemetry: Telemetry };
const sealEveryMs = 30_000;
const escalateEveryMs = 15_000;
const matchEveryMs = 60_000;
const countEveryMs = 10_000;
const takeUpEveryMs = 10_000;
const callEveryMs = 500;

/**
 * The composition root: configuration -> clients -> activities -> Workers. One Worker for the workflows, Stripe and
 * the database, and one for each ERP connection with as many slots as its cap.
 * @throws Error with the mend when PostgreSQL, Temporal or its search attributes are not as the product needs them.
 */
export async function startWorker(config: Config, { log, telemetry }: Watch): Promise<RunningWorker> {
  const store = await openStore(config, telemetry);
  const { client, connection } = connectClient(config.temporal);
  await assertSearchAttributes(connection, config.temporal.namespace);
  const erps = openConnections(store.db, telemetry, createCaller(store.db, config));
  await store.bindCompanies(config);
  await store.cases.route();
  const evaluator = createEvaluator();
  const profiles = await openProfiles(config, store.profiles, evaluator, log);
  const companies = openCompanies(config, erps, {
    mapperFor: profiles.mapperFor,
    lookupFor: createLookup(store),
    budgets: store.budgets,
  });

  const told = openAlerts(store.db, config, { log, telemetry });
  const ledger = tellingOfSuccess(store.ledger, told.alerts);
  const sweeping = sweepingParts(config, telemetry, { client, connection });
  const activities = createActivities({ ...store, ...sweeping, ledger, client, companies, alerts: told.alerts });
  const native = await NativeConnection.connect(connectionOptions(config.temporal));
  const failures = createFailureTranslation({ note: store.cases.note, log });
  const shared = {
    connection: native,
    namespace: config.temporal.namespace,
    dataConverter,
    activities,
    interceptors: { activity: [failures] },
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '25 seconds',
  };
  const workers = await createWorkers(config, shared);
  const runs = workers.map((worker) => worker.run());
  await ensureSchedules(client, config);
  const house = keepHouse(
    [
      { name: 'seal the audit trail', everyMs: sealEveryMs, work: store.seal },
      { name: 'count open cases and breakers', everyMs: countEveryMs, work: store.count },
      { name: 'call who waits for an ERP', everyMs: callEveryMs, work: turnCalls(config, store, client, companies) },
      { name: 'escalate late cases', everyMs: escalateEveryMs, work: escalateCases(store.cases, told.alerts) },
      {
        name: 'match alerts with cases',
        everyMs: matchEveryMs,
        work: matchCaseAlerts({ told: createCaseAlerts(store.db), cases: store.cases, alerts: told.alerts }),
      },
      ...told.chores,
      { name: 'take up promoted profiles', everyMs: takeUpEveryMs, work: profiles.refresh },
    ],
    log,
  );
  const stopped = Promise.all(runs).then(() => undefined);
  return {
    stopped,
    checks: {
      database: store.check,
      temporal: async () => connection.withDeadline(Date.now() + 2_000, () => connection.ensureConnected()),
    },
    async stop() {
      house.stop();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await stopped;
      await Promise.all([evaluator.stop(), told.idle()]);
      await Promise.all([native.close(), connection.close(), store.close()]);
    },
  };
}

type Shared = Omit<WorkerOptions, 'taskQueue'>;

const createWorkers = (config: Config, shared: Shared): Promise<readonly Worker[]> =>
  Promise.all([
    Worker.create({ ...shared, taskQueue: mainQueue, workflowsPath: workflowsPath(), maxCachedWorkflows: 500 }),
    ...capsOf(config).map(([name, cap]) =>
      Worker.create({
        ...shared,
        taskQueue: erpQueue(name),
        maxConcurrentActivityTaskExecutions: cap,
        maxConcurrentActivityTaskPolls: Math.min(cap, 5),
      }),
    ),
  ]);

function openProfiles({ companies }: Config, profiles: Profiles, evaluator: Evaluator, log: Logger) {
  const configured = (key: string): Company => {
    const company = companies[key];
    if (!company) throw new Error(`The company ${key} is not in quittance.yaml`);
    return company;
  };
  return openProfileRoom({
    companies: Object.keys(companies),
    profiles,
    draftOf: (key) => draftOf(configured(key)),
    mapperOf: (key, files) => mapperIn(key, configured(key), files, evaluator),
    prove: (key, files) => proven(key, configured(key), files, evaluator),
    log,
  });
}

const sweepingParts = ({ alerts }: Config, telemetry: Telemetry, temporal: Parameters<typeof startsAt>[0]) => ({
  start: startsAt(temporal),
  healed: (company: string) => telemetry.sweepHealed.inc({ company }),
  quietHours: alerts.quietHours,
});

function turnCalls(config: Config, store: Store, client: Client, companies: Companies): () => Promise<void> {
  const caps = new Map(capsOf(config));
  return createTurnCalls({ ...store, client, config, caps, ping: (company) => companies(company).erp.ping() });
}

/** The sources while developing, what the compiler made of them afterwards. */
function workflowsPath(): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return fileURLToPath(new URL(`./workflows/index.${extension}`, import.meta.url));
}

/** The smallest cap that a company sets for its connection. */
function capsOf({ companies }: Config): readonly (readonly [string, number])[] {
  const caps = new Map<string, number>();
  for (const [key, company] of Object.entries(companies)) {
    const name = connectionOf(key, company);
    caps.set(name, Math.min(caps.get(name) ?? Infinity, company.erp.limits.concurrency));
  }
  return [...caps];
}
