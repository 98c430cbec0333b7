import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ErpError } from '../../erp/errors.ts';
import { nativeOf } from '../../erp/p21/native/adapter.ts';
import type { Native } from '../../erp/p21/native/native.ts';
import { createP21Probe, type Unfit } from '../../erp/p21/native/probe.ts';
import { resolveWays, type Resolved } from '../../erp/p21/native/resolving.ts';
import type { Role, Way } from '../../erp/p21/native/site.ts';
import { p21NativeOptions } from '../../worker/p21.ts';
import { Wrong, type Check } from './check.ts';
import { roleNames, roleSentence, tablePermission, tableSentence, unfitSentence, type Place } from './p21-sentences.ts';

const page = 'src/erp/p21/native/README.md';

/** What the file says of a Prophet 21 site, against the site: tables, currencies, services. */
export function p21NativeChecks(place: Place): readonly Check[] {
  const { key, erp } = place;
  const native = nativeOf(p21NativeOptions(erp));
  const probe = createP21Probe(native);
  const asked: Asked = { unfit: once(() => probe.unfit()), offers: once(() => offersOf(native)) };
  return [
    {
      name: `${key}: Prophet 21 tables`,
      mend: `See ${page}, tables`,
      async run() {
        const wrong = (await probe.unreadable()).map((one) => tableSentence(one, place));
        if (wrong.length === 0) return 'all that are needed can be read';
        throw new Wrong(
          wrong.map(({ text }) => text).join('; '),
          [...new Set(wrong.map(({ mend }) => mend))].join('\n'),
        );
      },
    },
    {
      name: `${key}: Prophet 21 currencies`,
      mend: `Change currencies in ${erp.site.file}`,
      run: () => checkCurrencies(native, place),
    },
    ...(Object.keys(roleNames) as Unfit['role'][]).map((role) => ({
      name: `${key}: ${roleNames[role]}`,
      mend: `See ${page}, services`,
      run: () => checkService(role, place, asked),
    })),
  ];
}

/** Nothing may be asked of a site twice because two checks want it. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask());
}

async function checkCurrencies({ odata, site }: Native, { erp }: Place): Promise<string> {
  const rows = await odata.rows('currency_hdr', { where: [], orderBy: ['currency_id'] });
  const codes = new Map(rows.map((row) => [whole(row['currency_id']), row['currency_code'] ?? '']));
  for (const [code, number] of Object.entries(site.currencies)) {
    const found = codes.get(number);
    if (found === code) continue;
    const right = [...codes].find(([, other]) => other === code)?.[0];
    throw new Wrong(
      `${code} is ${number} in ${erp.site.file}, which Prophet 21 ${found === undefined ? 'does not have' : `calls ${found}`}`,
      right
        ? `Set currencies.${code} to '${right}' in ${erp.site.file}`
        : `Create ${code} in Prophet 21, or take it out of ${erp.site.file}`,
    );
  }
  return Object.keys(site.currencies).join(', ');
}

/** A decimal column holds the number. */
const whole = (text: string | null | undefined): string => (text ?? '').replace(/\.0*$/, '');

type Offers = { readonly services: number; readonly resolved: readonly Resolved[] };

/** Asking for every definition can take minutes, and doctor has not the patience; `erp services` has. */
async function offersOf({ transactions }: Native): Promise<Offers | undefined> {
  const signal = AbortSignal.timeout(20_000);
  try {
    const services = await transactions.services(signal);
    return { services: services.length, resolved: await resolveWays(transactions, signal) };
  } catch {
    return undefined;
  }
}

/** What doctor knows of a site once it has asked. */
type Asked = {
  readonly unfit: () => Promise<readonly Unfit[]>;
  readonly offers: () => Promise<Offers | undefined>;
};

async function checkService(role: Unfit['role'], place: Place, asked: Asked): Promise<string> {
  const way = wayOf(role, place);
  if (way?.by === 'none') return `none are taken, as ${place.erp.site.file} says`;
  if (way?.by === 'import') return checkFolder(way.folder);
  if (way?.importFolder !== undefined) await checkFolderOfBefore(way.importFolder, role, place);
  const wrong = (await asked.unfit()).find((one) => one.role === role);
  if (!wrong) return way?.service ?? sameEverywhere[role] ?? 'as it should be';
  const { text, mend } = await sentenceOf(wrong, place, asked);
  throw new Wrong(text, mend);
}

const sameEverywhere: Readonly<Partial<Record<Unfit['role'], string>>> = {
  'sales-order': 'Order',
  reversal: 'ReverseARPayment',
};

/** Where the name may differ, the site is asked whether it has another. */
async function sentenceOf(wrong: Unfit, place: Place, { offers }: Asked) {
  const found = wrong.role in sameEverywhere ? undefined : await offers();
  const resolved = found?.resolved.find((one) => one.role === wrong.role);
  return found && resolved ? roleSentence(wrong, resolved, found.services, place) : unfitSentence(wrong, place);
}

const wayOf = (role: Unfit['role'], { erp }: Place): Way | undefined =>
  role === 'sales-order' || role === 'reversal' ? undefined : erp.site.profile.ways[role satisfies Role];

/** Files are written beside and into one, and what came of them is read in the others. */
async function checkFolder(folder: string): Promise<string> {
  const needs = { '': constants.W_OK, in: constants.W_OK, done: constants.R_OK, failed: constants.R_OK };
  for (const [name, mode] of Object.entries(needs)) {
    const path = join(folder, name);
    await access(path, mode).catch(() => {
      throw new Wrong(
        `${path} is not there, or may not be ${mode === constants.W_OK ? 'written' : 'read'}`,
        `Create ${path} for quittance and for the scheduled import of Prophet 21; ${page}, scheduled import`,
      );
    });
  }
  return `by files in ${folder}`;
}

/** What waits there would come beside what the service takes; what was taken is looked for as long as the file names it. */
async function checkFolderOfBefore(folder: string, role: Unfit['role'], { erp }: Place): Promise<void> {
  const inbox = join(folder, 'in');
  const field = `services.${role.replaceAll('-', '_')}.import_folder`;
  const files = await readdir(inbox).catch(() => {
    throw new Wrong(`${inbox} is not there, or may not be read`, `Take ${field} out of ${erp.site.file}, or mend it`);
  });
  const waiting = files.filter((name) => !name.startsWith('.')).length;
  if (waiting > 0)
    throw new Wrong(
      `${inbox} still holds files (${waiting}), and a service takes ${roleNames[role]} now`,
      `Let the scheduled import of Prophet 21 read them; then ${field} may leave ${erp.site.file}`,
    );
}

/** @param place of the company whose login failed */
export function p21LoginMend(error: unknown, { key, erp }: Place): string | undefined {
  if (!(error instanceof ErpError)) return undefined;
  const table = /permission for table (\w+)/.exec(error.message)?.[1];
  if (table) return tablePermission(erp, table);
  const at = `companies.${key}.erp`;
  if (error.code === 'unauthorized' && erp.auth.kind === 'client_credentials')
    return `See that the consumer key of ${erp.auth.clientSecret.reference} is active in Prophet 21, with the scopes /api, /uiserver0 and /odata:…; see ${at}.auth`;
  if (error.where === 'company') return `Change ${at}.company`;
  return error.where === 'home_currency_id' ? `Add the ledger's currency to currencies of ${erp.site.file}` : undefined;
}
