import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SearchAttributeType } from '@temporalio/common';
import { z } from 'zod';
import { choosePort, listens } from './ports.ts';
import { plainEnvironment } from './postgres-cluster.ts';
import { endProcess, isRunning } from './process-table.ts';
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
  /** Each must be free. Without them those of the last run are taken if they are free, otherwise any. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  readonly metricsPort?: number | undefined;
  readonly searchAttributes: AttributeList;
  readonly say?: (line: string) => void;
};
export type TemporalServer = ServerProcess & {
  readonly address: string;
  readonly uiUrl?: string;
  readonly metricsUrl: string;
  readonly adopted: boolean;
};

const noteSchema = z.object({ pid: z.int(), port: z.int(), uiPort: z.int(), metricsPort: z.int() });
type Note = z.infer<typeof noteSchema>;

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
export async function startTemporalServer(options: Options): Promise<TemporalServer> {
  mkdirSync(dirname(options.dbFile), { recursive: true });
  const noteFile = `${options.dbFile}.json`;
  const last = readNote(noteFile, noteSchema);
  const left = last && (await leftBehind(options, last));
  if (left) return left;

  const note = {
    port: await choosePort('Temporal', { wanted: options.port, last: last?.port }),
    uiPort: await choosePort("Temporal's Web UI", { wanted: options.uiPort, last: last?.uiPort }),
    metricsPort: await choosePort("Temporal's metrics", { wanted: options.metricsPort, last: last?.metricsPort }),
  };
  const { path, dbFile } = options;
  const server = launch(
    {
      command: path,
      args: argumentsFor(options, note),
      logFile: logFileOf(options),
      env: { ...plainEnvironment, HOME: dirname(dbFile) },
    },
    identity(options, note.port),
  );
  writeNote(noteFile, { pid: server.pid, ...note });
  return ready(server, options, note, false).catch((error: unknown) => server.stop().then(() => Promise.reject(error)));
}

const logFileOf = ({ dbFile }: Options) => `${dbFile}.log`;
const identity = ({ dbFile, inMemory }: Options, port: number) =>
  ({
    words: ['start-dev', `--port ${port} `, ...(inMemory ? [] : [dbFile])],
    signal: inMemory ? 'SIGKILL' : 'SIGTERM',
  }) as const;

function argumentsFor({ dbFile, inMemory, headless, searchAttributes }: Options, note: Omit<Note, 'pid'>): string[] {
  const ports = [
    '--port',
    note.port,
    '--metrics-port',
    note.metricsPort,
    ...(headless ? ['--headless'] : ['--ui-port', note.uiPort]),
  ];
  const storage = inMemory
    ? []
    : ['--db-filename', dbFile, ...durable.flatMap((pragma) => ['--sqlite-pragma', pragma])];
  const attributes = searchAttributes.flatMap(({ name, type }) => ['--search-attribute', `${name}=${typeNames[type]}`]);
  // Saves a round trip for each activity of a worker that is free; on by default in Temporal's own cloud.
  const eager = ['--dynamic-config-value', 'system.enableActivityEagerExecution=true'];
  return ['server', 'start-dev', '--ip', '127.0.0.1', ...ports.map(String), ...storage, ...attributes, ...eager];
}

async function leftBehind(options: Options, { pid, ...note }: Note): Promise<TemporalServer | undefined> {
  const { words, signal } = identity(options, note.port);
  const say = options.say ?? (() => {});
  if (!isRunning(pid, words)) return undefined;
  try {
    const server = await ready(adopt(pid, { words, signal }), options, note, true);
    say(`Temporal of an earlier run (process ${pid}, port ${note.port}) is taken over`);
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
  note: Omit<Note, 'pid'>,
  adopted: boolean,
): Promise<TemporalServer> {
  const address = `127.0.0.1:${note.port}`;
  const answers = async () => {
    await listens(note.port); // A refused client of Temporal's would wait a second before it looks again.
    await setUpNamespace({ address, searchAttributes: options.searchAttributes });
  };
  await untilReady(server, { name: 'Temporal', logFile: logFileOf(options), withinMs: readyWithinMs, answers });
  const ui = options.headless ? {} : { uiUrl: `http://127.0.0.1:${note.uiPort}` };
  return { ...server, adopted, address, metricsUrl: `http://127.0.0.1:${note.metricsPort}/metrics`, ...ui };
}
