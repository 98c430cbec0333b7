import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { caseSheet, caseTable } from './cases-shown.ts';
import { withCaseDesk, type CaseDesk } from './cases.ts';
import { Complaint, type Terminal } from './terminal.ts';

type Deciding = {
  readonly by?: string;
  readonly reason?: string;
  readonly number?: string;
  readonly profile?: string;
  readonly json?: boolean;
};
type Filter = {
  readonly company?: string;
  readonly kind?: 'business' | 'connection' | 'defect';
  readonly code?: string;
};
type Verbs = { readonly terminal: Terminal; readonly config: () => Config };

/** `quittance cases …` */
export function addCaseCommands(cases: Command, { terminal, config }: Verbs): void {
  const atDesk = <T>(work: (desk: CaseDesk) => Promise<T>): Promise<T> => withCaseDesk(config(), work);
  const tell = (json: boolean | undefined, value: unknown, text: string) =>
    terminal.out(json ? JSON.stringify(value, undefined, 2) : text);

  filtered(cases.command('list').description('what waits for people, oldest first'))
    .option('--all', 'closed ones too')
    .option('--json', 'as JSON')
    .action(async ({ all, json, ...filter }: Filter & { all?: boolean; json?: boolean }) => {
      const found = await atDesk((desk) => desk.list({ ...filter, ...(!all && { open: true }) }));
      tell(json, found, caseTable(found));
    });

  cases
    .command('show <case>')
    .description('one case, with what is needed to decide')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: Deciding) => {
      const found = await atDesk((desk) => desk.find(id));
      tell(json, found, caseSheet(found));
    });

  decided(filtered(cases.command('retry [case]').description('read and decide afresh; always safe')))
    .option('--all', 'every open case that the filters leave')
    .option('--profile <newest>', 'map by the newest profile from now on, not by the version that the sale began with')
    .action(
      async (
        id: string | undefined,
        { all, json, by, reason, profile, ...filter }: Filter & Omit<Deciding, 'number'> & { all?: boolean },
      ) => {
        const decision = decisionOf('retry', { ...(by && { by }), ...(reason && { reason }) }, terminal);
        if (all && profile !== undefined)
          throw new Complaint('Which case? --profile newest is decided case by case, not with --all');
        if (all) {
          const told = await atDesk((desk) => desk.retryAll(filter, decision));
          return tell(json, told, `${told.asked} asked to try again, ${told.ended} had ended`);
        }
        if (!id) throw new Complaint('Which case? `quittance cases retry <case>`, or --all');
        const progress = await atDesk((desk) => desk.decide(id, { ...decision, ...newest(profile) }));
        tell(json, progress, `Case ${id}: retry. The flow is ${progress.stage}.`);
      },
    );

  for (const [action, about] of Object.entries(decisions)) {
    decided(cases.command(`${action} <case>`).description(about))
      .option('--number <number>', 'with skip: the number of the document in the ERP')
      .action(async (id: string, options: Deciding) => {
        const decision = decisionOf(action as keyof typeof decisions, options, terminal);
        const progress = await atDesk((desk) => desk.decide(id, decision));
        tell(options.json, progress, `Case ${id}: ${action}. The flow is ${progress.stage}.`);
      });
  }

  decided(cases.command('patch <case>').description('correct what is mapped for this case, then retry'))
    .requiredOption(
      '--set <field=value...>',
      'customer=<ERP number>, order=<shop id>, items.<sku>=<ERP item> or customerFields.<field>=stripe|erp',
    )
    .action(async (id: string, options: Deciding & { set: readonly string[] }) => {
      const decision = decisionOf('patch', options, terminal);
      const progress = await atDesk((desk) => desk.patch(id, patchOf(options.set), decision));
      tell(options.json, progress, `Case ${id}: patched. The flow is ${progress.stage}.`);
    });
}

const decisions = {
  skip: 'a person made the document in the ERP',
  compensate: 'undo what was posted, and post nothing more; cash stays',
} as const;

const filtered = (command: Command): Command =>
  command
    .option('--company <key>', 'of this company')
    .option('--kind <kind>', 'business, connection or defect')
    .option('--code <code>', 'with this code');

const decided = (command: Command): Command =>
  command
    .option('--by <name>', 'who decides; you, by default')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .option('--json', 'as JSON');

function decisionOf(
  action: 'retry' | 'patch' | 'skip' | 'compensate',
  { by, reason, number }: Deciding,
  { env }: Terminal,
) {
  const person = by ?? env['USER'] ?? env['LOGNAME'];
  if (!person) throw new Complaint('Who decides? Add --by <name>');
  if (!reason) throw new Complaint('Why? Add --reason "<text>"');
  return { action, by: person, reason, ...(number && { number }) };
}

function newest(profile: string | undefined): { readonly profile?: 'newest' } {
  if (profile === undefined) return {};
  if (profile !== 'newest') throw new Complaint('A case goes on with its own version, or with --profile newest');
  return { profile };
}

/** `items.SKU-7=BOLT-M8` -> `{ items: { 'SKU-7': 'BOLT-M8' } }`; the store checks the names. */
function patchOf(settings: readonly string[]): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) throw new Complaint(`"${setting}" is not field=value; for example: --set customer=100198`);
    const [path, value] = [setting.slice(0, at), setting.slice(at + 1)];
    const [, group, name] = /^(items|customerFields)\.(.+)$/.exec(path) ?? [];
    if (group && name) patch[group] = { ...(patch[group] as object | undefined), [name]: value };
    else patch[path] = value;
  }
  return patch;
}
