import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cancel, intro, isCancel, outro, text } from '@clack/prompts';
import { nearestName } from '../../domain/nearest-name.ts';
import { readProfileFiles, shippedMappings } from '../../mapping/profile/files.ts';
import { loadProfile } from '../../mapping/profile/load.ts';
import { ProfileError } from '../../mapping/profile/problem.ts';
import type { ProfileFiles } from '../../mapping/profile/profile.ts';
import { roleNames, roles, type Role } from '../../mapping/profile/roles.ts';
import { Complaint, type Terminal } from '../terminal.ts';
import { filesOf, type ProfileAnswers, type RateCode } from './init-files.ts';
import { templates, type Template } from './templates.ts';
import { usualAccounts, bases, type Base } from './usual-accounts.ts';

type Options = {
  readonly profile?: string;
  readonly company?: string;
  readonly base?: string;
  readonly use?: string;
  /** `revenue=4000` */
  readonly account: readonly string[];
  /** `19=A1`, `DE:19=A1`, `otherwise=A1` */
  readonly taxCode: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
};

/** Asks what it must know and writes a company's profile that is right; with --yes it takes flags and usual numbers. */
export async function initProfile(options: Options, terminal: Terminal): Promise<void> {
  const asks = !options.yes && terminal.interactive;
  if (asks) intro('quittance: how payments become documents');
  const ask = (message: string, suggested: string) => (asks ? asked(message, suggested) : undefined);
  const template = templateOf(options.use);
  const company = options.company ?? (await ask('Key of the company in quittance.yaml', 'acme'));
  if (!company) throw new Complaint('Whose profile? Add --company <key>');
  const base = baseOf(options.base ?? template?.base ?? (await ask(`Base: ${bases.join(' or ')}`, bases[0])));
  const dir = options.profile ?? `mappings/${company}`;
  const files = filesOf({ ...(await answered({ company, base, options, asks })), dir }, template);
  refuseExisting(dir, files, Boolean(options.force));
  refuseWrong(dir, files, base);
  mkdirSync(dir, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(dir, file), content);
  if (asks) outro('Thank you.');
  terminal.out(nextSteps(dir, company, Object.keys(files)));
}

const nextSteps = (dir: string, company: string, files: readonly string[]): string =>
  [
    `Wrote ${files.join(', ')} into ${dir}. Next:`,
    `  quittance mapping check --company ${company} --erp      asks the ERP for each account`,
    `  quittance mapping promote --company ${company}      lets it go live`,
  ].join('\n');

function templateOf(name: string | undefined): Template | undefined {
  if (name === undefined) return undefined;
  const all = templates();
  const found = all.find((one) => one.name === name);
  if (found) return found;
  throw new Complaint(
    `There is no template ${name}${meant(
      all.map((one) => one.name),
      name,
    )}: quittance mapping templates`,
  );
}

function baseOf(name: string | undefined): Base {
  if (name === undefined)
    throw new Complaint(`On which base? Add --base ${bases.join(' or --base ')}, or --use <template>`);
  const base = bases.find((one) => one === name);
  if (base) return base;
  throw new Complaint(`There is no base ${name}${meant(bases, name)}`);
}
const meant = (names: readonly string[], name: string): string => {
  const near = nearestName(names, name);
  return near === undefined ? '' : `; did you mean ${near}?`;
};

type Asking = { readonly company: string; readonly base: Base; readonly options: Options; readonly asks: boolean };

async function answered({ company, base, options, asks }: Asking): Promise<Omit<ProfileAnswers, 'dir'>> {
  const accounts = { ...usualAccounts[base], ...Object.fromEntries(options.account.map(accountOf)) };
  const codes = options.taxCode.map(taxCodeOf);
  const known = { company, base, accounts, codes };
  if (!asks) return known;
  const given = new Set(options.account.map((one) => accountOf(one)[0]));
  const all: Record<Role, string> = { ...accounts };
  for (const role of roleNames)
    if (!given.has(role)) all[role] = await asked(`Account of ${role}: ${roles[role].about}`, accounts[role]);
  if (codes.length > 0) return { ...known, accounts: all };
  const rates = await asked('Tax codes by rate, as 19=A1, DE:7=A2, otherwise=A0; empty: a person is asked', '');
  return {
    ...known,
    accounts: all,
    codes: rates
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(taxCodeOf),
  };
}

function accountOf(said: string): readonly [Role, string] {
  const [name = '', number = ''] = said.split('=', 2).map((part) => part.trim());
  const role = roleNames.find((one) => one === name);
  if (!role)
    throw new Complaint(
      `--account ${said}: ${name} is no role${meant(roleNames, name)}; there are ${roleNames.join(', ')}`,
    );
  if (!number) throw new Complaint(`--account ${said}: write it as ${role}=4000`);
  return [role, number];
}

function taxCodeOf(said: string): RateCode {
  const found = /^(?:(?<jurisdiction>[A-Z]{2}(?:-[A-Z0-9]{1,3})?):)?(?<rate>[\d.]+|otherwise)=(?<code>\S+)$/.exec(
    said.trim(),
  )?.groups;
  if (!found) throw new Complaint(`--tax-code ${said}: write it as 19=A1, DE:19=A1 or otherwise=A0`);
  const { jurisdiction, rate = '', code = '' } = found;
  return { ...(jurisdiction && { jurisdiction }), rate, code };
}

async function asked(message: string, suggested: string): Promise<string> {
  const answer = await text({ message, ...(suggested && { initialValue: suggested }) });
  if (!isCancel(answer)) return answer;
  cancel('Nothing was written.');
  throw new Complaint('Nothing was written');
}

function refuseExisting(dir: string, files: ProfileFiles, force: boolean): void {
  const there = Object.keys(files).filter((file) => existsSync(join(dir, file)));
  if (there.length > 0 && !force)
    throw new Complaint(`${there.join(', ')} in ${dir} exists already: --force writes over it`);
}

/** Loaded as every command will load them, before they are written. */
function refuseWrong(dir: string, files: ProfileFiles, base: Base): void {
  const under = readProfileFiles(join(shippedMappings(), base));
  const based = Object.fromEntries(Object.entries(under).map(([file, content]) => [`base/${file}`, content]));
  try {
    loadProfile({ ...files, ...based }, { dir });
  } catch (error) {
    if (error instanceof ProfileError)
      throw new Complaint(`With these answers the profile would be wrong:\n${error.message}`);
    throw error;
  }
}
