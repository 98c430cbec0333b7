import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { documentsOf } from '../../sandbox/p21/documents.ts';
import { readCsv } from '../../sandbox/p21/native/import/csv.ts';
import { startImport } from '../../sandbox/p21/native/import/index.ts';
import { createSite, receipt } from './p21-native-desk.ts';

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csvOf = (values: Readonly<Record<string, string>>) =>
  `${Object.keys(values).join(',')}\r\n${Object.values(values).map(quote).join(',')}\r\n`;

/** A site without any service, whose import looks for files all the time. */
async function started() {
  const folder = mkdtempSync(join(tmpdir(), 'p21-import-'));
  const site = createSite({ importFolder: folder, services: {} });
  const close = startImport(site, 5);
  onTestFinished(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });
  const at = (...path: string[]) => join(folder, ...path);
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until(() => existsSync(at('failed')));
  return {
    site,
    close,
    at,
    drop: (name: string, text: string) => {
      writeFileSync(at(`${name}.part`), text);
      renameSync(at(`${name}.part`), at('in', `${name}.csv`));
    },
    done: async (name: string) => until(() => existsSync(at('done', `${name}.csv`))),
    failed: async (name: string) => {
      await until(() => existsSync(at('failed', `${name}.csv`)));
      return readFileSync(at('failed', `${name}.err`), 'utf8');
    },
  };
}

describe('the scheduled import of the Prophet 21 sandbox', () => {
  it('posts a receipt that a file brings, once, and puts the file away', async () => {
    const { site, at, drop, done } = await started();

    drop('SRECEIPT00000001', csvOf({ ...receipt, payment_desc: 'Charge of "S-1001",\r\nby card' }));
    await done('SRECEIPT00000001');

    expect(documentsOf(site.erp).cashReceipts).toMatchObject([{ reference: 'SRECEIPT00000001', totalMinor: 11_900 }]);
    expect(site.erp.receipts.all()[0]?.header.PaymentDesc).toBe('Charge of "S-1001",\r\nby card');
    expect(existsSync(at('in', 'SRECEIPT00000001.csv'))).toBe(false);
  });

  it('knows a refund by its fields', async () => {
    const { site, drop, done } = await started();
    drop('SRECEIPT00000001', csvOf(receipt));
    await done('SRECEIPT00000001');
    const { receipt_date, payment_amount, ...cash } = receipt;
    const refund = { ...cash, refund_date: String(receipt_date), refund_amount: String(payment_amount) };

    drop('SREFUND000000001', csvOf({ ...refund, receipt_number: site.erp.receipts.all()[0]?.number ?? '' }));
    await done('SREFUND000000001');

    expect(documentsOf(site.erp).customerRefunds).toMatchObject([{ totalMinor: 11_900 }]);
  });

  it.each([
    ['the books refuse', csvOf({ ...receipt, customer_id: '999999' }), 'Invalid customer_id: 999999 does not exist\n'],
    ['names unknown fields', csvOf({ ...receipt, colour: 'red' }), 'General Exception: Sequence contains no matching'],
    ['has no values', `${Object.keys(receipt).join(',')}\r\n`, 'not a line of names and a line of values'],
    ['has two lines of values', csvOf(receipt) + csvOf(receipt), 'not a line of names and a line of values'],
    ['ends within quotes', 'customer_id\r\n"100001', 'not a line of names and a line of values'],
  ])('says in one line why it failed with a file that %s', async (_, text, why) => {
    const { site, drop, failed } = await started();

    drop('SRECEIPT00000001', text);

    const said = await failed('SRECEIPT00000001');
    expect(said).toContain(why);
    expect(said.trim().split('\n')).toHaveLength(1);
    expect(documentsOf(site.erp).cashReceipts).toEqual([]);
  });

  it('leaves files alone that were not renamed yet', async () => {
    const { site, at, drop, done } = await started();
    writeFileSync(at('in', 'SRECEIPT00000002.csv.part'), csvOf(receipt));

    drop('SRECEIPT00000001', csvOf(receipt));
    await done('SRECEIPT00000001');

    expect(existsSync(at('in', 'SRECEIPT00000002.csv.part'))).toBe(true);
    expect(documentsOf(site.erp).cashReceipts).toHaveLength(1);
  });

  it('looks no more once it is closed', async () => {
    const { at, close, drop } = await started();

    await close();
    drop('SRECEIPT00000001', csvOf(receipt));
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect(existsSync(at('in', 'SRECEIPT00000001.csv'))).toBe(true);
  });

  it('does nothing at a site without a folder', async () => {
    await startImport(createSite(), 5)();
  });
});

describe('files of the scheduled import', () => {
  it.each([
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n"1,""x""\n",\r\n',
      [
        ['a', 'b'],
        ['1,"x"\n', ''],
      ],
    ],
    ['', []],
    ['a,"b', undefined],
    ['a"b', undefined],
  ])('are read as RFC 4180 has it: %j', (text, records) => {
    expect(readCsv(text)).toEqual(records);
  });
});
