import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createProfiles } from '../../src/store/profiles.ts';
import { migrate, openDatabase, type Database } from '../../src/store/db.ts';
import { writeProfile, type ProfileChoices } from '../support/profiles.ts';
import { sandboxed } from './sandboxed.ts';
import { quittance } from './terminal.ts';

let at: Awaited<ReturnType<typeof sandboxed>>;
let db: Database;
beforeAll(async () => {
  at = await sandboxed();
  db = openDatabase({ url: at.env.DATABASE_URL });
  await migrate(db);
});
afterAll(async () => {
  await db.close();
  await at.close();
});

function draft(choices: ProfileChoices): void {
  const folder = join(at.folder, 'mappings', 'acme');
  rmSync(folder, { recursive: true, force: true });
  writeProfile(folder, choices);
}
const promote = (...more: readonly string[]) =>
  quittance(['-c', at.file, 'mapping', 'promote', '--company', 'acme', '--by', 'ann', ...more], at.env);
const live = async () => (await createProfiles(db).active('acme'))?.version;

describe('quittance mapping promote', () => {
  it('lets a profile go live, and says what changes', async () => {
    draft({});
    expect(await promote()).toMatchObject({ status: 0, out: expect.stringContaining('acme@1 is live') as string });
    expect((await promote()).out).toContain('acme@1 runs already');

    draft({ version: 2, accounts: { revenue: '4010' } });
    const { status, out } = await promote('--reason', 'digital goods');
    expect(status).toBe(0);
    expect(out).toContain('acme@1 -> acme@2\n  changed accounts.yaml\n  changed profile.yaml');
    expect(await createProfiles(db).active('acme')).toMatchObject({ version: 2, by: 'ann', reason: 'digital goods' });
  });

  it('refuses other contents under the same number', async () => {
    draft({ version: 2, accounts: { revenue: '4020' } });
    const { status, err } = await promote();
    expect({ status, err }).toEqual({
      status: 2,
      err: expect.stringContaining('raise version in profile.yaml to 3') as string,
    });
    expect(await live()).toBe(2);
  });

  it.each([
    [
      'an account that the ERP does not have',
      { accounts: { revenue: '40100' } },
      /accounts\.revenue\.account 40100 is no account of the ERP; did you mean/,
    ],
    ['a rule that compares an amount with a text', { rules: { hold: 'amount > "much"' } }, /rules\.yaml:\d+:\d+ /],
    [
      'a misspelt path',
      { files: { 'sales-order.yaml': { fields: { date: { from: '$day(sold_on)' } } } } },
      /sales-order\.yaml:\d+:\d+ .*sold_/,
    ],
  ] as const)('refuses %s, with its line, and leaves the running one alone', async (_, choices, says) => {
    draft({ version: 3, ...choices });
    const { status, err } = await promote();
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(says) as string });
    expect(err).toContain('Nothing was promoted.');
    expect(await live()).toBe(2);
  });

  it('is told of by doctor while a draft waits', async () => {
    draft({ version: 3 });
    const { out } = await quittance(['-c', at.file, 'doctor'], at.env);
    expect(out).toContain('acme@2 runs; a draft of acme@3 waits for quittance mapping promote --company acme');
  });
});
