import { describe, expect, it } from 'vitest';
import { MappingFault } from '../../src/mapping/fault.ts';
import type { Mapper } from '../../src/mapping/mapper.ts';
import { ProfileError } from '../../src/mapping/profile/problem.ts';
import type { ProfileFiles } from '../../src/mapping/profile/profile.ts';
import { createProfiles } from '../../src/store/profiles.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createVault } from '../../src/store/vault.ts';
import { openProfileRoom } from '../../src/worker/profiles.ts';
import { ownDatabase } from '../store/opened.ts';
import { sampleEffect } from '../store/sample-effect.ts';

const { db } = ownDatabase();
const version = (number: number): ProfileFiles => ({ 'profile.yaml': String(number) });
const broken: ProfileFiles = { 'profile.yaml': 'broken' };
/** Profiles of which only the number counts; one of letters can't run. */
function mapperOf(company: string, files: ProfileFiles): Mapper {
  const number = Number(files['profile.yaml']);
  const wrong = {
    file: `mappings/${company}/profile.yaml`,
    line: 1,
    column: 1,
    field: 'version',
    what: 'must be a number',
  };
  if (Number.isNaN(number)) throw new ProfileError([wrong]);
  return { label: `${company}@${number}`, profile: { name: company, version: number } } as Mapper;
}
const decision = { by: 'ann', reason: 'a new account' };

type Draft = ProfileFiles | (() => ProfileFiles);
function room(company: string, draft?: Draft, meanwhile?: () => Promise<void>) {
  const told: string[] = [];
  const note = (...[, text]: readonly unknown[]) => void told.push(String(text));
  const profiles = createProfiles(db());
  const open = () =>
    openProfileRoom({
      companies: [company],
      profiles,
      draftOf: () => (typeof draft === 'function' ? draft() : draft),
      mapperOf,
      async prove(key, files) {
        await meanwhile?.();
        return mapperOf(key, files).profile;
      },
      log: { info: note, error: note },
    });
  const promote = (number: number, files = version(number)) =>
    profiles.promote({ company, name: company, version: number, files, ...decision });
  return { told, profiles, open, promote };
}
const send = async (company: string, subject: string, profile: string) => {
  const rows = createEffectRows({ db: db(), vault: createVault({ current: Buffer.alloc(32, 7) }) });
  const effect = sampleEffect({ company, root: 'order/1', subject, prepare: () => Promise.resolve({ profile }) });
  const claim = await rows.claim(effect);
  if (claim.state !== 'posted') await rows.sending(claim.lease, effect);
};

describe('a worker that starts', () => {
  it('promotes what stands on disk where nothing was promoted yet', async () => {
    const { open, profiles } = room('first', version(1));
    const { mapperFor } = await open();
    expect((await mapperFor('first', 'order/1')).label).toBe('first@1');
    expect(await profiles.active('first')).toMatchObject({ version: 1, by: 'quittance' });
  });

  it('runs what was promoted, and says that another one waits on disk', async () => {
    const { open, promote, told } = room('waits', version(2));
    await promote(1);
    const { mapperFor } = await open();
    expect((await mapperFor('waits', 'order/1')).label).toBe('waits@1');
    expect(told).toContain('the profile on disk is a draft: quittance mapping promote --company waits');
  });

  it('does not start with a profile that is wrong, and says where', async () => {
    const { open, profiles } = room('wrong', broken);
    await expect(open()).rejects.toThrow('mappings/wrong/profile.yaml:1:1 version must be a number');
    expect(await profiles.active('wrong')).toBeUndefined();
  });

  it('starts with what runs, however wrong the draft on disk is', async () => {
    const { open, promote } = room('draft', broken);
    await promote(1);
    expect((await (await open()).mapperFor('draft', 'order/1')).label).toBe('draft@1');
  });

  it('starts with what runs where the draft can not even be read', async () => {
    const { open, promote, told } = room('unread', () => {
      throw new ProfileError([{ file: 'profile.yaml', line: 1, column: 1, field: '', what: 'there is no such file' }]);
    });
    await promote(1);
    expect((await (await open()).mapperFor('unread', 'order/1')).label).toBe('unread@1');
    expect(told).toContain('the profile on disk is a draft: quittance mapping promote --company unread');
  });

  it('promotes no second one when another worker was faster, with an older folder', async () => {
    const { open, promote, profiles } = room('race', version(2), async () => void (await promote(1)));
    expect((await (await open()).mapperFor('race', 'order/1')).label).toBe('race@1');
    expect(await profiles.history('race')).toHaveLength(1);
  });

  it('says how to get a profile where there is none', async () => {
    await expect(room('none').open()).rejects.toThrow('`quittance mapping init --company none` writes one');
  });
});

describe('a profile that is promoted while cases run', () => {
  it('maps what is new; a sale that was begun goes on with its own, until a person says otherwise', async () => {
    const { open, promote, profiles } = room('change', version(1));
    const { mapperFor, refresh } = await open();
    await send('change', 'ch_1', 'change@1');
    await promote(2);
    await refresh();

    expect((await mapperFor('change', 'order/2')).label).toBe('change@2');
    expect((await mapperFor('change', 'order/1')).label).toBe('change@1');
    await profiles.chooseNewest({ company: 'change', root: 'order/1' }, decision);
    expect((await mapperFor('change', 'order/1')).label).toBe('change@2');
  });

  it('is read again by a worker that began after it', async () => {
    const { open, promote } = room('later', version(2));
    await promote(1);
    await send('later', 'ch_2', 'later@1');
    await promote(2);
    const { mapperFor } = await open();
    expect((await mapperFor('later', 'order/1')).label).toBe('later@1');
    expect((await mapperFor('later', 'order/2')).label).toBe('later@2');
  });

  it('leaves the running one alone when it can not run here, and is complained of once', async () => {
    const { open, promote, told } = room('fails', version(1));
    const { mapperFor, refresh } = await open();
    await promote(2, broken);
    await refresh();
    await refresh();
    expect((await mapperFor('fails', 'order/9')).label).toBe('fails@1');
    expect(told.filter((text) => text.includes('the one before goes on'))).toHaveLength(1);
  });

  it('parks the sales of a version that this product can not run any more, and says how they go on', async () => {
    const { open, promote, profiles } = room('old', version(2));
    await promote(1, broken);
    await send('old', 'ch_3', 'old@1');
    await promote(2);
    const { mapperFor } = await open();
    const fault = await mapperFor('old', 'order/1').catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(MappingFault);
    expect((fault as Error).message).toContain("old@1, which went live for old, can't run here any more");
    await profiles.chooseNewest({ company: 'old', root: 'order/1' }, decision);
    expect((await mapperFor('old', 'order/1')).label).toBe('old@2');
  });
});
