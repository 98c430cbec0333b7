import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reference } from '../../../../domain/documents.ts';

/**
 * What an import has taken out of `in` is in no folder that we know until it is done, so each file that is sent leaves a
 * mark: `sent/<reference>`, which holds the name that the file had beside the folders. It is made when the file is whole and
 * on the disk, and before the file is renamed into `in`. So, wherever the work is cut off:
 *
 * - file beside, no mark: never seen by the import. It is sent anew, and the old file removed.
 * - file beside, and a mark that names it: the same, since a renamed file would be gone from there.
 * - a mark, and the file it names is gone: it was sent, whatever can be found of it.
 *
 * Who sends anew removes the file beside first. Of him and of an attempt that still hangs before its renaming, one finds the
 * file gone. Should he be cut off before he has removed the mark too, a file counts as sent that was not: a person decides.
 */
const markOf = (folder: string, reference: Reference): string => join(folder, 'sent', reference);

const beginning = (reference: Reference): string => `.${reference}.csv.`;
export const nameBeside = (reference: Reference): string => `${beginning(reference)}${randomUUID()}`;

/** Whether an earlier attempt has sent it. */
export async function wasSent(folder: string, reference: Reference): Promise<boolean> {
  const beside = await markedName(folder, reference);
  return beside !== undefined && (await unlessMissing(stat(join(folder, beside)))) === undefined;
}

/** The name of a file beside, whole and on the disk, which is about to be sent. */
export async function mark(folder: string, reference: Reference, beside: string): Promise<void> {
  const sent = join(folder, 'sent');
  await mkdir(sent, { recursive: true });
  const draft = join(sent, beside);
  await written(draft, beside);
  await noLongerMissed(folder, reference);
  await rename(draft, markOf(folder, reference));
  await flushed(sent);
}

/** The mark goes first: without its file it would say that the file was sent. */
export async function withdraw(folder: string, reference: Reference, beside: string): Promise<void> {
  await rm(join(folder, 'sent', beside), { force: true });
  await rm(markOf(folder, reference), { force: true });
  await rm(join(folder, beside), { force: true });
}

/**
 * Takes it back from an attempt that may hang before its renaming, or has failed there; then nobody sends it any more.
 * @returns false when the file was sent after all
 */
export async function takeBack(folder: string, reference: Reference, beside: string): Promise<boolean> {
  if ((await unlessMissing(unlink(join(folder, beside)).then(() => true))) === undefined) return false;
  await rm(markOf(folder, reference), { force: true });
  return true;
}

/**
 * Removes what earlier attempts left, with whatever stands in it of a customer.
 * @returns false when one of them has sent the file meanwhile
 */
export async function clearAway(folder: string, reference: Reference): Promise<boolean> {
  const marked = await markedName(folder, reference);
  if (marked !== undefined && !(await takeBack(folder, reference, marked))) return false;
  const left = (await readdir(folder)).filter((name) => name.startsWith(beginning(reference)));
  for (const name of left) await rm(join(folder, name), { force: true });
  return true;
}

/** Milliseconds since somebody first looked for its document and found neither that nor a file that waits. */
export async function missedForMs(folder: string, reference: Reference): Promise<number> {
  const path = `${markOf(folder, reference)}.missed`;
  await mkdir(join(folder, 'sent'), { recursive: true });
  await (await open(path, 'a')).close();
  return Date.now() - (await stat(path)).mtimeMs;
}

/** It waits, or is sent anew, as a person may have it. */
export const noLongerMissed = async (folder: string, reference: Reference): Promise<void> =>
  rm(`${markOf(folder, reference)}.missed`, { force: true });

export async function written(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that the mark outlives what may be lost of `in`; shares that can't do this for a folder do it by themselves, or not. */
async function flushed(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const markedName = async (folder: string, reference: Reference): Promise<string | undefined> =>
  unlessMissing(readFile(markOf(folder, reference), 'utf8'));

/** Nothing, where there is no such file. Whatever else goes wrong says nothing about that. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
