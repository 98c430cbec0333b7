import type { Company, Config } from '../../config.ts';
import type { ErpAccount, ErpPort } from '../../erp/port.ts';
import { ProfileError } from '../../mapping/profile/problem.ts';
import { profileLabel, type Profile } from '../../mapping/profile/profile.ts';
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
/** @param role that it is wanted for, which says of what kind it must be */
type Mending = (number: string, role: Role, found: ErpAccount | undefined) => string;
type Fault = { readonly what: string; readonly mend: string };

/** Each account that the profile on disk names: it exists, is open, and takes what its roles post. */
export const accountsCheck = (key: string, company: Company, erp: () => ErpPort, mendOf: Mending): Check => ({
  name: `${key}: accounts`,
  mend: `Look at ${company.profile}/accounts.yaml`,
  async run() {
    const profile = draftProfile(company);
    if (!profile) return `not checked: ${company.profile} names none yet`;
    const wanted = accountsOf(profile);
    const faults: Fault[] = [];
    const port = erp(); // One login for all of them.
    for (const one of wanted) faults.push(...(await faultsOf(port, one, company, mendOf)));
    if (faults.length === 0) return `${wanted.length} accounts of ${profileLabel(profile)}`;
    throw new Wrong(faults.map(({ what }) => what).join('; '), faults.map(({ mend }) => mend).join('\n'));
  },
});

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

function accountsOf({ accounts }: Profile): readonly Wanted[] {
  const named = roleNames.flatMap((role) => {
    const { cases, otherwise } = accounts[role];
    const last = otherwise === 'ask' ? [] : [otherwise.account];
    return [...cases.map(({ account }) => account), ...last].map((number) => ({ number, role }));
  });
  return [...new Set(named.map(({ number }) => number))].map((number) => ({
    number,
    roles: [...new Set(named.filter((one) => one.number === number).map(({ role }) => role))],
  }));
}

async function faultsOf(
  erp: ErpPort,
  { number, roles: those }: Wanted,
  { profile }: Company,
  mendOf: Mending,
): Promise<readonly Fault[]> {
  const account = (await erp.accounts({ number })).find((one) => one.number === number);
  const role = those.find((one) => account && !takes(one).includes(account.kind)) ?? those[0];
  if (role === undefined) return [];
  const what = faultOf(number, role, account);
  const place = `${those.map((one) => `accounts.${one}`).join(' and ')} in ${profile}/accounts.yaml`;
  return what ? [{ what, mend: `${mendOf(number, role, account)}, or change ${place}` }] : [];
}

function faultOf(number: string, role: Role, account: ErpAccount | undefined): string | undefined {
  if (!account) return `account ${number} does not exist`;
  if (account.blocked) return `account ${number} is blocked`;
  return takes(role).includes(account.kind)
    ? undefined
    : `account ${number} is a ${account.kind} account, but ${role} (${roles[role].about}) takes ${takes(role).join(' or ')}`;
}

const takes = (role: Role): readonly string[] => roles[role].kind;
