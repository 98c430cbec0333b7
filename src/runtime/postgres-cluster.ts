import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { reachablePlace, reaches, type Binaries, type PostgresUser } from './postgres-binaries.ts';

/** The role that owns everything, and the name of its database. */
export const role = 'quittance';
/** Nothing of ours reaches the server: not a locale, not a PGDATA, not a secret. */
export const plainEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;

export type Place = { readonly dir: string; readonly noteFile: string; readonly logFile: string };

const execute = promisify(execFile);

/** Data in a folder that PostgreSQL's user can't enter are kept elsewhere, and a link leads there. */
export function placeOf(wanted: string, user: PostgresUser | undefined, say: (line: string) => void): Place {
  const dir = resolve(wanted);
  mkdirSync(dirname(dir), { recursive: true });
  const beside = { noteFile: `${dir}.json`, logFile: `${dir}.log` };
  const isLink = lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (isLink && existsSync(dir)) return { dir: realpathSync(dir), ...beside };
  if (!user || reaches(user, dirname(dir))) return { dir, ...beside };

  const elsewhere = join(reachablePlace(user), `data-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`);
  mkdirSync(elsewhere, { recursive: true });
  if (isLink) rmSync(dir); // It led nowhere.
  symlinkSync(elsewhere, dir);
  say(`PostgreSQL runs as ${user.name}, who cannot reach ${dir}: its data are in ${elsewhere}, and ${dir} links there`);
  return { dir: elsewhere, ...beside };
}

export const hasCluster = ({ dir }: Place): boolean => existsSync(join(dir, 'PG_VERSION'));

type Cluster = Pick<Place, 'dir'> & {
  readonly password: string;
  readonly user: PostgresUser | undefined;
  readonly binaries: Binaries;
  readonly fast: boolean;
};

/** Made under another name and moved when complete: a kill while it is made leaves no half cluster behind. */
export async function createCluster({ dir, password, user, binaries, fast }: Cluster): Promise<void> {
  const [part, passwordFile] = [`${dir}.new`, `${dir}.pw`];
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) for (const path of [part, passwordFile]) chownSync(path, user.uid, user.gid);
  const access = ['--auth=scram-sha-256', `--username=${role}`, `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${part}`, ...access, '--encoding=UTF8', '--locale=C', ...(fast ? ['--no-sync'] : [])];
  try {
    await execute(binaries.initdb, args, { uid: user?.uid, gid: user?.gid, cwd: '/', env: plainEnvironment });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(dir, { recursive: true, force: true });
  renameSync(part, dir);
}
