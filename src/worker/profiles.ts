import type { Logger } from 'pino';
import { MappingFault } from '../mapping/fault.ts';
import type { Mapper } from '../mapping/mapper.ts';
import { ProfileError } from '../mapping/profile/problem.ts';
import type { Profile, ProfileFiles } from '../mapping/profile/profile.ts';
import { digestOf, PromotionRefused, type Profiles, type StoredProfile } from '../store/profiles.ts';

type Deps = {
  readonly companies: readonly string[];
  readonly profiles: Pick<Profiles, 'active' | 'version' | 'newest' | 'pinned' | 'promote'>;
  /** What stands on disk; nothing where there is no such folder. */
  readonly draftOf: (company: string) => ProfileFiles | undefined;
  /** @throws Error that lists what is wrong with the profile, each with its place */
  readonly mapperOf: (company: string, files: ProfileFiles) => Mapper;
  /** The same and more, before it goes live. */
  readonly prove: (company: string, files: ProfileFiles) => Promise<Pick<Profile, 'name' | 'version'>>;
  readonly log: Pick<Logger, 'info' | 'error'>;
};
type ProfileRoom = {
  /** By the version that this root was begun with, or that a person chose; by the newest where it is new. */
  readonly mapperFor: (company: string, root: string) => Promise<Mapper>;
  /** Takes up what was promoted meanwhile; what can't run here leaves the running one alone. */
  readonly refresh: () => Promise<void>;
};
/** So many versions stay compiled, over all companies. */
const atMost = 50;

/**
 * The profiles that map here. Each company runs the newest version that was promoted; where none was yet, what stands on
 * disk is checked and promoted. A sale goes on with its own version.
 * @throws Error that lists what is wrong with each profile that can't run
 */
export async function openProfileRoom(deps: Deps): Promise<ProfileRoom> {
  const { companies, profiles } = deps;
  const running = createRunning(deps);
  const compiled = createCompiled(deps);
  const troubles: string[] = [];
  for (const company of companies)
    await begin(deps, company).then(
      (mapper) => running.run(company, mapper),
      (error: unknown) => troubles.push(troubleOf(error)),
    );
  if (troubles.length > 0) throw new Error(troubles.join('\n'));

  return {
    async mapperFor(company, root) {
      const newest = running.of(company);
      const version = await profiles.pinned({ company, root });
      return version === undefined || version === newest.profile.version ? newest : compiled(company, version);
    },
    async refresh() {
      const newest = await profiles.newest();
      for (const company of companies) {
        const version = newest.get(company) ?? 0;
        if (version > running.of(company).profile.version) await running.takeUp(company, version);
      }
    },
  };
}

/** The database's trouble is not the profile's: the worker is to try again. */
function troubleOf(error: unknown): string {
  if (error instanceof MappingFault || (error instanceof Error && !('code' in error))) return error.message;
  throw error;
}

/** What runs of a company when a worker starts, at work. */
async function begin({ profiles, draftOf, mapperOf, prove, log }: Deps, company: string): Promise<Mapper> {
  const active = await profiles.active(company);
  if (!active) {
    const { files } = await promoteFirst({ profiles, draftOf, prove, log }, company);
    return mapperOf(company, files);
  }
  const mapper = ableToRun(active, mapperOf);
  if (waits(draftOf, company, active.digest))
    log.info(
      { company, running: active.version },
      `the profile on disk is a draft: quittance mapping promote --company ${company}`,
    );
  return mapper;
}

/** A draft that can't even be read is one all the same: what runs does not need it. */
function waits(draftOf: Deps['draftOf'], company: string, digest: string): boolean {
  try {
    const draft = draftOf(company);
    return draft !== undefined && digestOf(draft) !== digest;
  } catch {
    return true;
  }
}

async function promoteFirst(
  { profiles, draftOf, prove, log }: Pick<Deps, 'profiles' | 'draftOf' | 'prove' | 'log'>,
  company: string,
): Promise<StoredProfile> {
  const files = draftOf(company);
  if (!files)
    throw new Error(
      `There is no profile of company ${company}: \`quittance mapping init --company ${company}\` writes one`,
    );
  const { name, version } = await prove(company, files);
  const reason = 'The first profile of this company';
  await profiles.promote({ company, name, version, files, by: 'quittance', reason, first: true }).then(
    () =>
      log.info(
        { company, version },
        'the first profile is live, its accounts not yet looked up in the ERP: quittance doctor does',
      ),
    (error: unknown) => {
      if (!(error instanceof PromotionRefused)) throw error; // Another worker was faster, with files of its own.
    },
  );
  const active = await profiles.active(company);
  if (active) return active;
  throw new Error(`The profile of company ${company} was promoted, and is not there`);
}

/** The one of each company that maps what is new. */
function createRunning({ profiles, mapperOf, log }: Deps) {
  const running = new Map<string, Mapper>();
  const failed = new Set<string>();

  function run(company: string, mapper: Mapper): void {
    running.set(company, mapper);
    const { name, version } = mapper.profile;
    log.info({ company, profile: name, version }, 'a profile runs');
  }

  return {
    run,
    of(company: string): Mapper {
      const mapper = running.get(company);
      if (!mapper) throw new Error(`No profile runs for ${company}`);
      return mapper;
    },
    async takeUp(company: string, version: number): Promise<void> {
      const stored = await profiles.version(company, version);
      if (!stored || failed.has(`${company}@${version}`)) return;
      try {
        run(company, mapperOf(company, stored.files));
      } catch (error) {
        failed.add(`${company}@${version}`);
        const err = error instanceof Error ? error.message : String(error);
        log.error({ company, version, err }, 'a promoted profile can not run here; the one before goes on');
      }
    },
  };
}

/** Earlier versions, for the sales that were begun with them; the longest unused are forgotten. */
function createCompiled({ profiles, mapperOf }: Deps) {
  const compiled = new Map<string, Mapper>();
  return async function compiledOf(company: string, version: number): Promise<Mapper> {
    const name = `${company}@${version}`;
    const mapper = compiled.get(name) ?? ableToRun(await storedOf(company, version), mapperOf);
    compiled.delete(name);
    compiled.set(name, mapper);
    const [oldest] = compiled.keys();
    if (compiled.size > atMost && oldest !== undefined) compiled.delete(oldest);
    return mapper;
  };

  async function storedOf(company: string, version: number): Promise<StoredProfile> {
    const stored = await profiles.version(company, version);
    if (stored) return stored;
    throw new Error(`Version ${version} of the profile of ${company} is not there`);
  }
}

/**
 * What went live once may be wrong for a newer product, or for a quittance.yaml that was changed since.
 * @throws MappingFault that says how to go on
 */
function ableToRun({ company, name, version, files }: StoredProfile, mapperOf: Deps['mapperOf']): Mapper {
  try {
    return mapperOf(company, files);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new MappingFault(
      'profile',
      `${name}@${version}, which went live for ${company}, can't run here any more: promote a version that can ` +
        `(quittance mapping promote --company ${company}); a sale that was begun with it goes on with ` +
        `quittance cases retry --profile newest.\n${error.message}`,
    );
  }
}
