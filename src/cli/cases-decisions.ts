import type { Command } from 'commander';
import type { CaseDecision } from './cases.ts';
import { Complaint, type Terminal } from './terminal.ts';

export type Deciding = {
  readonly by?: string;
  readonly reason?: string;
  readonly number?: string;
  readonly unchecked?: boolean;
  readonly profile?: string;
  readonly json?: boolean;
};

export const decided = (command: Command): Command =>
  command
    .option('--by <name>', 'who decides; you, by default')
    .requiredOption('--reason <text>', 'why; it is kept in the audit trail')
    .option('--json', 'as JSON');

export function decisionOf(
  action: CaseDecision['action'],
  { by, reason, number, unchecked, profile }: Deciding,
  { env }: Pick<Terminal, 'env'>,
): CaseDecision {
  const person = by ?? env['USER'] ?? env['LOGNAME'];
  if (!person) throw new Complaint('Who decides? Add --by <name>');
  if (!reason) throw new Complaint('Why? Add --reason "<text>"');
  if (unchecked && (action !== 'skip' || !number))
    throw new Complaint('--unchecked goes with skip and --number: it says that you looked that number up in the ERP');
  return {
    action,
    by: person,
    reason,
    ...(number && { number }),
    ...(unchecked && { unchecked: true }),
    ...newest(profile),
  };
}

function newest(profile: string | undefined): { readonly profile?: 'newest' } {
  if (profile === undefined) return {};
  if (profile !== 'newest') throw new Complaint('A case goes on with its own version, or with --profile newest');
  return { profile };
}

/** `items.SKU-7=BOLT-M8` -> `{ items: { 'SKU-7': 'BOLT-M8' } }`; the store checks the names. */
export function patchOf(settings: readonly string[]): Record<string, unknown> {
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
