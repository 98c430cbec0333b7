import type { Logger } from 'pino';
import type { Mapper } from '../mapping/mapper.ts';
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
export type ProfileRoom = Awaited<ReturnType<typeof openProfileRoom>>;
/** So many versions stay compiled, over all companies. */
const atMost = 50;

/**
 * The profiles that map here. Each company runs the newest version that was promoted; where none was yet, what stands on
 * disk is checked and promoted. A sale goes on with its own version.
 * @throws Error that lists what is wrong with each profile that can't run
 */
export async function openProfileRoom({ companies, profiles, draftOf, mapperOf, prove, log }: Deps) {
  const running = new Map<string, Mapper>();
  const compiled = new Map<string, Mapper>();
  const failed = new Set<string>();
  const nameOf = (company: string, version: number): string => `${company}@${version}`;

  const troubles: string[] = [];
  for (const company of companies)
    await begin(company).catch((error: unknown) => {
      if (!(error instanceof Error) || 'code' in error) throw error; // The database's trouble is not the profile's.
      troubles.push(error.message);
    });
  if (troubles.length > 0) throw new Error(troubles.join('\n'));

  return {
    /** By the version that this root was begun with, or that a person chose; by the newest where it is new. */
    async mapperFor(company: string, root: string): Promise<Mapper> {
      const newest = runningOf(company);
      const version = await profiles.pinned({ company, root });
      return version === undefined || version === newest.profile.version ? newest : ofVersion(company, version);
    },

    /** Takes up what was promoted meanwhile; what can't run here leaves the running one alone. */
    async refresh(): Promise<void> {
      const newest = await profiles.newest();
      for (const company of companies) {
        const version = newest.get(company) ?? 0;
        if (version > runningOf(company).profile.version) await takeUp(company, version);
      }
    },
  };

  async function begin(company: string): Promise<void> {
    const active = await profiles.active(company);
    const draft = draftOf(company);
    if (!active) return run(company, await promoteFirst(company, draft));
    run(company, active);
    if (draft && digestOf(draft) !== active.digest)
      log.info(
        { company, running: active.version },
        `the profile on disk is a draft: quittance mapping promote --company ${company}`,
      );
  }

  async function promoteFirst(company: string, draft: ProfileFiles | undefined): Promise<StoredProfile> {
    if (!draft)
      throw new Error(
        `There is no profile of company ${company}: \`quittance mapping init --company ${company}\` writes one`,
      );
    const { name, version } = await prove(company, draft);
    const first = {
      company,
      name,
      version,
      files: draft,
      by: 'quittance',
      reason: 'The first profile of this company',
    };
    await profiles.promote(first).catch((error: unknown) => {
      if (!(error instanceof PromotionRefused)) throw error; // Another worker was faster, with files of its own.
    });
    const active = await profiles.active(company);
    if (!active) throw new Error(`The profile of company ${company} was promoted, and is not there`);
    return active;
  }

  function run(company: string, { version, files }: StoredProfile): void {
    const mapper = mapperOf(company, files);
    keep(nameOf(company, version), mapper);
    running.set(company, mapper);
    log.info({ company, profile: mapper.profile.name, version }, 'a profile runs');
  }

  async function takeUp(company: string, version: number): Promise<void> {
    const stored = await profiles.version(company, version);
    if (!stored || failed.has(nameOf(company, version))) return;
    try {
      run(company, stored);
    } catch (error) {
      failed.add(nameOf(company, version));
      const err = error instanceof Error ? error.message : String(error);
      log.error({ company, version, err }, 'a promoted profile can not run here; the one before goes on');
    }
  }

  async function ofVersion(company: string, version: number): Promise<Mapper> {
    const known = compiled.get(nameOf(company, version));
    if (known) return known;
    const stored = await profiles.version(company, version);
    if (!stored) throw new Error(`Version ${version} of the profile of ${company} is not there`);
    return keep(nameOf(company, version), mapperOf(company, stored.files));
  }

  function keep(name: string, mapper: Mapper): Mapper {
    compiled.delete(name);
    compiled.set(name, mapper);
    const [oldest] = compiled.keys();
    if (compiled.size > atMost && oldest !== undefined) compiled.delete(oldest);
    return mapper;
  }

  function runningOf(company: string): Mapper {
    const mapper = running.get(company);
    if (!mapper) throw new Error(`No profile runs for ${company}`);
    return mapper;
  }
}
