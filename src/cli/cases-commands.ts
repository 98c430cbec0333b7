import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { caseCsv } from './cases-csv.ts';
import { decided, decisionOf, patchOf, type Deciding } from './cases-decisions.ts';
import { filtered, filterOf, type CaseOptions } from './cases-filter.ts';
import { preview, repairEach, statusOf, summary } from './cases-repair.ts';
import { caseSheet, caseTable, sumLines } from './cases-shown.ts';
import { beyond, withCaseDesk, type CaseDecision, type CaseDesk } from './cases.ts';
import { Complaint, type Terminal } from './terminal.ts';

type Verbs = {
  readonly terminal: Terminal;
  readonly config: () => Config;
  readonly exit: (status: number) => void;
  readonly confirm: (question: string) => Promise<boolean>;
};
type Setting = '--set <field=value...>';
const setting: readonly [Setting, string] = [
  '--set <field=value...>',
  'customer=<ERP number>, order=<shop id>, memo=<ERP number>, invoice=<ERP number>, items.<sku>=<ERP item> or customerFields.<field>=stripe|erp',
];
/** What a screen holds, what one look before a decision of many does, and what a spreadsheet does. */
const shownAtOnce = 200;
const repairedAtOnce = 1_000;
const exported = 100_000;

/** `quittance cases …` */
export function addCaseCommands(cases: Command, verbs: Verbs): void {
  addLists(cases, verbs);
  addRetry(cases, verbs);
  addDecisions(cases, verbs);
  addRepair(cases, verbs);
  addReopen(cases, verbs);
}

const deskOf =
  ({ config }: Verbs) =>
  <T>(work: (desk: CaseDesk) => Promise<T>): Promise<T> =>
    withCaseDesk(config(), work);
const teller =
  ({ terminal }: Verbs) =>
  (json: boolean | undefined, value: unknown, text: string): void =>
    terminal.out(json ? JSON.stringify(value, undefined, 2) : text);

type Listing = CaseOptions & { readonly all?: boolean; readonly json?: boolean; readonly csv?: string };

function addLists(cases: Command, verbs: Verbs): void {
  const atDesk = deskOf(verbs);
  filtered(cases.command('list').description('what waits for people, oldest first, each kind by itself'))
    .option('--all', 'closed ones too')
    .option('--csv <file>', 'for a spreadsheet; - writes to the terminal')
    .option('--json', 'as JSON')
    .action(async ({ all, json, csv, ...options }: Listing) => {
      const filter = { ...filterOf(options), ...(!all && { open: true }) };
      const { found, sums } = await atDesk(async (desk) => ({
        found: await desk.list({ ...filter, limit: csv || json ? exported : shownAtOnce }),
        sums: await desk.sums(filter),
      }));
      if (csv) return writeCsv(csv, caseCsv(found), sumLines(sums), verbs.terminal);
      const rest = beyond(found, sums);
      const more = rest > 0 ? `\n\n${rest} more, which are newer: narrow it by a filter, or take --csv <file>` : '';
      teller(verbs)(json, found, `${caseTable(found, sums)}${more}`);
    });

  cases
    .command('show <case>')
    .description('one case, with what is needed to decide')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: Deciding) => {
      const { found, owner } = await atDesk(async (desk) => {
        const one = await desk.find(id);
        return { found: one, owner: desk.ownerOf(one.queue) };
      });
      teller(verbs)(json, { ...found, owner }, caseSheet(found, owner));
    });
}

function writeCsv(file: string, lines: readonly string[], sums: readonly string[], { out }: Terminal): void {
  if (file === '-') return out(lines.join('').trimEnd());
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  out([`${lines.length - 1} cases written to ${file}`, ...sums].join('\n'));
}

function addRetry(cases: Command, verbs: Verbs): void {
  const atDesk = deskOf(verbs);
  decided(filtered(cases.command('retry [case]').description('read and decide afresh; always safe')))
    .option('--all', 'every open case that the filters leave')
    .option('--profile <newest>', 'map by the newest profile from now on, not by the version that the sale began with')
    .action(async (id: string | undefined, { all, ...options }: CaseOptions & Deciding & { all?: boolean }) => {
      if (all && options.profile !== undefined)
        throw new Complaint('Which case? --profile newest is decided case by case, not with --all');
      const decision = decisionOf('retry', options, verbs.terminal);
      if (all) {
        const told = await atDesk((desk) => desk.retryAll(filterOf(options), decision));
        const rest =
          told.left > 0 ? `; ${told.left} newer cases were not asked: once these are through, ask again` : '';
        return teller(verbs)(options.json, told, `${told.asked} asked to try again, ${told.ended} had ended${rest}`);
      }
      if (!id) throw new Complaint('Which case? `quittance cases retry <case>`, or --all');
      return decideOne(verbs, id, decision, options.json);
    });
}

const decisions = {
  skip: 'a person made the document in the ERP, where it is looked up',
  compensate: 'undo what was posted, and post nothing more; cash stays',
} as const;

function addDecisions(cases: Command, verbs: Verbs): void {
  for (const [action, about] of Object.entries(decisions)) {
    decided(cases.command(`${action} <case>`).description(about))
      .option('--number <number>', 'with skip: the number of the document in the ERP')
      .option('--unchecked', "with skip: you looked the number up yourself, because the ERP can't be asked for it")
      .action((id: string, options: Deciding) =>
        decideOne(verbs, id, decisionOf(action as keyof typeof decisions, options, verbs.terminal), options.json),
      );
  }
  decided(cases.command('patch <case>').description('correct what is mapped for this case, then retry'))
    .requiredOption(...setting)
    .action(async (id: string, options: Deciding & { set: readonly string[] }) => {
      const decision = decisionOf('patch', options, verbs.terminal);
      const progress = await deskOf(verbs)((desk) => desk.patch(id, patchOf(options.set), decision));
      teller(verbs)(options.json, progress, `Case ${id}: patched. The flow is ${progress.stage}.`);
    });
}

async function decideOne(verbs: Verbs, id: string, decision: CaseDecision, json: boolean | undefined): Promise<void> {
  const progress = await deskOf(verbs)((desk) => desk.decide(id, decision));
  teller(verbs)(json, progress, `Case ${id}: ${decision.action}. The flow is ${progress.stage}.`);
}

type Repairing = CaseOptions &
  Deciding & {
    readonly action: string;
    readonly set?: readonly string[];
    readonly preview?: boolean;
    readonly yes?: boolean;
  };

function addRepair(cases: Command, verbs: Verbs): void {
  decided(filtered(cases.command('repair').description('decide many cases, one by one, after a look at all of them')))
    .requiredOption('--action <action>', 'retry, skip, patch or compensate')
    .option(...setting)
    .option('--number <number>', 'with skip: the number of the document in the ERP')
    .option('--unchecked', 'with skip: the number is not looked up')
    .option('--profile <newest>', 'with retry: map by the newest profile')
    .option('--preview', 'show what would be decided, and decide nothing')
    .option('-y, --yes', 'ask nothing')
    .action((options: Repairing) => deskOf(verbs)((desk) => repairAll(desk, options, verbs)));
}

async function repairAll(desk: CaseDesk, options: Repairing, verbs: Verbs): Promise<void> {
  const { terminal, exit, confirm } = verbs;
  const repair = repairOf(options, terminal);
  const filter = filterOf(options);
  if (Object.keys(filter).length === 0)
    throw new Complaint('Which cases? Add a filter, as --code rejected; never all of them at once');
  const open = { ...filter, open: true };
  const found = await desk.list({ ...open, limit: repairedAtOnce });
  if (found.length === 0) return terminal.out('No open case is like that.');
  const rest = leftOut(beyond(found, await desk.sums(open)));
  if (options.preview || !options.json) terminal.out(`${await preview(desk, found, repair)}${rest}`);
  if (options.preview) return;
  if (!options.yes) {
    if (!terminal.interactive) throw new Complaint('Nobody is there to agree: look with --preview, then add --yes');
    if (!(await confirm(`${options.action} ${found.length} cases?`))) return terminal.out('Nothing was decided.');
  }
  const done = await repairEach(desk, found, repair);
  teller(verbs)(options.json, done, `${summary(done)}${rest}`);
  if (options.json && rest) terminal.err(rest.trim());
  exit(statusOf(done));
}

const leftOut = (rest: number): string =>
  rest > 0 ? `\n\n${rest} more are like that, which are newer and left out: decide these first, then run it again` : '';

function repairOf(options: Repairing, terminal: Terminal) {
  const { action, set } = options;
  if (action !== 'retry' && action !== 'skip' && action !== 'patch' && action !== 'compensate')
    throw new Complaint(`There is no action ${action}; there are retry, skip, patch, compensate`);
  if ((action === 'patch') !== (set !== undefined))
    throw new Complaint('--set goes with --action patch, and that needs it: --set customer=100198');
  return { decision: decisionOf(action, options, terminal), ...(set && { patch: patchOf(set) }) };
}

function addReopen(cases: Command, verbs: Verbs): void {
  decided(
    cases
      .command('reopen <case>')
      .description('open again what a skip or a compensation closed: a case, or a root as order/1001'),
  )
    .option('--company <key>', 'with a root: whose')
    .action(async (named: string, options: Deciding & { company?: string }) => {
      const { by, reason } = decisionOf('retry', options, verbs.terminal);
      const told = await deskOf(verbs)((desk) => desk.reopen(named, { by, reason }, options.company));
      const woken = told.woken.length > 0 ? `; woken: ${told.woken.join(', ')}` : '';
      teller(verbs)(options.json, told, `${told.root} is open again${woken}.`);
    });
}
