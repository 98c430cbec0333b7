import type * as Files from 'node:fs/promises';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { pending, writeImport } from '../../../../src/erp/p21/native/import/inbox.ts';

/** What a step does to the disk, and whether it is the one before which the power goes, or that fails alone. */
const disk = vi.hoisted(() => ({ steps: [] as string[], dies: Infinity, fails: Infinity }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Files>();
  const step =
    <A extends unknown[], T>(name: string, act: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      disk.steps.push(name);
      const n = disk.steps.length;
      if (n >= disk.dies || n === disk.fails) throw new Error('it stopped here');
      return act(...args);
    };
  const open = async (...args: Parameters<typeof real.open>) => {
    const handle = await real.open(...args);
    const writeFile = step('write', handle.writeFile.bind(handle));
    const sync = step('sync', handle.sync.bind(handle));
    return Object.assign(handle, { writeFile, sync });
  };
  return {
    ...real,
    open: step('open', open),
    rename: step('rename', real.rename),
    rm: step('rm', real.rm),
    unlink: step('unlink', real.unlink),
    mkdir: step('mkdir', real.mkdir as (...args: unknown[]) => Promise<unknown>),
    readdir: step('readdir', real.readdir as (...args: unknown[]) => Promise<unknown>),
    readFile: step('readFile', real.readFile as (...args: unknown[]) => Promise<unknown>),
    stat: step('stat', real.stat as (...args: unknown[]) => Promise<unknown>),
  };
});

const reference = 'R000000000000001' as Reference;
const file = `${reference}.csv`;
const fields = [{ name: 'customer_id', value: '100500' }];

let folder: string;
beforeEach(async () => {
  calm();
  folder = await mkdtemp(join(tmpdir(), 'quittance-import-'));
  for (const name of ['in', 'done', 'failed']) await mkdir(join(folder, name));
});
afterEach(async () => {
  calm();
  await rm(folder, { recursive: true });
});
function calm(): void {
  Object.assign(disk, { dies: Infinity, fails: Infinity });
  disk.steps.length = 0;
}

const write = async () => {
  const said = await writeImport(folder, reference, fields, AbortSignal.timeout(5_000)).catch(
    (error: unknown) => error,
  );
  return said as { readonly code: string };
};
const waiting = async (): Promise<readonly string[]> => readdir(join(folder, 'in'));
const beside = async () => (await readdir(folder)).filter((name) => name.startsWith('.'));
/** Takes the file out of `in`, as the import does. @returns how many it has read by then */
const taken = async (): Promise<number> => {
  const files = await waiting();
  for (const one of files) await rm(join(folder, 'in', one));
  return files.length;
};
async function stepsOf(work: () => Promise<unknown>): Promise<number> {
  disk.steps.length = 0;
  await work();
  return disk.steps.length;
}
async function emptied(): Promise<void> {
  calm();
  await rm(folder, { recursive: true });
  for (const name of ['in', 'done', 'failed']) await mkdir(join(folder, name), { recursive: true });
  disk.steps.length = 0;
}

describe('a file for the scheduled import', () => {
  it('is sent once wherever the writing is cut off, and needs nobody for it', async () => {
    const all = await stepsOf(write);
    for (let n = 1; n <= all + 1; n += 1) {
      await emptied();
      disk.dies = n;
      await write();
      calm();
      const visible = await taken();

      const found = await pending(folder, reference);
      expect(found, `cut off before step ${n}`).toEqual(visible === 1 ? { at: 'taken' } : undefined);
      if (found) continue;
      expect(await write()).toMatchObject({ code: 'outcome-unknown' });
      expect(await waiting(), `cut off before step ${n}`).toEqual([file]);
      expect(await beside()).toEqual([]);
    }
  });

  it('is never sent twice wherever the second writing is cut off, too', async () => {
    await write();
    const [marked = ''] = await readdir(join(folder, 'sent'));
    const name = await readFile(join(folder, 'sent', marked), 'utf8');
    /** As the first was cut off just before it renamed the file. */
    const about = async (): Promise<void> => {
      await emptied();
      await mkdir(join(folder, 'sent'));
      await writeFile(join(folder, 'sent', reference), name);
      await writeFile(join(folder, name), 'first');
      disk.steps.length = 0;
    };
    await about();
    expect(await pending(folder, reference)).toBeUndefined();
    const all = await stepsOf(write);
    let asked = 0;
    for (let n = 1; n <= all + 1; n += 1) {
      await about();
      disk.dies = n;
      await write();
      calm();
      let visible = await taken();
      const found = await pending(folder, reference);
      if (visible === 0 && found) asked += 1;
      if (!found) {
        await write();
        visible += await taken();
      }
      expect(visible, `cut off before step ${n}`).toBeLessThanOrEqual(1);
      expect(await pending(folder, reference)).toEqual({ at: 'taken' });
    }
    expect(asked, 'only between the removing of file and mark').toBe(1);
  });

  it('is not sent by an attempt that hung before its renaming, once another has begun', async () => {
    const name = `.${file}.hung`;
    await mkdir(join(folder, 'sent'));
    await writeFile(join(folder, name), 'hung');
    await writeFile(join(folder, 'sent', reference), name);

    await write();

    await expect(rename(join(folder, name), join(folder, 'in', file))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(join(folder, 'in', file), 'utf8')).toContain('100500');
  });

  it('that can not be renamed is unavailable, and leaves nothing of the customer behind', async () => {
    await stepsOf(write);
    const at = disk.steps.lastIndexOf('rename') + 1;
    await emptied();
    disk.fails = at;

    expect(await write()).toMatchObject({ code: 'unavailable' });
    calm();
    expect(await beside()).toEqual([]);
    expect(await pending(folder, reference)).toBeUndefined();
    await write();
    expect(await waiting()).toEqual([file]);
  });

  it('is unavailable whichever step before the renaming fails, and leaves nothing behind', async () => {
    await stepsOf(write);
    const renaming = disk.steps.lastIndexOf('rename') + 1;
    for (let n = 1; n < renaming; n += 1) {
      await emptied();
      disk.fails = n;
      const { code } = await write();
      calm();
      // The flushing of a folder may fail, since not every share can do it.
      expect(await waiting(), `step ${n}`).toEqual(code === 'unavailable' ? [] : [file]);
      expect(await beside(), `step ${n}`).toEqual([]);
    }
  });
});
