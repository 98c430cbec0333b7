import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import type { Config, P21NativeConfig } from '../config.ts';
import { changesOf, withWays, type SiteChange, type Ways } from '../config/p21-site-writing.ts';
import { nativeOf } from '../erp/p21/native/adapter.ts';
import { resolveWays, type Resolved } from '../erp/p21/native/resolving.ts';
import type { Role } from '../erp/p21/native/site.ts';
import { isNative, p21NativeOptions } from '../worker/p21.ts';
import { companyOf } from './company.ts';
import { roleNames, why } from './doctor/p21-sentences.ts';
import { Complaint, failed, type Terminal } from './terminal.ts';

type Options = { readonly company: string; readonly write?: boolean; readonly json?: boolean };

/** Shows which services a Prophet 21 site has, and writes them into its file. Gives the exit status. */
export async function erpServices(
  config: Config,
  { company: key, write, json }: Options,
  { out }: Terminal,
): Promise<number> {
  const { erp } = companyOf(config, key);
  if (!isNative(erp))
    throw new Complaint(
      `Company ${key} is not on the native dialect of Prophet 21, whose services alone differ from site to site`,
    );
  const { transactions } = nativeOf(p21NativeOptions(erp));
  const [services, resolved] = [await transactions.services(), await resolveWays(transactions)];
  const shown = resolved.map((one) => shownOf(one, erp, services.length));
  const changes = shown.flatMap(({ differs }) => differs);
  const written = Boolean(write) && changes.length > 0;
  if (written) writeSite(erp.site.file, waysOf(resolved));
  const { file } = erp.site;
  if (json) out(JSON.stringify({ company: key, file, services: shown, written }, undefined, 2));
  else out([tableOf(shown), ...lines(shown), '', verdict(changes, file, key, written)].join('\n'));
  const lacking = shown.some(({ wrong }) => wrong !== undefined);
  return lacking || (changes.length > 0 && !written) ? failed : 0;
}

type Shown = {
  readonly role: Role;
  readonly found: Resolved['found'];
  readonly service?: string;
  readonly form?: string;
  readonly lines?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Why there is none, where the file wants one. */
  readonly wrong?: string;
  /** What the file says otherwise. */
  readonly differs: readonly SiteChange[];
};

function shownOf(one: Resolved, { site }: P21NativeConfig, services: number): Shown {
  const { role, found } = one;
  const profile = site.profile.ways[role];
  if ('way' in one) {
    const { by: _, key: __, ...way } = one.way;
    return { role, found, ...way, differs: changesOf(role, profile, one.way) };
  }
  return { role, found, ...(profile.by === 'transaction' && { wrong: why(one, services) }), differs: [] };
}

function tableOf(shown: readonly Shown[]): string {
  const table = new Table({ head: ['', 'service', 'form', 'fields'], colWidths: [18, 26, 24, 50], wordWrap: true });
  for (const { role, found, service, form, fields } of shown)
    table.push([roleNames[role], service ?? found, form ?? '', Object.values(fields ?? {}).join(', ')]);
  return table.toString();
}

const lines = (shown: readonly Shown[]): readonly string[] =>
  shown.flatMap(({ role, wrong, differs }) => [
    ...(wrong === undefined ? [] : [`${roleNames[role]}: ${wrong}`]),
    ...differs.map(({ path, from, to }) => `${path}: ${from ?? 'nothing'} -> ${to}`),
  ]);

function verdict(changes: readonly SiteChange[], file: string, key: string, written: boolean): string {
  if (changes.length === 0) return `What was found is what ${file} says.`;
  const many = `${changes.length} ${changes.length === 1 ? 'line' : 'lines'}`;
  return written
    ? `Wrote ${many} into ${file}.`
    : `${many} of ${file} would change: quittance erp services --company ${key} --write`;
}

const waysOf = (resolved: readonly Resolved[]): Ways =>
  Object.fromEntries(resolved.flatMap((one) => ('way' in one ? [[one.role, one.way]] : [])));

/** Whole or not at all: who reads it meanwhile reads the one before. */
function writeSite(named: string, ways: Ways): void {
  const file = realpathSync(named);
  const content = withWays(readFileSync(file, 'utf8'), file, ways);
  const beside = `${file}.${process.pid}.new`;
  try {
    writeFileSync(beside, content, { mode: statSync(file).mode & 0o777, flush: true });
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
