import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { effectKey, type EffectKey } from '../../src/domain/effects.ts';
import { ErpError } from '../../src/erp/errors.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import {
  createLedger,
  type Effect,
  type EffectBook,
  type EffectRows,
  type Lease,
  type Ledger,
} from '../../src/store/ledger.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { newRoot, receiptFor, sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
const person = { by: 'ada', reason: 'checked in the ERP' };
let rows: EffectRows & EffectBook;
let ledger: Ledger;

beforeAll(() => {
  rows = createEffectRows({ db: db(), vault: createVault({ current: randomBytes(32) }), graceMs: 500 });
  ledger = createLedger(rows);
});

const codeOf = (code: string) => expect.objectContaining({ name: 'ErpError', code }) as Error;
async function leaseOf(effect: Effect): Promise<Lease> {
  const claim = await rows.claim(effect);
  if (claim.state === 'posted') throw new Error(`${effect.key} is posted already`);
  return claim.lease;
}
const stateOf = async (key: EffectKey) =>
  (await db().selectFrom('effects').selectAll().where('key', '=', key).executeTakeFirst())?.state;
/** An attempt whose process died right after it had been allowed to send. */
async function diedWhileSending(effect: Effect): Promise<Lease> {
  const lease = await leaseOf(effect);
  await rows.sending(lease, effect);
  await sql`update effects set lease_until = clock_timestamp() - interval '1 second' where key = ${effect.key}`.execute(
    db(),
  );
  return lease;
}
const letLeaseExpire = (key: EffectKey) =>
  sql`update effects set lease_until = clock_timestamp() where key = ${key}`.execute(db());
const letSettle = (key: EffectKey) =>
  sql`update effects set may_commit_until = clock_timestamp() where key = ${key}`.execute(db());

describe('a claim', () => {
  it('lets the first attempt send', async () => {
    expect(await rows.claim(sampleEffect())).toMatchObject({ state: 'unsent' });
  });

  it('gives the same receipt, shortages and all, once the effect is posted, and maps nothing', async () => {
    const shortages = [{ item: 'BOLT', quantity: '3' }];
    const effect = sampleEffect({
      send: (_, reference) => Promise.resolve({ ...receiptFor(sampleEffect().key, reference), shortages }),
    });
    const first = await ledger.once(effect);

    const again = await ledger.once({ ...effect, prepare: () => Promise.reject(new Error('mapped again')) });

    expect(again).toEqual(first);
    expect(again.shortages).toEqual(shortages);
  });

  it('is a conflict when the same key comes with other facts', async () => {
    const effect = sampleEffect();
    await ledger.once(effect);
    await expect(rows.claim({ ...effect, fingerprint: 'other' })).rejects.toEqual(codeOf('conflict'));
  });

  it('is busy, and says for how long, while another attempt holds the lease', async () => {
    const effect = sampleEffect();
    await rows.claim(effect);
    const error = await rows.claim(effect).catch((cause: unknown) => cause as ErpError);
    expect(error).toMatchObject({ code: 'busy' });
    expect((error as ErpError).retryAfterMs).toBeGreaterThan(1_000);
    expect((error as ErpError).retryAfterMs).toBeLessThanOrEqual(2_500);
  });

  it('starts afresh when an attempt died before it sent anything', async () => {
    const effect = sampleEffect();
    await rows.claim(effect);
    await letLeaseExpire(effect.key);
    expect(await rows.claim(effect)).toMatchObject({ state: 'unsent' });
  });

  it('waits while a request of a dead attempt could still be committed, then asks for a lookup', async () => {
    const effect = sampleEffect();
    await diedWhileSending(effect);
    const error = await rows.claim(effect).catch((cause: unknown) => cause as ErpError);
    expect(error).toMatchObject({ code: 'outcome-unknown' });
    expect((error as ErpError).retryAfterMs).toBeGreaterThan(0);

    await sleep(250);
    expect(await rows.claim(effect)).toMatchObject({ state: 'sent-before' });
  });

  it('takes a new generation only once the one before was undone or given up', async () => {
    const effect = sampleEffect();
    const next = sampleEffect({ ...effect, generation: 2 });
    expect(next.key).toBe(effect.key.replace('#1', '#2'));
    await expect(rows.claim({ ...next, subject: 'ch_never' })).rejects.toEqual(codeOf('conflict'));
    await ledger.once(effect);
    await expect(rows.claim(next)).rejects.toEqual(codeOf('conflict'));

    await ledger.once(undoing(effect));

    expect(await stateOf(effect.key)).toBe('reversed');
    await expect(rows.claim(effect)).rejects.toEqual(codeOf('conflict'));
    expect(await rows.claim(next)).toMatchObject({ state: 'unsent' });
  });
});

function undoing(parent: Effect, generation = parent.generation): Effect {
  const { root, subject } = parent;
  return sampleEffect({ kind: 'cancel', root, subject, generation, undoes: parent.key, totalIsTheirs: true });
}
void effectKey;
void newRoot;
void person;
