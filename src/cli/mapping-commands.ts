import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { addDryRuns } from './mapping/try-command.ts';
import type { Terminal } from './terminal.ts';

type Around = {
  readonly terminal: Terminal;
  readonly config: () => Config;
  /** With the servers that `up` brings. */
  readonly local: () => Config;
  readonly exit: (status: number) => void;
};

/** What decides how payments become documents: profiles, from their first file to the day they go live. */
export function addMappingCommands(mapping: Command, around: Around): void {
  addCheck(mapping, around);
  addExplain(mapping, around);
  addInit(mapping, around);
  addPromote(mapping, around);
  addDryRuns(mapping, around);
}

function addCheck(mapping: Command, { terminal, config, exit }: Around): void {
  mapping
    .command('check')
    .description('check profiles: every field, expression, rule and account, each problem with its line')
    .option('--company <key>', 'only this one')
    .option('--profile <dir>', "this folder instead of the company's; alone, without what only its ERP knows")
    .option('--erp', "against the ERP's chart of accounts too")
    .action(async (options: { company?: string; profile?: string; erp?: boolean }) =>
      exit(await (await import('./mapping/check.ts')).check(config, options, terminal)),
    );
}

function addExplain(mapping: Command, { terminal, config }: Around): void {
  mapping
    .command('explain [field]')
    .description('what a field is, what fills it, and what its expression may use; alone: documents and functions')
    .option('--company <key>', 'whose profile')
    .option('--profile <dir>', 'this folder')
    .action(async (field: string | undefined, options: { company?: string; profile?: string }) =>
      terminal.out((await import('./mapping/explain.ts')).explain(config, field, options)),
    );
  mapping
    .command('templates')
    .description('ready profiles for common shops')
    .action(async () => terminal.out((await import('./mapping/templates.ts')).shownTemplates()));
  // Of whoever changes a catalogue: the schemas are shipped as files.
  mapping
    .command('schemas', { hidden: true })
    .action(async () => terminal.out((await import('./mapping/schemas.ts')).writeSchemas()));
}

function addInit(mapping: Command, { terminal }: Around): void {
  const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  mapping
    .command('init')
    .description("ask what must be known, and write a company's profile")
    .option('--profile <dir>', 'the folder', undefined)
    .option('--company <key>', 'names the profile, in mappings/<key> unless told')
    .option('--base <name>', 'p21-default or sap-ecc-default')
    .option('--use <template>', 'begin with a template: quittance mapping templates')
    .option('--account <role=number>', 'account of a role; as often as there are roles', collected, [])
    .option(
      '--tax-code <rate=code>',
      "tax code of a rate, as 19=A1 or DE:19=A1; 'otherwise=CODE' for the rest",
      collected,
      [],
    )
    .option('-y, --yes', 'ask nothing: take flags and usual numbers')
    .option('-f, --force', 'write over files that exist')
    .action(async (options) => (await import('./mapping/init.ts')).initProfile(options, terminal));
}

function addPromote(mapping: Command, { terminal, local }: Around): void {
  mapping
    .command('promote')
    .description('check the profile on disk, against the ERP too, and let it go live')
    .requiredOption('--company <key>', 'whose')
    .option('--by <name>', 'who promotes it; you, by default')
    .option('--reason <text>', 'why; what its changelog says of the version, by default')
    .action(async (options: { company: string; by?: string; reason?: string }) =>
      (await import('./mapping/promote.ts')).promote(local(), options, terminal),
    );
}
