import type { Company, Config } from '../../config.ts';
import type { ErpAccount, ErpPort } from '../../erp/port.ts';
import { ProfileError } from '../../mapping/profile/problem.ts';
import type { Profile } from '../../mapping/profile/profile.ts';
import { roleNames, roles, type Role } from '../../mapping/profile/roles.ts';
import { openDatabase } from '../../store/db.ts';
import { createProfiles, digestOf, type StoredProfile } from '../../store/profiles.ts';
import { draftOf, profileIn } from '../../worker/mapping.ts';
import { Wrong, type Check } from './check.ts';

/** The profile on disk, and what was promoted of it. */
export const profileCheck = (key: string, company: Company, config: Config): Check => ({
  name: `${key}: profile`,
  mend: `\`quittance mapping check --company ${key}\` says it line by line`,
  async run() {
    const files = draftOf(company);
    const active = await promotedOf(key, config);
    if (!files) {
      if (active) return `${active.name}@${active.version} runs; ${company.profile} is not here`;
      throw new Wrong(`there is no ${company.profile}`, `\`quittance mapping init --company ${key}\` writes one`);
    }
    const { name, version } = profileIn(files, company);
    if (!active) return `${name}@${version}; the first worker that starts promotes it`;
    return digestOf(files) === active.digest
      ? `${name}@${version} runs`
      : `${active.name}@${active.version} runs; a draft of ${name}@${version} waits for quittance mapping promote --company ${key}`;
  },
});

/** A database that is away, or was not migrated, is a finding of its own. */
async function promotedOf(company: string, { database }: Config): Promise<StoredProfile | undefined> {
  if (!database.url) return undefined;
  const db = openDatabase({ url: database.url.read(), poolSize: 1 });
  try {
    return await createProfiles(db)
      .active(company)
      .catch(() => undefined);
  } finally {
    await db.close();
  }
}

type Wanted = { readonly number: string; readonly roles: readonly Role[] };
type Mending = (number: string, found: ErpAccount | undefined) => string;

/** Each account that the profile on disk names: it exists, is open, and takes what its roles post. */
export function accountChecks(key: string, company: Company, erp: () => ErpPort, mendOf: Mending): readonly Check[] {
  return accountsOf(draftProfile(company)).map(({ number, roles: those }) => {
    const mend = (found?: ErpAccount) => `${mendOf(number, found)}, or change ${placesOf(those, company)}`;
    return {
      name: `${key}: account ${number}`,
      mend: mend(),
      run: () => checkAccount(erp(), number, those, mend),
    };
  });
}

/** What is wrong with it is said by its own check. */
function draftProfile(company: Company): Profile | undefined {
  try {
    const files = draftOf(company);
    return files && profileIn(files, company);
  } catch (error) {
    if (error instanceof ProfileError) return undefined;
    throw error;
  }
}

function accountsOf(profile: Profile | undefined): readonly Wanted[] {
  if (!profile) return [];
  const named = roleNames.flatMap((role) => {
    const { cases, otherwise } = profile.accounts[role];
    const last = otherwise === 'ask' ? [] : [otherwise.account];
    return [...cases.map(({ account }) => account), ...last].map((number) => ({ number, role }));
  });
  return [...new Set(named.map(({ number }) => number))].map((number) => ({
    number,
    roles: [...new Set(named.filter((one) => one.number === number).map(({ role }) => role))],
  }));
}

const placesOf = (those: readonly Role[], { profile }: Company): string =>
  `${those.join(' and ')} in ${profile}/accounts.yaml`;

async function checkAccount(
  erp: ErpPort,
  number: string,
  those: readonly Role[],
  mendOf: (found: ErpAccount) => string,
): Promise<string> {
  const account = (await erp.accounts({ number })).find((one) => one.number === number);
  if (!account) throw new Wrong(`account ${number} does not exist`);
  const { blocked, kind } = account;
  if (blocked) throw new Wrong(`account ${number} is blocked`, mendOf(account));
  const unfit = those.find((role) => !(roles[role].kind as readonly string[]).includes(kind));
  if (unfit)
    throw new Wrong(
      `account ${number} is a ${kind} account, but ${unfit} (${roles[unfit].about}) takes ${roles[unfit].kind.join(' or ')}`,
      mendOf(account),
    );
  return those.join(', ');
}
