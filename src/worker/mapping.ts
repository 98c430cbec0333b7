import { existsSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { Company } from '../config.ts';
import { targetOf } from '../erp/targets.ts';
import { createMapper } from '../mapping/create-mapper.ts';
import type { Evaluator } from '../mapping/expressions/evaluator.ts';
import type { Mapper } from '../mapping/mapper.ts';
import { checkProfile } from '../mapping/profile/check.ts';
import { readProfileFiles } from '../mapping/profile/files.ts';
import { loadProfile } from '../mapping/profile/load.ts';
import { ProfileError } from '../mapping/profile/problem.ts';
import type { Profile, ProfileFiles } from '../mapping/profile/profile.ts';
import { misfitsOf } from './profile-fit.ts';

/** What stands on disk of a company's profile, with its base; nothing where there is no such folder. */
export const draftOf = ({ profile }: Company): ProfileFiles | undefined =>
  existsSync(profile) ? readProfileFiles(profile) : undefined;

/** What messages call a folder: as short as it can be written from where we stand. */
export function shownFolder(dir: string): string {
  const near = relative('', dir);
  return near === '' || near.startsWith('..') || isAbsolute(near) ? dir : near;
}

/** @throws ProfileError with everything that is wrong with it, or that does not fit the rest of quittance.yaml */
export function profileIn(files: ProfileFiles, company: Company): Profile {
  const profile = loadProfile(files, { dir: shownFolder(company.profile), target: targetOf(company.erp) });
  const misfits = misfitsOf(profile, company);
  if (misfits.length > 0) throw new ProfileError(misfits);
  return profile;
}

/** A profile at work for a company. @throws ProfileError */
export const mapperIn = (key: string, company: Company, files: ProfileFiles, evaluator: Evaluator): Mapper =>
  createMapper({ ...around(key, company, evaluator), profile: profileIn(files, company) });

/** The same once more, with sample documents mapped: before it goes live. @throws ProfileError */
export async function proven(
  key: string,
  company: Company,
  files: ProfileFiles,
  evaluator: Evaluator,
): Promise<Profile> {
  const profile = profileIn(files, company);
  const problems = await checkProfile(profile, around(key, company, evaluator));
  if (problems.length > 0) throw new ProfileError(problems);
  return profile;
}

/** What a company is to its profile. */
const around = (key: string, { timeZone, ledgerCurrency, erp }: Company, evaluator: Evaluator) => ({
  company: key,
  evaluator,
  timeZone,
  ledgerCurrency,
  target: targetOf(erp),
});
