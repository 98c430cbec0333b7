import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reference } from '../../../../src/domain/documents.ts';
import { money } from '../../../../src/domain/money.ts';
import { csv } from '../../../../src/erp/p21/native/import/csv.ts';
import { createPosting } from '../../../../src/erp/p21/native/posting.ts';
import { usualWays } from '../../../../src/erp/p21/native/usual-ways.ts';
import { of } from '../ground.ts';
import { fakeBooks } from './fake-books.ts';

const reference = 'R000000000000001' as Reference;
const usd = money(119_07, 'USD');
const kinds = {
  'cash-receipt': of.cashReceipt(usd, { text: 'Stripe, "ch_sample"' }),
  'customer-refund': of.customerRefund(usd, '5000001'),
} as const;
const file = `${reference}.csv`;

describe.each(['cash-receipt', 'customer-refund'] as const)('a %s that the scheduled import brings', (kind) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quittance-import-'));
    for (const name of ['in', 'done', 'failed']) await mkdir(join(folder, name));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  const importing = (into = folder) => {
    const ways = { ...usualWays, [kind]: { by: 'import', folder: into, fields: usualWays[kind].fields } } as const;
    const fake = fakeBooks({ ways });
    return { ...fake, erp: createPosting(fake.native) };
  };
  const post = async (erp: ReturnType<typeof importing>['erp']) =>
    expect(erp.post(kinds[kind], reference)).rejects.toMatchObject({ code: 'outcome-unknown' });
  const moved = async (to: 'done' | 'failed') => rename(join(folder, 'in', file), join(folder, to, file));

  it('is a file with a line of names and a line of values, and of unknown outcome', async () => {
    const { erp, sent } = importing();

    await expect(erp.post(kinds[kind], reference)).rejects.toMatchObject({
      code: 'outcome-unknown',
      message: expect.stringContaining('written for the scheduled import') as string,
    });

    expect(await readdir(join(folder, 'in'))).toEqual([file]);
    expect(await readdir(folder)).toEqual(['done', 'failed', 'in', 'sent']);
    const golden = new URL(`golden/import-${kind}.csv`, import.meta.url);
    expect(await readFile(join(folder, 'in', file), 'utf8')).toBe(await readFile(golden, 'utf8'));
    expect(sent).toEqual([]);
  });

  it('is not written a second time while it waits, nor when it is done', async () => {
    const { erp } = importing();
    await post(erp);
    await writeFile(join(folder, 'in', file), 'as it was');
    await post(erp);
    expect(await readFile(join(folder, 'in', file), 'utf8')).toBe('as it was');

    await moved('done');
    await post(erp);
    expect(await readdir(join(folder, 'in'))).toEqual([]);
  });

  it('keeps whoever looks for it waiting until it is read', async () => {
    const { erp } = importing();
    expect(await erp.find(kind, reference)).toBeUndefined();
    await post(erp);

    await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
  });

  it('is found in Prophet 21 once it is there, wherever the file is', async () => {
    const { erp, native, books } = importing();
    const direct = createPosting({ ...native, site: { ...native.site, ways: usualWays } });
    await post(erp);
    const { number } = await direct.post(kinds[kind], reference);
    expect(await erp.find(kind, reference)).toMatchObject({ kind, number, total: usd });

    await moved('done');
    expect(await erp.find(kind, reference)).toMatchObject({ number });
    for (const table of ['ar_payment_details', 'ar_refunds']) books[table] = [];
    await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
  });

  describe.each(['done', 'the import'])('that went to %s', (where) => {
    const taken = async () => (where === 'done' ? moved('done') : rm(join(folder, 'in', file)));
    /** As if it had first been missed so many minutes ago. */
    const missedFor = async (minutes: number) => {
      const path = join(folder, 'sent', `${reference}.missed`);
      const then = new Date((await stat(path)).mtimeMs - minutes * 60_000);
      await utimes(path, then, then);
    };

    it('is waited for some minutes, from when it was first missed, and then for a person', async () => {
      const { erp, sent } = importing();
      await post(erp);
      await taken();
      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
      await missedFor(9);
      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
      await missedFor(2);
      await expect(erp.find(kind, reference)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining("look at the import's log") as string,
      });
      await post(erp);
      expect(await readdir(join(folder, 'in'))).toEqual([]);
      expect(sent).toEqual([]);
    });

    it('is found whenever its document is there at last', async () => {
      const { erp, native } = importing();
      await post(erp);
      await taken();
      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
      await missedFor(60);
      const direct = createPosting({ ...native, site: { ...native.site, ways: usualWays } });
      const { number } = await direct.post(kinds[kind], reference);

      expect(await erp.find(kind, reference)).toMatchObject({ number });
    });

    it('waits anew once a person has put it back', async () => {
      const { erp } = importing();
      await post(erp);
      await taken();
      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
      await missedFor(60);
      await writeFile(join(folder, 'in', file), 'again');
      await expect(erp.find(kind, reference)).rejects.toMatchObject({
        message: expect.stringContaining('waits') as string,
      });
      await rm(join(folder, 'in', file));

      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
    });

    it('is written anew once a person has taken it away, and what `sent` has of it', async () => {
      const { erp } = importing();
      await post(erp);
      await taken();
      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
      await missedFor(60);
      await rm(join(folder, 'done', file), { force: true });
      await rm(join(folder, 'sent', reference));

      expect(await erp.find(kind, reference)).toBeUndefined();
      await post(erp);
      expect(await readdir(join(folder, 'in'))).toEqual([file]);
      await taken();
      await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
    });
  });

  it('is looked for in the folder of before, too, when a service takes them now', async () => {
    const { erp, native, sent } = importing();
    await post(erp);
    const way = { ...usualWays[kind], importFolder: folder };
    const after = createPosting({ ...native, site: { ...native.site, ways: { ...usualWays, [kind]: way } } });

    await expect(after.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
    await moved('failed');
    await expect(after.find(kind, reference)).rejects.toMatchObject({ code: 'rejected' });
    for (const gone of [join('failed', file), join('sent', reference)]) await rm(join(folder, gone));
    expect(await after.find(kind, reference)).toBeUndefined();
    await after.post(kinds[kind], reference);
    expect(sent).toHaveLength(1);
  });

  it('keeps whoever looks for it waiting, too, while it is read: no document is missing yet', async () => {
    const { erp, native } = importing();
    await post(erp);
    const reading = {
      ...native.odata,
      rows: async (...query: Parameters<typeof native.odata.rows>) => {
        const rows = await native.odata.rows(...query);
        await moved('done');
        return rows;
      },
    };

    await expect(createPosting({ ...native, odata: reading }).find(kind, reference)).rejects.toMatchObject({
      code: 'busy',
    });
  });

  it('is rejected with the reason that the import wrote, until the file is taken away, and its mark', async () => {
    const { erp } = importing();
    await post(erp);
    await moved('failed');
    await expect(erp.find(kind, reference)).rejects.toThrow(/no reason is written/);
    await writeFile(join(folder, 'failed', `${reference}.err`), 'Period 12 is closed\r\nmore');

    for (const asked of [() => erp.find(kind, reference), () => erp.post(kinds[kind], reference)])
      await expect(asked()).rejects.toMatchObject({
        code: 'rejected',
        message: expect.stringContaining('Period 12 is closed. ') as string,
      });
    expect(await readdir(join(folder, 'in'))).toEqual([]);

    await rm(join(folder, 'failed', file));
    await expect(erp.find(kind, reference)).rejects.toMatchObject({ code: 'busy' });
    await rm(join(folder, 'sent', reference));
    expect(await erp.find(kind, reference)).toBeUndefined();
    await post(erp);
    expect(await readdir(join(folder, 'in'))).toEqual([file]);
  });

  it('is unavailable where the folder is not there: that says nothing about what is in it', async () => {
    const { erp } = importing(join(folder, 'elsewhere'));

    for (const asked of [() => erp.find(kind, reference), () => erp.post(kinds[kind], reference)])
      await expect(asked()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is not written when its time is over', async () => {
    const { erp } = importing();

    await expect(erp.post(kinds[kind], reference, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(await readdir(folder)).toEqual(['done', 'failed', 'in']);
    expect(await readdir(join(folder, 'in'))).toEqual([]);
  });

  it('is never written under a reference that is a path', async () => {
    const { erp } = importing();

    await expect(erp.post(kinds[kind], '../../x' as Reference)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('a credit memo', () => {
  it('is nothing that an import could bring', async () => {
    const ways = { ...usualWays, 'credit-memo': { by: 'import', folder: '/nowhere', fields: {} } } as const;
    const { native, sent } = fakeBooks({ ways });

    await expect(createPosting(native).post(of.creditMemo(usd, '1'), reference)).rejects.toMatchObject({
      code: 'rejected',
      where: 'services.credit_memo',
    });
    expect(sent).toEqual([]);
  });
});

describe('a line of a file', () => {
  it('quotes what would end a value', () => {
    expect(
      csv([
        { name: 'a', value: 'x,y' },
        { name: 'b', value: '"z"\r\n' },
        { name: 'c', value: 'ü' },
      ]),
    ).toBe('a,b,c\r\n"x,y","""z""\r\n",ü\r\n');
  });
});
