import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { choosePort } from './ports.ts';
import { postgresBinaries, postgresUser } from './postgres-binaries.ts';
import { createCluster, hasCluster, placeOf, plainEnvironment, role, type Place } from './postgres-cluster.ts';
import { endProcess, endThoseWorkingIn, isRunning, isTaken } from './process-table.ts';
import { adopt, launch, readNote, untilReady, writeNote, type ServerProcess } from './server-process.ts';

type Options = {
  /** Where the data live between runs; note and log lie beside it as `<dir>.json` and `<dir>.log`. */
  readonly dir: string;
  /** Must be free. Without it the port of the last run is taken if it is free, otherwise any. */
  readonly port?: number | undefined;
  /** Quicker, and forgets everything at a power cut: for tests. */
  readonly fast?: boolean;
  /** How long a server left behind may take to answer before it is replaced. */
  readonly adoptWithinMs?: number;
  readonly say?: (line: string) => void;
};
export type Postgres = ServerProcess & { readonly url: string; readonly port: number; readonly adopted: boolean };

const noteSchema = z.object({ port: z.int(), password: z.string().min(1) });
type Note = z.infer<typeof noteSchema>;

/** After a SIGKILL the server first replays its log. */
const readyWithinMs = 60_000;
/** SIGINT is PostgreSQL's fast shutdown: sessions are cut, transactions rolled back, data flushed. */
const fastShutdown = 'SIGINT';
/** Above what any system hands out. */
const noSuchPid = 2_147_483_647;
const forgetful = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * PostgreSQL without anything installed: makes the data folder once, then starts the server on it, or takes over the one
 * that a killed run left behind.
 */
export async function startPostgres(options: Options): Promise<Postgres> {
  const say = options.say ?? (() => {});
  const user = postgresUser();
  const place = placeOf(options.dir, user, say);
  const note = noteOf(place);
  const left = note && (await leftBehind(place, note, options));
  if (left) return left;

  const port = await choosePort('PostgreSQL', [options.port, note?.port]);
  const next = { password: note?.password ?? randomBytes(18).toString('base64url'), port };
  writeNote(place.noteFile, next);
  const binaries = postgresBinaries(user, say);
  if (!note) await createCluster({ ...place, ...next, user, binaries, fast: options.fast ?? false });
  const start = { command: binaries.postgres, args: argumentsFor(options, place, port), logFile: place.logFile, user };
  return patiently(() => {
    const server = launch({ ...start, env: plainEnvironment }, identity(place));
    return ready(server, place, next).catch((error: unknown) => server.stop().then(() => Promise.reject(error)));
  });
}

function noteOf(place: Place): Note | undefined {
  if (!hasCluster(place)) return undefined;
  const note = readNote(place.noteFile, noteSchema);
  if (note) return note;
  const loss = `${place.noteFile}, which holds the password of the database in ${place.dir}, is missing or damaged`;
  throw new Error(`${loss}: put it back, or move both away to begin with an empty database`);
}

function argumentsFor({ fast }: Options, { dir }: Place, port: number): string[] {
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  return ['-D', dir, ...[...settings, ...(fast ? forgetful : [])].flatMap((setting) => ['-c', setting])];
}

/** Sessions of a killed server end by themselves or were ended, but not at once; until then a new one refuses to start. */
async function patiently<T>(start: () => Promise<T>, attemptsLeft = 20): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const sessionsLinger = error instanceof Error && error.message.includes('shared memory block');
    if (!sessionsLinger || attemptsLeft === 0) throw error;
    await sleep(500);
    return patiently(start, attemptsLeft - 1);
  }
}

const identity = ({ dir }: Place) => ({ words: ['postgres', `-D ${dir} `], signal: fastShutdown }) as const;
const urlOf = ({ port, password }: Note, database: string) =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;

/** The server writes its process id into its data folder: alive it is taken over, unless it doesn't answer. */
async function leftBehind(place: Place, note: Note, options: Options): Promise<Postgres | undefined> {
  const pidFile = join(place.dir, 'postmaster.pid');
  const [pid = Number.NaN, , , port = note.port] = numbersIn(pidFile);
  if (!Number.isInteger(pid)) return undefined;
  const { say = () => {}, adoptWithinMs = readyWithinMs } = options;
  const { words, signal } = identity(place);
  if (!isRunning(pid, words)) {
    if (isTaken(pid)) disownPid(pidFile);
    endThoseWorkingIn(place.dir);
    return undefined;
  }
  try {
    const postgres = await ready(adopt(pid, { words, signal }), place, { ...note, port }, adoptWithinMs);
    say(`PostgreSQL of an earlier run (process ${pid}, port ${port}) is taken over`);
    return postgres;
  } catch {
    say(`PostgreSQL of an earlier run (process ${pid}) does not answer and is ended`);
    await endProcess(pid, words, { signal, withinMs: 5_000 });
    endThoseWorkingIn(place.dir);
    return undefined;
  }
}

/**
 * The number belongs to another program by now, or to a dead server that nobody buried yet: PostgreSQL would take either
 * for a server on the same data and refuse to start. The rest of the file must stay: by it the server sees whether sessions of the dead one still write.
 */
const disownPid = (pidFile: string): void =>
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(noSuchPid)));

function numbersIn(file: string): readonly number[] {
  try {
    return readFileSync(file, 'utf8').split('\n').map(Number);
  } catch {
    return [];
  }
}

async function ready(server: ServerProcess, place: Place, note: Note, adoptWithinMs?: number): Promise<Postgres> {
  const answers = () => ensureDatabase(note);
  await untilReady(server, {
    name: 'PostgreSQL',
    logFile: place.logFile,
    withinMs: adoptWithinMs ?? readyWithinMs,
    answers,
  });
  return { ...server, adopted: adoptWithinMs !== undefined, port: note.port, url: urlOf(note, role) };
}

async function ensureDatabase(note: Note): Promise<void> {
  const client = new Client({ connectionString: urlOf(note, 'postgres'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => {}); // A server that dies while we look is seen by its exit.
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [role]);
    if (rowCount === 0) await client.query(`create database ${role}`);
  } finally {
    await client.end().catch(() => {});
  }
}
