import { readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reference } from '../../../../domain/documents.ts';
import { ErpError } from '../../../errors.ts';
import { conflict } from '../../../read-back.ts';
import type { Edit } from '../transactions.ts';
import { csv } from './csv.ts';
import {
  clearAway,
  mark,
  missedForMs,
  nameBeside,
  noLongerMissed,
  takeBack,
  unlessMissing,
  wasSent,
  withdraw,
  written,
} from './sent.ts';

/** Where a file of ours is: not read yet, gone from there, read without an error, or refused with a reason. */
export type Pending = { readonly at: 'in' | 'taken' | 'done' } | { readonly at: 'failed'; readonly because: string };

/** The import reads a file before its document is there, or can be found; nobody needs to be asked in these minutes. */
const patienceMs = 10 * 60_000;

/** In the order in which a file wanders, so that one that moves meanwhile is met in the next folder. */
export const pending = async (folder: string, reference: Reference): Promise<Pending | undefined> =>
  readable(async () => {
    const file = fileOf(reference);
    if (!(await exists(join(folder, 'in')))) throw new Error(`there is no folder \`in\` in ${folder}`);
    const sent = await wasSent(folder, reference);
    if (await exists(join(folder, 'in', file))) return { at: 'in' };
    if (await exists(join(folder, 'done', file))) return { at: 'done' };
    if (await exists(join(folder, 'failed', file)))
      return { at: 'failed', because: await reasonIn(join(folder, 'failed', `${reference}.err`)) };
    return sent ? { at: 'taken' } : undefined;
  });

/** @throws what a file means whose document is not in the ERP */
export async function refusePending(folder: string, { at, ...more }: Pending, reference: Reference): Promise<never> {
  const file = fileOf(reference);
  if ('because' in more) throw refused(file, more.because);
  if (at === 'in') {
    await readable(async () => noLongerMissed(folder, reference));
    throw new ErpError('busy', `${file} waits for the scheduled import of Prophet 21`);
  }
  if ((await readable(async () => missedForMs(folder, reference))) < patienceMs)
    throw new ErpError(
      'busy',
      `${file} was taken by the scheduled import of Prophet 21, and its document is not there yet`,
    );
  throw conflict(
    `${file} was taken by the scheduled import, is ${at === 'done' ? 'in `done`' : 'in none of its folders'}, and Prophet 21 ` +
      `has no document of it: look at the import's log. ${again}`,
    'Reference',
  );
}

const again =
  'To have it read again put it back into `in`; to have it written anew take it away, and what `sent` has of it too';

const refused = (file: string, because: string): ErpError =>
  new ErpError('rejected', `The scheduled import refused ${file}: ${because}. Mend the cause. ${again}`);

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
  if (!waiting && (await readable(async () => clearAway(folder, reference))))
    await place(folder, reference, csv(fields), signal);
  throw new ErpError('outcome-unknown', `${file} was written for the scheduled import of Prophet 21`);
}

/** The name that the import looks for appears at once, and only over bytes that are on the disk. */
async function place(folder: string, reference: Reference, text: string, signal: AbortSignal): Promise<void> {
  const file = fileOf(reference);
  const beside = nameBeside(reference);
  const inTime = (): void => {
    if (signal.aborted) throw new Error('its time was over');
  };
  try {
    inTime();
    await written(join(folder, beside), text);
    await mark(folder, reference, beside);
    inTime();
  } catch (error) {
    await withdraw(folder, reference, beside).catch(() => undefined);
    throw notWritten(file, error);
  }
  try {
    await rename(join(folder, beside), join(folder, 'in', file));
  } catch (error) {
    if (await takeBack(folder, reference, beside).catch(() => false)) throw notWritten(file, error);
    throw new ErpError('outcome-unknown', `${file} may not have reached the scheduled import: ${reason(error)}`, {
      cause: error,
    });
  }
}

const notWritten = (file: string, cause: unknown): ErpError =>
  new ErpError('unavailable', `${file} was not written for the scheduled import: ${reason(cause)}`, { cause });

const exists = async (path: string): Promise<boolean> => (await unlessMissing(stat(path))) !== undefined;

/** A folder that can't be read says nothing about what is in it. */
async function readable<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ErpError) throw error;
    throw new ErpError('unavailable', `The folder of the scheduled import can't be read: ${reason(error)}`, {
      cause: error,
    });
  }
}

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
