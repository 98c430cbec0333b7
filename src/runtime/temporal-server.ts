import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SearchAttributeType } from '@temporalio/common';
import { z } from 'zod';
import { choosePort, listens } from './ports.ts';
import { plainEnvironment } from './postgres-cluster.ts';
import { endProcess, findRunning } from './process-table.ts';
import { adopt, launch, readNote, untilReady, writeNote, type ServerProcess } from './server-process.ts';
import { setUpNamespace, type AttributeList } from './temporal-namespace.ts';

type Options = {
  /** The `temporal` program. */
  readonly path: string;
  /** Where the data live between runs, for example `.quittance/temporal.db`; note and log lie beside it. */
  readonly dbFile: string;
  /** Nothing is written to disk, and it starts quicker: for tests. `dbFile` then only names note and log. */
  readonly inMemory?: boolean;
  /** Without the Web UI. */
  readonly headless?: boolean;
  /** Each must be free. Without them the last run's are taken, or Temporal's own, or any, whichever is free. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  readonly metricsPort?: number | undefined;
  readonly searchAttributes: AttributeList;
  /** Settings of the server itself, as in `limit.historyCount.suggestContinueAsNew=100`. */
  readonly dynamicConfig?: readonly string[];
  /** How long a server left behind may take to answer before it is replaced. */
  readonly adoptWithinMs?: number;
  readonly say?: (line: string) => void;
};
export type TemporalServer = ServerProcess & {
  readonly address: string;
  readonly uiUrl?: string;
  readonly metricsUrl: string;
  readonly logFile: string;
  readonly adopted: boolean;
  readonly ports: Readonly<Ports>;
};

const noteSchema = z.object({ port: z.int(), uiPort: z.int(), metricsPort: z.int() });
type Ports = z.infer<typeof noteSchema>;
/** Temporal's own, that everybody's links and habits know. */
const usualPorts = { port: 7233, uiPort: 8233, metricsPort: 0 };

const readyWithinMs = 60_000;
/**
 * In the write-ahead log from the moment that a call is answered, so a killed server loses nothing. Without a flush for
 * each call: what a power cut takes, the sweep of Stripe's events and the ledger give back.
 */
const durable = ['journal_mode=WAL', 'synchronous=NORMAL'];
const typeNames: Readonly<Record<SearchAttributeType, string>> = {
  TEXT: 'Text',
  KEYWORD: 'Keyword',
  INT: 'Int',
  DOUBLE: 'Double',
  BOOL: 'Bool',
  DATETIME: 'Datetime',
  KEYWORD_LIST: 'KeywordList',
};

/** Starts Temporal's development server, or takes over the one that a killed run left behind. */
export async function startTemporalServer(given: Options): Promise<TemporalServer> {
  const options = { ...given, dbFile: resolve(given.dbFile) };
  mkdirSync(dirname(options.dbFile), { recursive: true });
  const noteFile = `${options.dbFile}.json`;
  const last = readNote(noteFile, noteSchema);
  const left = options.inMemory ? undefined : await leftBehind(options, last);
  if (left) return left;

  const usual = options.inMemory ? undefined : usualPorts;
  const ports = {
    port: await choosePort('Temporal', [options.port, last?.port, usual?.port]),
    uiPort: await choosePort("Temporal's Web UI", [options.uiPort, last?.uiPort, usual?.uiPort]),
    metricsPort: await choosePort("Temporal's metrics", [options.metricsPort, last?.metricsPort]),
  };
  writeNote(noteFile, ports);
  const env = { ...plainEnvironment, HOME: dirname(options.dbFile) };
  const start = { command: options.path, args: argumentsFor(options, ports), logFile: logFileOf(options), env };
  const server = launch(start, identity(options, ports));
  return ready(server, options, ports).catch((error: unknown) => server.stop().then(() => Promise.reject(error)));
}

const logFileOf = ({ dbFile }: Options): string => `${dbFile}.log`;
const identity = ({ dbFile, inMemory }: Options, { port }: Ports) =>
  inMemory
    ? ({ words: ['start-dev', `--port ${port} `], signal: 'SIGKILL' } as const)
    : ({ words: ['start-dev', `--db-filename ${dbFile} `], signal: 'SIGTERM' } as const);

function argumentsFor(options: Options, ports: Ports): string[] {
  const { dbFile, inMemory, headless, searchAttributes, dynamicConfig = [] } = options;
  const { port, uiPort, metricsPort } = ports;
  const ui = headless ? ['--headless'] : ['--ui-port', `${uiPort}`];
  const pragmas = durable.flatMap((pragma) => ['--sqlite-pragma', pragma]);
  const storage = inMemory ? [] : ['--db-filename', dbFile, ...pragmas];
  const attributes = searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${typeNames[type]}`]);
  // Saves a round trip for each activity of a worker that is free; on by default in Temporal's own cloud.
  const settings = ['system.enableActivityEagerExecution=true', ...dynamicConfig];
  const dynamic = settings.flatMap((setting) => ['--dynamic-config-value', setting]);
  const where = ['--ip', '127.0.0.1', '--port', `${port}`, '--metrics-port', `${metricsPort}`];
  return ['server', 'start-dev', ...where, ...ui, ...storage, ...attributes, ...dynamic];
}

/** Two servers on one file would corrupt it: whichever works on ours is taken over, or ended if it can't be. */
async function leftBehind(options: Options, last: Ports | undefined): Promise<TemporalServer | undefined> {
  const { say = () => {}, adoptWithinMs = readyWithinMs } = options;
  const { words, signal } = identity(options, last ?? usualPorts);
  const [pid] = findRunning(words);
  if (pid === undefined) return undefined;
  try {
    if (!last) throw new Error('Nothing tells its ports');
    const server = await ready(adopt(pid, { words, signal }), options, last, adoptWithinMs);
    say(`Temporal of an earlier run (process ${pid}, port ${last.port}) is taken over`);
    return server;
  } catch {
    say(`Temporal of an earlier run (process ${pid}) does not answer and is ended`);
    await endProcess(pid, words, { signal, withinMs: 5_000 });
    return undefined;
  }
}

async function ready(
  server: ServerProcess,
  options: Options,
  ports: Ports,
  adoptWithinMs?: number,
): Promise<TemporalServer> {
  const address = `127.0.0.1:${ports.port}`;
  const answers = async () => {
    await listens(ports.port); // A refused client of Temporal's would wait a second before it looks again.
    await setUpNamespace({ address, searchAttributes: options.searchAttributes });
  };
  const withinMs = adoptWithinMs ?? readyWithinMs;
  await untilReady(server, { name: 'Temporal', logFile: logFileOf(options), withinMs, answers });
  const metricsUrl = `http://127.0.0.1:${ports.metricsPort}/metrics`;
  const ui = options.headless ? {} : { uiUrl: `http://127.0.0.1:${ports.uiPort}` };
  return {
    ...server,
    adopted: adoptWithinMs !== undefined,
    ports,
    address,
    metricsUrl,
    logFile: logFileOf(options),
    ...ui,
  };
}
