import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definitionIn } from '../definitions/definition.ts';
import { partIn } from '../definitions/roles.ts';
import type { NativeSite } from '../native-site.ts';
import { noMatch } from '../transactions/failures.ts';
import { createPosting } from '../transactions/posting.ts';
import type { Posting } from '../transactions/posting.ts';
import type { Outcome } from '../transactions/transaction-set.ts';
import { readCsv } from './csv.ts';

/** Documents that a file may bring, whether the site has a service for them or not. */
const importable = ['CashReceipts', 'CustomerRefund'];

/** Looks for files in `<importFolder>/in` again and again. @returns what ends it, after the file that is being read */
export function startImport(site: NativeSite, everyMs: number): () => Promise<void> {
  const folder = site.importFolder;
  if (folder === undefined) return async () => {};
  const post = createPosting(site);
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const pass = async (): Promise<void> => {
    for (const one of ['in', 'done', 'failed']) await mkdir(join(folder, one), { recursive: true });
    const files = (await readdir(join(folder, 'in'))).filter((name) => name.endsWith('.csv')).sort();
    for (const file of files) if (!closed) await take(folder, file, post);
  };
  /** A folder that can't be read now is looked into again. */
  const passAndGoOn = async (): Promise<void> => {
    await pass().catch(() => undefined);
    if (!closed) timer = setTimeout(start, everyMs);
  };
  const start = (): void => void (passing = passAndGoOn());
  let passing = Promise.resolve();
  timer = setTimeout(start, everyMs);
  return async () => {
    closed = true;
    clearTimeout(timer);
    await passing;
  };
}

/** A file is put aside before it is posted: never is one posted twice. */
async function take(folder: string, file: string, post: Posting): Promise<void> {
  const taken = join(folder, 'in', `${file}.taken`);
  await rename(join(folder, 'in', file), taken);
  const outcome = importOf(await readFile(taken, 'utf8'), post);
  if ('key' in outcome) return rename(taken, join(folder, 'done', file));
  await writeFile(join(folder, 'failed', file.replace(/\.csv$/, '.err')), `${outcome.failure}\n`);
  await rename(taken, join(folder, 'failed', file));
}

function importOf(text: string, post: Posting): Outcome {
  const [names, values, ...more] = readCsv(text) ?? [];
  if (!names || !values || more.length > 0 || names.length !== values.length) {
    return { failure: 'The file is not a line of names and a line of values' };
  }
  const file = importable.find((one) => hasAll(one, names));
  if (file === undefined) return { failure: noMatch().message };
  const Edits = names.map((Name, index) => ({ Name, Value: values[index] ?? '' }));
  const form = { Name: partIn(file).form, Type: 'Form' as const, Keys: [], Rows: [{ Edits }] };
  return post(file, { Status: 'New', DataElements: [form] }, true);
}

/** Which document it is shows by its fields. */
const hasAll = (file: string, names: readonly string[]): boolean => {
  const fields = definitionIn(file).elements.get(partIn(file).form)?.fields;
  return names.every((name) => fields?.has(name));
};
