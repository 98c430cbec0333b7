import { NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { fileURLToPath } from 'node:url';
import { createActivities } from './activities/index.ts';
import { createFailureTranslation } from './activities/failures.ts';
import type { Company, Config } from './config.ts';
import { createEvaluator } from './mapping/expressions/create-evaluator.ts';
import type { Evaluator } from './mapping/expressions/evaluator.ts';
import { dataConverter, connectClient, connectionOptions } from './temporal.ts';
import { erpQueue, mainQueue } from './workflows/messages.ts';
import { connectionOf, openCompanies } from './worker/companies.ts';
import { openConnections } from './worker/connections.ts';
import { keepHouse } from './worker/housekeeping.ts';
import { createLookup } from './worker/lookup.ts';
import { draftOf, mapperIn, proven } from './worker/mapping.ts';
import { assertSearchAttributes } from './worker/namespace.ts';
import { openProfileRoom } from './worker/profiles.ts';
import { ensureSchedules } from './worker/schedules.ts';
import { openStore } from './worker/store.ts';
import { createAlerts } from './worker/alerts.ts';
import type { Telemetry } from './runtime/telemetry.ts';
import type { Profiles } from './store/profiles.ts';

export type RunningWorker = {
  stop(): Promise<void>;
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  readonly stopped: Promise<void>;
};
type Watch = { readonly log: Logger; readonly telemetry: Telemetry };
const sealEveryMs = 30_000;
const countEveryMs = 10_000;
const takeUpEveryMs = 10_000;

/**
 * The composition root: configuration -> clients -> activities -> Workers. One Worker for the workflows, Stripe and
 * the database, and one for each ERP connection with as many slots as its cap.
 * @throws Error with the mend when PostgreSQL, Temporal or its search attributes are not as the product needs them.
 */
export async function startWorker(config: Config, { log, telemetry }: Watch): Promise<RunningWorker> {
  const store = await openStore(config, telemetry);
  const { client, connection } = connectClient(config.temporal);
  await assertSearchAttributes(connection, config.temporal.namespace);
  const erps = openConnections(store.db, telemetry);
  await store.bindCompanies(config);
  const evaluator = createEvaluator();
  const profiles = await openProfiles(config, store.profiles, evaluator, log);
  const companies = openCompanies(config, erps, {
    mapperFor: profiles.mapperFor,
    lookupFor: createLookup(store),
  });

  const alert = createAlerts({
    log,
    count: (kind) => telemetry.alerts.inc({ kind }),
    url: () => config.alerts.webhookUrl?.read(),
  });
  const activities = createActivities({ ...store, client, companies, alert });
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
  const workers = await Promise.all([
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
  const runs = workers.map((worker) => worker.run());
  await ensureSchedules(client, config);
  const house = keepHouse(
    [
      { name: 'seal the audit trail', everyMs: sealEveryMs, work: store.seal },
      { name: 'count open cases and breakers', everyMs: countEveryMs, work: store.count },
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
      await evaluator.stop();
      await Promise.all([native.close(), connection.close(), store.close()]);
    },
  };
}

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
