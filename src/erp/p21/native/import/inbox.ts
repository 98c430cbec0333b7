import { randomUUID } from 'node:crypto';
import { access, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reference } from '../../../../domain/documents.ts';
import { ErpError } from '../../../errors.ts';
import { conflict } from '../../../read-back.ts';
import type { Edit } from '../transactions.ts';
import { csv } from './csv.ts';

/** Where a file of ours is: not read yet, read without an error, or refused with a reason. */
export type Pending =
  { readonly at: 'in' } | { readonly at: 'done' } | { readonly at: 'failed'; readonly because: string };

/** In the order in which a file wanders, so that one that moves meanwhile is met in the next folder. */
export async function pending(folder: string, reference: Reference): Promise<Pending | undefined> {
  const file = fileOf(reference);
  if (!(await exists(join(folder, 'in')))) throw unreadable(`there is no folder \`in\` in ${folder}`);
  if (await exists(join(folder, 'in', file))) return { at: 'in' };
  if (await exists(join(folder, 'done', file))) return { at: 'done' };
  if (!(await exists(join(folder, 'failed', file)))) return undefined;
  return { at: 'failed', because: await reasonIn(join(folder, 'failed', `${reference}.err`)) };
}

/** @throws what a file means whose document is not in the ERP */
export function refusePending(waiting: Pending, reference: Reference): never {
  const file = fileOf(reference);
  if (waiting.at === 'in') throw new ErpError('busy', `${file} waits for the scheduled import of Prophet 21`);
  if (waiting.at === 'done')
    throw conflict(
      `${file} is in \`done\`, and Prophet 21 has no document of it: look at the import's log`,
      'Reference',
    );
  throw refused(file, waiting.because);
}

const refused = (file: string, because: string): ErpError =>
  new ErpError(
    'rejected',
    `The scheduled import refused ${file}: ${because}. Mend the cause and take the file out of \`failed\` to send it again`,
  );

/**
 * Writes the document for the scheduled import, whole or not at all; a second one while the first is on its way changes
 * nothing.
 * @throws ErpError always: `outcome-unknown` for a file that is written, because nobody knows yet what comes of it
 */
export async function writeImport(
  folder: string,
  reference: Reference,
  fields: readonly Edit[],
  signal: AbortSignal,
): Promise<never> {
  const file = fileOf(reference);
  const waiting = await pending(folder, reference);
  if (waiting?.at === 'failed') throw refused(file, waiting.because);
  if (!waiting) await place(folder, file, csv(fields), signal);
  throw new ErpError('outcome-unknown', `${file} was written for the scheduled import of Prophet 21`);
}

/** The name that the import looks for appears at once, and only over bytes that are on the disk. */
async function place(folder: string, file: string, text: string, signal: AbortSignal): Promise<void> {
  const beside = join(folder, `.${file}.${randomUUID()}`);
  try {
    await written(beside, text);
    if (signal.aborted) throw new Error('its time was over');
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new ErpError('unavailable', `${file} was not written for the scheduled import: ${reason(error)}`, {
      cause: error,
    });
  }
  await rename(beside, join(folder, 'in', file)).catch((error: unknown) => {
    throw new ErpError('outcome-unknown', `${file} may not have reached the scheduled import: ${reason(error)}`, {
      cause: error,
    });
  });
}

async function written(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder that can't be read says nothing about what is in it. */
async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw unreadable(reason(error), error);
  }
}

const unreadable = (why: string, cause?: unknown): ErpError =>
  new ErpError('unavailable', `The folder of the scheduled import can't be read: ${why}`, { cause });

async function reasonIn(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split(/\r?\n/)[0]?.trim().slice(0, 200) || 'no reason is written beside it';
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** References are letters and digits; anything else would be a path. */
function fileOf(reference: Reference): string {
  if (/^[A-Za-z0-9]{1,40}$/.test(reference)) return `${reference}.csv`;
  throw new ErpError('invalid', `"${reference}" can't name a file`, { where: 'Reference' });
}
