import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { append } from './audit.ts';
import type { Database, Tx } from './db.ts';
import type { Decision, Root } from './ledger.ts';

/** Texts of a profile's files by their path: enough to load it again, for ever. */
type Files = Readonly<Record<string, string>>;
type Promotion = Decision & {
  readonly company: string;
  readonly name: string;
  readonly version: number;
  readonly files: Files;
  /** Only where nothing went live before. */
  readonly first?: true;
};
export type Promoted = {
  readonly company: string;
  readonly name: string;
  readonly version: number;
  readonly digest: string;
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
};
export type StoredProfile = Promoted & { readonly files: Files };
export type Profiles = ReturnType<typeof createProfiles>;

/** A version that can't go live; the message says what to do instead. */
export class PromotionRefused extends Error {
  override readonly name = 'PromotionRefused';
}

/** The same files have the same digest, in whatever order they were read. */
export function digestOf(files: Files): string {
  const hash = createHash('sha256');
  for (const [name, text] of Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name.length}:${text.length}:${name}${text}`);
  return hash.digest('hex');
}

/** What went live for each company, version by version; nothing of it is ever changed. */
export const createProfiles = (db: Database) => ({
  /**
   * Doing it again changes nothing.
   * @throws PromotionRefused when the version has other contents already, or is lower than the newest
   */
  promote: (promotion: Promotion): Promise<Promoted> =>
    db.transaction().execute(async (tx) => {
      const { company, name, version, files, by, reason } = promotion;
      await sql`select pg_advisory_xact_lock(hashtextextended(${`profiles/${company}`}, 0))`.execute(tx);
      const digest = digestOf(files);
      const newest = await newestOf(tx, company);
      if (newest?.version === version && newest.digest === digest) return promotedOf(newest);
      if (newest) refuseUnlessHigher(newest, promotion);
      const row = { company, name, version, digest, files: JSON.stringify(files), promoted_by: by, reason };
      const added = await tx.insertInto('profiles').values(row).returning(told).executeTakeFirstOrThrow();
      await append(tx, { company, what: 'profile-promoted', by, facts: { name, version, digest, reason } });
      return promotedOf(added);
    }),

  /** What maps whatever begins now. */
  active: async (company: string): Promise<StoredProfile | undefined> => {
    const row = await newestOf(db, company);
    return row && stored(row);
  },

  version: async (company: string, version: number): Promise<StoredProfile | undefined> => {
    const row = await ofCompany(db, company).selectAll().where('version', '=', version).executeTakeFirst();
    return row && stored(row);
  },

  /** Newest first. */
  history: async (company: string): Promise<readonly Promoted[]> =>
    (await ofCompany(db, company).select(told).orderBy('version', 'desc').execute()).map(promotedOf),

  /** Number of the newest version of each company, for those who look often. */
  newest: async (): Promise<ReadonlyMap<string, number>> => {
    const { rows } = await sql<{ company: string; version: number }>`
      select company, max(version) as version from profiles group by company`.execute(db);
    return new Map(rows.map(({ company, version }) => [company, version]));
  },

  /** The version that a sale goes on with: a person's choice, else that of its first effect that was sent. */
  pinned: async ({ company, root }: Root): Promise<number | undefined> => {
    const { rows } = await sql<{ version: number | null }>`
      select coalesce(
        (select version from profile_choices where company = ${company} and root = ${root}),
        (select profiles.version from effects join profiles
           on profiles.company = effects.company and effects.profile = profiles.name || '@' || profiles.version
         where effects.company = ${company} and effects.root = ${root} and effects.sent_at is not null
         order by effects.ordinal limit 1)) as version`.execute(db);
    return rows[0]?.version ?? undefined;
  },

  /** From now on this sale is mapped by what is the newest now. */
  chooseNewest: ({ company, root }: Root, { by, reason }: Decision): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ version: number }>`
        insert into profile_choices (company, root, version, by, reason)
        select company, ${root}, max(version), ${by}, ${reason} from profiles where company = ${company} group by company
        on conflict (company, root) do update set
          version = excluded.version, by = excluded.by, reason = excluded.reason, chosen_at = clock_timestamp()
        returning version`.execute(tx);
      const [chosen] = rows;
      if (chosen) await append(tx, { company, root, what: 'profile-chosen', by, facts: { ...chosen, reason } });
    }),
});

const told = ['company', 'name', 'version', 'digest', 'promoted_at', 'promoted_by', 'reason'] as const;
const ofCompany = (db: Tx, company: string) => db.selectFrom('profiles').where('company', '=', company);
const newestOf = (db: Tx, company: string) =>
  ofCompany(db, company).selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst();

function refuseUnlessHigher(newest: { readonly version: number }, { company, version, first }: Promotion): void {
  if (first) throw new PromotionRefused(`Version ${newest.version} of ${company} went live before`);
  if (version > newest.version) return;
  const what =
    version === newest.version
      ? `Version ${version} of ${company} went live with other contents`
      : `Version ${version} of ${company} is lower than ${newest.version}, which went live`;
  throw new PromotionRefused(`${what}: raise version in profile.yaml to ${newest.version + 1}`);
}

type Row = Pick<Promoted, 'company' | 'name' | 'version' | 'digest' | 'reason'> & {
  readonly promoted_at: Date;
  readonly promoted_by: string;
};
const promotedOf = ({ company, name, version, digest, promoted_at: at, promoted_by: by, reason }: Row): Promoted => ({
  company,
  name,
  version,
  digest,
  at,
  by,
  reason,
});
const stored = (row: Row & { readonly files: Files }): StoredProfile => ({ ...promotedOf(row), files: row.files });
