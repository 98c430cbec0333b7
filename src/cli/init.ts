import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cancel, intro, isCancel, outro, text } from '@clack/prompts';
import { ConfigError, parseConfig } from '../config.ts';
import { defaultsFor, onNative, questions, type Answers } from './init-questions.ts';
import { configurationOf, namesIn, profileOf, siteFileOf, siteOf } from './init-template.ts';
import { filesOf } from './mapping/init-files.ts';
import { usualAccounts } from './mapping/usual-accounts.ts';
import { Complaint, type Terminal } from './terminal.ts';

type Options = {
  readonly file: string;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly given: Partial<Answers>;
};

/** Asks what it must know and writes a configuration that is valid; with --yes it takes flags and defaults. */
export async function init({ file, yes, force, given }: Options, terminal: Terminal): Promise<void> {
  if (existsSync(file) && !force) throw new Complaint(`${file} exists already: --force writes over it`);
  const answers = yes || !terminal.interactive ? { ...defaultsFor(given), ...given } : await ask(given);
  const content = configurationOf(answers);
  const site = onNative(answers) ? newSite(file, answers, Boolean(force)) : undefined;
  refuseWrong(content, file, site);
  if (site && !site.kept) {
    mkdirSync(dirname(site.file), { recursive: true });
    writeFileSync(site.file, site.content, { mode: 0o644 });
  }
  writeFileSync(file, content, { mode: 0o644 });
  const profile = writeProfile(join(dirname(file), profileOf(answers)), answers, Boolean(force));
  const others = [...(site ? [{ what: site.file, kept: site.kept }] : []), profile];
  terminal.out(
    [
      `Wrote ${[file, ...namesOf(others, false)].join(' and ')}${namesOf(others, true)
        .map((kept) => `; kept ${kept}`)
        .join('')}. Next:`,
      ...namesIn(content).map(({ name, meaning }) => `  export ${name}=…   # ${meaning}`),
      ...(site
        ? [`  quittance erp services --company ${answers.company} --write      asks the site for its services`]
        : []),
      `  put your account numbers into ${profile.what}/accounts.yaml, your items and tax codes beside it`,
      '  quittance doctor      checks every connection and every account, and says how to mend what is wrong',
      `  quittance stripe setup ${answers.company}      registers the webhook endpoint (needs webhook.public_url)`,
      '  quittance up          starts everything on this machine',
    ].join('\n'),
  );
}

async function ask(given: Partial<Answers>): Promise<Answers> {
  intro('quittance: from Stripe into your ERP');
  let told = given;
  /** What is suggested further on depends on the ERP that was named before. */
  const answers = (): Answers => ({ ...defaultsFor(told), ...told });
  for (const { name, message, when } of questions) {
    if (name in given || (when && !when(answers()))) continue;
    const suggested = answers()[name];
    const answer = await text({ message, ...(suggested && { initialValue: suggested }) });
    if (isCancel(answer)) {
      cancel('Nothing was written.');
      throw new Complaint('Nothing was written');
    }
    told = { ...told, [name]: answer };
  }
  outro('Thank you.');
  return answers();
}

type Other = { readonly what: string; readonly kept: boolean };
const namesOf = (others: readonly Other[], kept: boolean): readonly string[] =>
  others.filter((other) => other.kept === kept).map(({ what }) => what);

/** A profile that is right, with the account numbers that most charts have; one that is there is kept. */
function writeProfile(dir: string, answers: Answers, force: boolean): Other {
  if (existsSync(join(dir, 'profile.yaml')) && !force) return { what: dir, kept: true };
  const onSap = answers.erp === 'sap-ecc';
  const base = onSap ? 'sap-ecc-default' : 'p21-default';
  const accounts = {
    ...usualAccounts[base],
    stripe_clearing: answers.clearingAccount,
    ...(onSap && { revenue: answers.sapRevenueAccount }),
  };
  const codes = onSap ? [{ rate: '0', code: 'A0' }] : [];
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of Object.entries(
    filesOf({ dir, company: answers.company, base, accounts, codes }, undefined),
  ))
    writeFileSync(join(dir, name), text, { mode: 0o644 });
  return { what: dir, kept: false };
}

type SiteFile = { readonly file: string; readonly content: string; readonly kept: boolean };
/** One that is there may hold what the site was asked for. */
function newSite(configuration: string, answers: Answers, force: boolean): SiteFile {
  const file = join(dirname(configuration), siteFileOf(answers));
  const kept = existsSync(file) && !force;
  return { file, kept, content: kept ? readFileSync(file, 'utf8') : siteOf(answers) };
}

/** The files are read as every command will read them, before they are written. */
function refuseWrong(content: string, file: string, site: SiteFile | undefined): void {
  const env = Object.fromEntries(namesIn(content).map(({ name }) => [name, 'given later']));
  try {
    parseConfig(content, { file, env, read: (path) => (path === site?.file ? site.content : undefined) });
  } catch (error) {
    if (error instanceof ConfigError)
      throw new Complaint(`With these answers ${file} would be wrong:\n${error.message}`);
    throw error;
  }
}
