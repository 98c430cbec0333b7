import { existsSync } from 'node:fs';
import type { Company, Config } from '../../config.ts';
import { targetOf } from '../../erp/targets.ts';
import { createEvaluator } from '../../mapping/expressions/create-evaluator.ts';
import { checkProfile } from '../../mapping/profile/check.ts';
import { checkAccounts } from '../../mapping/profile/check-accounts.ts';
import { readProfileFiles } from '../../mapping/profile/files.ts';
import { loadProfile } from '../../mapping/profile/load.ts';
import { ProfileError, type ProfileProblem } from '../../mapping/profile/problem.ts';
import { profileLabel, type Profile } from '../../mapping/profile/profile.ts';
import { profileIn, shownFolder } from '../../worker/mapping.ts';
import { companyOf } from '../company.ts';
import { chartOf } from '../erp-at-hand.ts';
import { Complaint, misused, type Terminal } from '../terminal.ts';

type Options = { readonly company?: string; readonly profile?: string; readonly erp?: boolean };
type Subject = { readonly dir: string; readonly key?: string; readonly company?: Company };

/** Says everything that is wrong with one profile or with all; gives the exit status. */
export async function check(config: () => Config, options: Options, { out, err }: Terminal): Promise<number> {
  const verdicts = [];
  for (const subject of subjectsOf(config, options)) verdicts.push(await verdictOf(subject, Boolean(options.erp)));
  for (const verdict of verdicts) ('right' in verdict ? out : err)('right' in verdict ? verdict.right : verdict.wrong);
  return verdicts.some((verdict) => 'wrong' in verdict) ? misused : 0;
}

/** A folder alone needs no configuration. */
function subjectsOf(config: () => Config, { company: only, profile, erp }: Options): readonly Subject[] {
  if (profile !== undefined && only === undefined) {
    if (erp) throw new Complaint('Whose ERP? Add --company <key>');
    return [{ dir: profile }];
  }
  const known = config();
  return (only === undefined ? Object.keys(known.companies) : [only]).map((key) => {
    const company = companyOf(known, key);
    const dir = profile ?? company.profile;
    return { dir, key, company: { ...company, profile: dir } };
  });
}

type Verdict = { readonly right: string } | { readonly wrong: string };

async function verdictOf(subject: Subject, erp: boolean): Promise<Verdict> {
  const { dir, key, company } = subject;
  const shown = shownFolder(dir);
  try {
    if (!existsSync(dir))
      throw new Complaint(
        `There is no ${shown}; \`quittance mapping init${key ? ` --company ${key}` : ''}\` writes one`,
      );
    const files = readProfileFiles(dir);
    const profile = company ? profileIn(files, company) : loadProfile(files, { dir: shown });
    const problems = [
      ...(await sampleProblems(profile, subject)),
      ...(erp && company ? checkAccounts(profile, await chartOf(company)) : []),
    ];
    if (problems.length > 0) throw new ProfileError(problems);
    return { right: praise(shown, profile, { company: company !== undefined, erp }) };
  } catch (error) {
    if (error instanceof ProfileError) return { wrong: `${error.message}\n${counted(error.problems)} in ${shown}.` };
    if (error instanceof Complaint) return { wrong: error.message };
    throw error;
  }
}

/** A folder alone is tried in a company that is like most. */
async function sampleProblems(profile: Profile, { key, company }: Subject): Promise<readonly ProfileProblem[]> {
  const evaluator = createEvaluator({ threads: 1 });
  try {
    return await checkProfile(profile, {
      company: key ?? profile.name,
      evaluator,
      timeZone: company?.timeZone ?? 'UTC',
      ledgerCurrency: company?.ledgerCurrency ?? 'USD',
      ...(company && { target: targetOf(company.erp) }),
    });
  } finally {
    await evaluator.stop();
  }
}

const several = (count: number, of: string): string => `${count || 'no'} ${of}${count === 1 ? '' : 's'}`;
const counted = ({ length }: readonly ProfileProblem[]): string =>
  length === 1 ? 'One problem' : `${length} problems`;

function praise(dir: string, profile: Profile, checked: { readonly company: boolean; readonly erp: boolean }): string {
  const { base, documents, accounts, rules, items } = profile;
  const fields = Object.values(documents).flatMap((document) =>
    [document.fields, document.lines, document.extra].flatMap((section) => Object.keys(section)),
  ).length;
  const cases = Object.values(accounts).reduce((total, one) => total + one.cases.length, 0);
  const what = [
    `${fields} fields of ${Object.keys(documents).length} documents`,
    `${Object.keys(accounts).length} roles with ${several(cases, 'case')}`,
    several(Object.keys(rules).length, 'rule'),
    several(items.entries.length, 'item'),
  ].join(', ');
  const beyond = [
    ...(checked.company ? ['what its ERP takes'] : []),
    ...(checked.erp ? ['the accounts of its ERP'] : []),
  ];
  return (
    `${dir}: ${profileLabel(profile)}${base ? ` on ${base.name}@${base.version}` : ''} is right: ${what}; ` +
    `checked against ${['its sample documents', ...beyond].join(', ')}.`
  );
}
