import { Command, CommanderError } from 'commander';
import { ConfigError, loadConfig, SecretError, type Config } from '../config.ts';
import { addAlertCommands } from './alerts-commands.ts';
import { addCaseCommands } from './cases-commands.ts';
import { addCustomerCommands } from './customers-commands.ts';
import { addRecoveryCommands } from './recovery-commands.ts';
import { questions, type Answers } from './init-questions.ts';
import { addItemCommands } from './items-commands.ts';
import { withLocal } from './local.ts';
import { addMappingCommands } from './mapping-commands.ts';
import { Complaint, failed, misused, reasonsOf, type Terminal } from './terminal.ts';
import { addRefundCommands } from './refund-commands.ts';
import type { WriteTestOptions } from './write-test.ts';

type Given = { readonly config: string; readonly data: string };

/** Runs one command line; gives its exit status. Servers go on until a signal ends them. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let status = 0;
  const program = programOf(terminal, (code) => (status = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : misused;
    if (error instanceof ConfigError || error instanceof SecretError || error instanceof Complaint) {
      terminal.err(error.message);
      return misused;
    }
    terminal.err(error instanceof Error ? reasonsOf(error) : String(error));
    return failed;
  }
}

function programOf(terminal: Terminal, exit: (status: number) => void): Command {
  const program = new Command('quittance')
    .description('Carries what happens in Stripe into an ERP, exactly once')
    .option('-c, --config <file>', 'the configuration', terminal.env['QUITTANCE_CONFIG'] ?? 'quittance.yaml')
    .option('--data <dir>', 'where `up` keeps its data', terminal.env['QUITTANCE_DATA'] ?? '.quittance')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  const given = (): Given => program.opts<Given>();
  const config = (): Config => loadConfig({ path: given().config, env: terminal.env });
  const local = (): Config => withLocal(config(), given().data);

  addServers(program, terminal, { config, local, data: () => given().data });
  addChecks(program, terminal, { config, local, exit });
  addSetup(program, terminal, { config, file: () => given().config });
  const mapping = program.command('mapping').description('what decides how payments become documents');
  addMappingCommands(mapping, { terminal, config, local, exit });
  const verbs = { terminal, config: local, exit };
  addCaseCommands(program.command('cases').description('what waits for a person'), { ...verbs, confirm });
  addAlertCommands(program.command('alerts').description('what people are told, and how'), verbs);
  addCustomerCommands(program.command('customers').description('the customers of both sides'), verbs);
  addRefundCommands(program.command('refund').description('sends money back'), { terminal, config: local });
  addRecoveryCommands(program, { terminal, config: local });
  addItemCommands(program.command('items').description('the products of both sides'), verbs);
  return program;
}

type Servers = { readonly config: () => Config; readonly local: () => Config; readonly data: () => string };
function addServers(program: Command, terminal: Terminal, { config, local, data }: Servers): void {
  const serving = () => import('./serve.ts');
  program
    .command('up')
    .description('everything on this machine, with PostgreSQL and Temporal of its own where none is configured')
    .option('--temporal-port <port>', 'port of the Temporal server that it brings', Number)
    .option('--temporal-ui-port <port>', "port of Temporal's Web UI", Number)
    .action(async (options: { temporalPort?: number; temporalUiPort?: number }) =>
      (await serving()).serveUp(config(), terminal, { dir: data(), ...options }),
    );
  program
    .command('webhook')
    .description('only the webhook')
    .action(async () => (await serving()).serveWebhook(config(), terminal));
  program
    .command('api')
    .description('only the API for shops')
    .action(async () => (await serving()).serveApi(config(), terminal));
  program
    .command('worker')
    .description('only the worker; start as many as you like')
    .option('--health-host <host>', 'where /healthz, /readyz and /metrics listen', '127.0.0.1')
    .option('--health-port <port>', 'the port; 0 takes any that is free', Number, 8482)
    .action(async (options: { healthHost: string; healthPort: number }) =>
      (await serving()).serveWorker(config(), terminal, options),
    );
  program
    .command('migrate')
    .description('bring the database up to this version')
    .action(async () => {
      const [{ openStore }, { createTelemetry }] = await Promise.all([
        import('../worker/store.ts'),
        import('../runtime/telemetry.ts'),
      ]);
      const store = await openStore(local(), createTelemetry());
      await store.close();
      terminal.out('The database is up to date.');
    });
}

type Checks = { readonly config: () => Config; readonly local: () => Config; readonly exit: (status: number) => void };
function addChecks(program: Command, terminal: Terminal, { config, local, exit }: Checks): void {
  program
    .command('doctor')
    .description('check every connection, permission and setting, and say how to mend what is wrong')
    .option('--json', 'as JSON')
    .option('--company <key>', 'only this one')
    .option('--write-test', 'post one of each document into a company for tests, and take it back')
    .option('-y, --yes', 'with --write-test: ask nothing')
    .option('--item <number>', 'with --write-test: what is sold; an item of the profile unless told')
    .option('--tax-code <code>', 'with --write-test: its tax code; that of 0 % unless told')
    .option('--customer <number>', 'with --write-test: who buys; a customer of its own unless told')
    .option('--debit <account>', 'with --write-test: of the journal entry; the clearing account unless told')
    .option('--credit <account>', 'with --write-test: of the journal entry; the clearing account unless told')
    .action(async ({ writeTest, ...options }: WriteTestOptions & { writeTest?: boolean }) =>
      exit(
        writeTest
          ? await (await import('./write-test.ts')).writeTest(config(), options, terminal, askedOnce)
          : await (await import('./doctor.ts')).doctor(local(), options, terminal),
      ),
    );
  const erp = program.command('erp').description('what the ERPs are like');
  erp
    .command('services')
    .description('which services a Prophet 21 site has for what differs between sites (native dialect)')
    .requiredOption('--company <key>', 'whose site')
    .option('--write', "write what differs into the site's file")
    .option('--json', 'as JSON')
    .action(async (options: { company: string; write?: boolean; json?: boolean }) =>
      exit(await (await import('./erp-services.ts')).erpServices(config(), options, terminal)),
    );
  erp
    .command('capabilities')
    .description('what can be done at each ERP, by what, or why not')
    .option('--company <key>', "only this company's, as it is configured")
    .option('--json', 'as JSON')
    .action(async ({ company: key, json }: { company?: string; json?: boolean }) => {
      const { shownCapabilities, capabilityTables } = await import('./erp-capabilities.ts');
      const shown = shownCapabilities(key === undefined ? undefined : { key, config: config() });
      terminal.out(json ? JSON.stringify(shown, undefined, 2) : capabilityTables(shown));
    });
}

function addSetup(
  program: Command,
  terminal: Terminal,
  { config, file }: { config: () => Config; file: () => string },
): void {
  const init = program
    .command('init')
    .description('ask what must be known, and write a configuration')
    .option('-y, --yes', 'ask nothing: take flags and defaults')
    .option('-f, --force', 'write over a file that exists');
  for (const { flag, message } of questions) init.option(flag, message);
  init.action(async ({ yes, force, ...given }: Partial<Answers> & { yes?: boolean; force?: boolean }) =>
    (await import('./init.ts')).init({ file: file(), given, ...(yes && { yes }), ...(force && { force }) }, terminal),
  );
  program
    .command('stripe')
    .description('what quittance needs at Stripe')
    .command('setup [company]')
    .description('register the webhook endpoint with exactly the events that are handled')
    .option('--secret-file <path>', 'write the signing secret there, for its owner only')
    .action(async (company: string | undefined, options: { secretFile?: string }) => {
      const known = config();
      const { setUpStripe } = await import('./stripe-setup.ts');
      for (const key of company ? [company] : Object.keys(known.companies))
        await setUpStripe(known, key, options, terminal);
    });
}

async function confirm(message: string): Promise<boolean> {
  const prompts = await import('@clack/prompts');
  return (await prompts.confirm({ message, initialValue: false })) === true;
}

async function askedOnce(message: string): Promise<string | undefined> {
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({ message });
  return isCancel(answer) ? undefined : answer;
}
