import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createProfiles, digestOf } from '../../src/store/profiles.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
const files = { 'profile.yaml': 'name: acme\nversion: 1\n', 'accounts.yaml': 'accounts: {}\n' };
const told = { by: 'ann', reason: 'a new account' };
const first = (company: string) => ({ company, name: 'acme', version: 1, files, ...told });
const second = (company: string) => ({ ...first(company), version: 2, files: { ...files, 'items.yaml': '' } });
const audited = async (company: string) =>
  (await db().selectFrom('audit').select('what').where('company', '=', company).execute()).map(({ what }) => what);

describe('a promoted profile', () => {
  it('runs from then on, and the ones before are kept', async () => {
    const profiles = createProfiles(db());
    expect(await profiles.active('kept')).toBeUndefined();
    await profiles.promote(first('kept'));
    await profiles.promote(second('kept'));
    expect(await profiles.active('kept')).toMatchObject({ version: 2, files: second('kept').files, by: 'ann' });
    expect(await profiles.version('kept', 1)).toMatchObject({ files, digest: digestOf(files) });
    expect((await profiles.history('kept')).map(({ version }) => version)).toEqual([2, 1]);
    expect((await profiles.newest()).get('kept')).toBe(2);
    expect(await audited('kept')).toEqual(['profile-promoted', 'profile-promoted']);
  });

  it('is the same when it is promoted again, also by several workers that start together', async () => {
    const profiles = createProfiles(db());
    await Promise.all(Array.from({ length: 5 }, () => profiles.promote(first('same'))));
    expect(await audited('same')).toEqual(['profile-promoted']);
  });

  it('refuses other contents under the same number, and a lower number', async () => {
    const profiles = createProfiles(db());
    await profiles.promote(second('strict'));
    const changed = { ...second('strict'), files };
    await expect(profiles.promote(changed)).rejects.toThrow(/with other contents: raise version in profile.yaml to 3/);
    await expect(profiles.promote(first('strict'))).rejects.toThrow(/lower than 2, which went live: raise version/);
  });

  it.each(['update profiles set name = $$x$$', 'delete from profiles', 'truncate profiles cascade'])(
    'refuses: %s',
    async (statement) => {
      await createProfiles(db()).promote(first('fixed'));
      await expect(sql.raw(statement).execute(db())).rejects.toThrow(/append-only/);
    },
  );
});

describe('a sale', () => {
  const vault = createVault({ current: Buffer.alloc(32, 7) });
  const at = (company: string) => ({ company, root: 'order/1001' });
  async function send(company: string, subject: string, profile: string): Promise<void> {
    const rows = createEffectRows({ db: db(), vault });
    const effect = sampleEffect({ ...at(company), subject, prepare: () => Promise.resolve({ profile }) });
    const claim = await rows.claim(effect);
    if (claim.state !== 'posted') await rows.sending(claim.lease, effect);
  }

  it('goes on with the version that its first effect was sent by', async () => {
    const profiles = createProfiles(db());
    await profiles.promote(first('pinned'));
    expect(await profiles.pinned(at('pinned'))).toBeUndefined();
    await send('pinned', '1001', 'acme@1');
    await profiles.promote(second('pinned'));
    await send('pinned', 'ch_1', 'acme@2');
    expect(await profiles.pinned(at('pinned'))).toBe(1);
    const rows = await db().selectFrom('effects').select('profile').where('company', '=', 'pinned').execute();
    expect(rows).toEqual([{ profile: 'acme@1' }, { profile: 'acme@2' }]);
  });

  it('goes over to the newest when a person says so', async () => {
    const profiles = createProfiles(db());
    await profiles.promote(first('chosen'));
    await send('chosen', '1001', 'acme@1');
    await profiles.promote(second('chosen'));
    await profiles.chooseNewest(at('chosen'), told);
    expect(await profiles.pinned(at('chosen'))).toBe(2);
    expect(await audited('chosen')).toContain('profile-chosen');
  });

  it('that was mapped before there were profiles is bound to none', async () => {
    const profiles = createProfiles(db());
    await profiles.promote(first('old'));
    await send('old', '1001', 'built-in@1');
    expect(await profiles.pinned(at('old'))).toBeUndefined();
  });
});
