import { existsSync, writeFileSync } from 'node:fs';
import { cancel, intro, isCancel, outro, text } from '@clack/prompts';
import { ConfigError, parseConfig } from '../config.ts';
import { defaultsFor, questions, type Answers } from './init-questions.ts';
import { configurationOf, namesIn } from './init-template.ts';
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
  const answers = yes || !terminal.interactive ? { ...defaultsFor(given.erp), ...given } : await ask(given);
  const content = configurationOf(answers);
  refuseWrong(content, file);
  writeFileSync(file, content, { mode: 0o644 });
  terminal.out(
    [
      `Wrote ${file}. Next:`,
      ...namesIn(content).map(({ name, meaning }) => `  export ${name}=…   # ${meaning}`),
      '  quittance doctor      checks every connection and says how to mend what is wrong',
      `  quittance stripe setup ${answers.company}      registers the webhook endpoint (needs webhook.public_url)`,
      '  quittance up          starts everything on this machine',
    ].join('\n'),
  );
}

async function ask(given: Partial<Answers>): Promise<Answers> {
  intro('quittance: from Stripe into your ERP');
  let told = given;
  /** What is suggested further on depends on the ERP that was named before. */
  const answers = (): Answers => ({ ...defaultsFor(told.erp), ...told });
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

/** The file is read as every command will read it, before it is written. */
function refuseWrong(content: string, file: string): void {
  const env = Object.fromEntries(namesIn(content).map(({ name }) => [name, 'given later']));
  try {
    parseConfig(content, { file, env });
  } catch (error) {
    if (error instanceof ConfigError)
      throw new Complaint(`With these answers ${file} would be wrong:\n${error.message}`);
    throw error;
  }
}
