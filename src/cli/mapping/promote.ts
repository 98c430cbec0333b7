import type { Company, Config } from '../../config.ts';
import { createEvaluator } from '../../mapping/expressions/create-evaluator.ts';
import { checkAccounts } from '../../mapping/profile/check-accounts.ts';
import { ProfileError } from '../../mapping/profile/problem.ts';
import { profileLabel, type Profile, type ProfileFiles } from '../../mapping/profile/profile.ts';
import { createTelemetry } from '../../runtime/telemetry.ts';
import { digestOf, PromotionRefused, type StoredProfile } from '../../store/profiles.ts';
import { draftOf, proven } from '../../worker/mapping.ts';
import { openStore } from '../../worker/store.ts';
import { companyOf } from '../company.ts';
import { chartOf } from '../erp-at-hand.ts';
import { Complaint, type Terminal } from '../terminal.ts';

type Options = { readonly company: string; readonly by?: string; readonly reason?: string };

/** What stands on disk goes live once it was checked, against the ERP too; workers take it up within ten seconds. */
export async function promote(
  config: Config,
  { company: key, by, reason }: Options,
  { env, out }: Terminal,
): Promise<void> {
  const person = by ?? env['USER'] ?? env['LOGNAME'];
  if (!person) throw new Complaint('Who promotes it? Add --by <name>');
  const company = companyOf(config, key);
  const { files, profile } = await checked(key, company);
  const store = await openStore(config, createTelemetry());
  try {
    const active = await store.profiles.active(key);
    if (active?.version === profile.version && active.digest === digestOf(files))
      return out(`${profileLabel(profile)} runs already; nothing has changed since.`);
    out(changesOf(active, files, profile));
    const { name, version } = profile;
    const why = reason ?? profile.changelog.find((change) => change.version === version)?.what ?? 'promoted';
    await store.profiles.promote({ company: key, name, version, files, by: person, reason: why });
    out(
      `${profileLabel(profile)} is live: workers take it up within 10 seconds. Sales that were begun keep their version.`,
    );
  } catch (error) {
    throw error instanceof PromotionRefused ? new Complaint(error.message) : error;
  } finally {
    await store.close();
  }
}

async function checked(
  key: string,
  company: Company,
): Promise<{ readonly files: ProfileFiles; readonly profile: Profile }> {
  const files = draftOf(company);
  if (!files)
    throw new Complaint(`There is no ${company.profile}; \`quittance mapping init --company ${key}\` writes one`);
  const evaluator = createEvaluator({ threads: 1 });
  try {
    const profile = await proven(key, company, files, evaluator);
    const problems = checkAccounts(profile, await chartOf(company));
    if (problems.length > 0) throw new ProfileError(problems);
    return { files, profile };
  } catch (error) {
    throw error instanceof ProfileError ? new Complaint(`${error.message}\nNothing was promoted.`) : error;
  } finally {
    await evaluator.stop();
  }
}

/** By file: what is new, what is another, what is gone. */
function changesOf(active: StoredProfile | undefined, files: ProfileFiles, profile: Profile): string {
  if (!active) return `${profileLabel(profile)} is the first of this company.`;
  const before = active.files;
  const names = [...new Set([...Object.keys(before), ...Object.keys(files)])].toSorted();
  const lines = names
    .filter((name) => before[name] !== files[name])
    .map(
      (name) =>
        `  ${before[name] === undefined ? 'new    ' : files[name] === undefined ? 'gone   ' : 'changed'} ${name}`,
    );
  return [`${active.name}@${active.version} -> ${profileLabel(profile)}`, ...lines].join('\n');
}
