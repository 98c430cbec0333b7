import { readProfileFiles } from '../../../src/mapping/profile/files.ts';
import { loadProfile } from '../../../src/mapping/profile/load.ts';
import { ProfileError } from '../../../src/mapping/profile/problem.ts';
import type { Profile, ProfileFiles } from '../../../src/mapping/profile/profile.ts';
import { roleNames } from '../../../src/mapping/profile/roles.ts';
import { shippedMappings } from '../../../src/mapping/profile/files.ts';

export type BaseName = 'p21-default' | 'sap-ecc-default';

const based = (base: BaseName): ProfileFiles =>
  Object.fromEntries(
    Object.entries(readProfileFiles(`${shippedMappings()}/${base}`)).map(([file, text]) => [`base/${file}`, text]),
  );

/** Role by role from 1000 on. */
export const accountsText = `accounts:\n${roleNames.map((role, at) => `  ${role}: { account: '${1000 + at}' }\n`).join('')}`;

/** The least that a company writes, with whatever a test wants otherwise. */
export const filesWith = (own: ProfileFiles = {}, base: BaseName = 'p21-default'): ProfileFiles => ({
  'profile.yaml': `name: acme\nversion: 1\nextends: ${base}\nchangelog:\n  - { version: 1, date: 2026-11-21, what: 'How we begin' }\n`,
  'accounts.yaml': accountsText,
  ...based(base),
  ...own,
});

export const profileWith = (own: ProfileFiles = {}, base: BaseName = 'p21-default'): Profile =>
  loadProfile(filesWith(own, base), { dir: 'mappings/acme' });

/** What is said of a profile that is wrong. */
export function complaintOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}
