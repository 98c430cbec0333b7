import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ErpDocument } from '../../src/domain/documents.ts';
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
  type Root,
} from '../../src/store/ledger.ts';
import { fallen } from '../../src/store/permission.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { newRoot, receiptFor, sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
const person = { by: 'ada', reason: 'checked in the ERP' };
const vault = createVault({ current: randomBytes(32) });
let rows: EffectRows & EffectBook;
let ledger: Ledger;

beforeAll(() => {
  rows = createEffectRows({ db: db(), vault, graceMs: 500 });
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

  it('to look up what was sent lasts as long as what the lookup itself may have sent could commit', async () => {
    const effect = sampleEffect({ settleMs: 60_000 });
    await diedWhileSending(effect);
    await letSettle(effect.key);
    expect(await rows.claim(effect)).toMatchObject({ state: 'sent-before' });
    const error = await rows.claim(effect).catch((cause: unknown) => cause as ErpError);
    expect(error).toMatchObject({ code: 'busy' });
    expect((error as ErpError).retryAfterMs).toBeGreaterThan(60_000);
  });

  it('waits while a request of a dead attempt could still be committed, then asks for a lookup', async () => {
    const effect = sampleEffect({ settleMs: 5_000 });
    await diedWhileSending(effect);
    const error = await rows.claim(effect).catch((cause: unknown) => cause as ErpError);
    expect(error).toMatchObject({ code: 'outcome-unknown' });
    expect((error as ErpError).retryAfterMs).toBeGreaterThan(0);

    await letSettle(effect.key);
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

  it('gives one undoing a generation for each generation of what it undoes', async () => {
    const first = sampleEffect({ kind: 'sale' });
    const second = sampleEffect({ ...first, generation: 2 });
    for (const effect of [first, undoing(first), second, undoing(second)]) await ledger.once(effect);
    expect(await statesOf(first)).toEqual(['reversed', 'posted', 'reversed', 'posted']);
  });

  it('is refused until what it depends on stands, whoever put it there', async () => {
    const parent = sampleEffect({ kind: 'sale' });
    const child = sampleEffect({ root: parent.root, dependsOn: [parent.key] });
    await expect(rows.claim(child)).rejects.toEqual(codeOf('conflict'));
    await rows.settleByHand({ ...parent, number: '4711' }, person);
    expect(await rows.numbered({ company: parent.company, number: '004711' })).toMatchObject([{ key: parent.key }]);
    expect(await rows.claim(child)).toMatchObject({ state: 'unsent' });
  });

  it('is refused once a person closed the sale, except for undoings, until a person reopens it', async () => {
    const posted = sampleEffect();
    const late = sampleEffect({ root: posted.root });
    await ledger.once(posted);
    await rows.close(posted, person);

    expect(await rows.isClosed(posted)).toBe(true);
    await expect(rows.claim(late)).rejects.toEqual(codeOf('conflict'));
    expect(await rows.claim(posted)).toMatchObject({ state: 'posted' });
    await ledger.once(undoing(posted));

    await rows.reopen(posted, person);
    expect(await rows.claim(late)).toMatchObject({ state: 'unsent' });
  });

  it('keeps to the company: the same root of another one is free', async () => {
    const effect = sampleEffect();
    await rows.close(effect, person);
    const other = sampleEffect({ company: 'globex', root: effect.root, subject: effect.subject });
    expect(await rows.claim(other)).toMatchObject({ state: 'unsent' });
  });
});

describe('an undoing', () => {
  it('is refused while something that hangs on its parent stands, and goes through once that was undone', async () => {
    const parent = sampleEffect({ kind: 'sale' });
    const child = sampleEffect({ root: parent.root, dependsOn: [parent.key] });
    await ledger.once(parent);
    await ledger.once(child);

    await expect(rows.claim(undoing(parent))).rejects.toEqual(codeOf('conflict'));
    await ledger.once(undoing(child));
    await ledger.once(undoing(parent));

    expect(await stateOf(parent.key)).toBe('reversed');
  });

  it('does not mind settings of its parent: they go down with it', async () => {
    const parent = sampleEffect({ kind: 'sale' });
    await ledger.once(parent);
    await ledger.once(sampleEffect({ kind: 'release', root: parent.root, dependsOn: [parent.key] }));
    await ledger.once(undoing(parent));
    expect(await stateOf(parent.key)).toBe('reversed');
  });

  it('is refused while the outcome of a dependant is unknown, and the dependant while the undoing is on its way', async () => {
    const parent = sampleEffect({ kind: 'sale' });
    const child = sampleEffect({ root: parent.root, dependsOn: [parent.key] });
    await ledger.once(parent);
    await diedWhileSending(child);
    await letSettle(child.key);
    await expect(rows.claim(undoing(parent))).rejects.toEqual(codeOf('conflict'));

    const other = sampleEffect({ kind: 'sale' });
    await ledger.once(other);
    await rows.claim(undoing(other));
    const orphan = sampleEffect({ root: other.root, dependsOn: [other.key] });
    await expect(rows.claim(orphan)).rejects.toEqual(codeOf('busy'));

    const { key } = undoing(other);
    await letLeaseExpire(key);
    await diedWhileSending(undoing(other));
    await expect(rows.claim(orphan)).rejects.toEqual(codeOf('busy'));
    const longAgo = sql`may_commit_until = clock_timestamp() - interval '11 minutes', lease_until = null`;
    await sql`update effects set ${longAgo} where key = ${key}`.execute(db());
    await expect(rows.claim(orphan), 'a person has that case').rejects.toMatchObject({ code: 'conflict', where: key });
  });

  it('takes the lease from a dependant that overslept, so that it can not send any more', async () => {
    const parent = sampleEffect({ kind: 'sale' });
    const child = sampleEffect({ root: parent.root, dependsOn: [parent.key] });
    await ledger.once(parent);
    const lease = await leaseOf(child);
    await letLeaseExpire(child.key);
    await rows.claim(undoing(parent));
    await expect(rows.sending(lease, child)).rejects.toEqual(codeOf('busy'));
  });

  it('that is done tells a dependant that came too late from one whose parent never stood', async () => {
    const parent = sampleEffect({ kind: 'sale' });
    await ledger.once(parent);
    await ledger.once(undoing(parent));
    const late = sampleEffect({ root: parent.root, dependsOn: [parent.key] });
    await expect(rows.claim(late)).rejects.toMatchObject({ code: 'conflict', where: fallen });

    const never = effectKey({ company: parent.company, kind: 'sale', subject: 'never posted' });
    const orphan = sampleEffect({ root: parent.root, dependsOn: [never] });
    await expect(rows.claim(orphan)).rejects.toMatchObject({ code: 'conflict', where: never });
  });

  it('is refused when its parent does not stand', async () => {
    await expect(rows.claim(undoing(sampleEffect()))).rejects.toEqual(codeOf('conflict'));
  });

  it('and posting a dependant never both succeed, in fifty races, even when the two hang on different roots', async () => {
    for (let round = 0; round < 50; round += 1) {
      const parent = sampleEffect({ kind: 'sale' });
      const child = sampleEffect({ root: round % 2 ? newRoot() : parent.root, dependsOn: [parent.key] });
      await ledger.once(parent);

      const ends = await Promise.allSettled([ledger.once(child), ledger.once(undoing(parent))]);

      const done = ends.filter(({ status }) => status === 'fulfilled').length;
      expect(done, `round ${round}`).toBeLessThanOrEqual(1);
      const [standing, living] = [await stateOf(parent.key), await stateOf(child.key)];
      expect(living === 'posted' && standing === 'reversed', `round ${round}`).toBe(false);
    }
  });
});

describe('leave to send', () => {
  it('freezes what is sent: the next attempt sends the same and maps nothing', async () => {
    const effect = sampleEffect({ prepare: () => Promise.resolve({ note: 'first mapping' }) });
    await diedWhileSending(effect);
    await letSettle(effect.key);
    const sent: unknown[] = [];

    await ledger.once({
      ...effect,
      prepare: () => Promise.resolve({ note: 'second mapping' }),
      send: (prepared, reference, signal) => {
        sent.push(prepared);
        return effect.send(prepared, reference, signal);
      },
    });

    expect(sent).toEqual([{ note: 'first mapping' }]);
  });

  it('keeps what is frozen unreadable', async () => {
    const effect = sampleEffect({ prepare: () => Promise.resolve({ note: 'code', document: document('Jane Roe') }) });
    const lease = await leaseOf(effect);
    await rows.sending(lease, effect);
    const row = await db().selectFrom('effects').selectAll().where('key', '=', effect.key).executeTakeFirstOrThrow();
    expect(row.frozen?.length).toBeGreaterThan(50);
    expect(row.frozen?.toString('latin1')).not.toContain('Jane');
    expect(JSON.stringify({ ...row, frozen: null })).not.toContain('Jane');
  });

  it('is refused when mapping outlasted the lease, and nothing is sent', async () => {
    const effect = sampleEffect({ requestMs: 50, prepare: () => sleep(800).then(() => ({})) });
    const send = neverSent();
    await expect(ledger.once({ ...effect, send })).rejects.toEqual(codeOf('busy'));
    expect(await rows.claim(effect)).toMatchObject({ state: 'unsent' });
  });

  it('is refused to an attempt whose lease another one has taken', async () => {
    const effect = sampleEffect();
    const late = await leaseOf(effect);
    await letLeaseExpire(effect.key);
    const lease = await leaseOf(effect);
    await expect(rows.sending(late, effect)).rejects.toEqual(codeOf('busy'));
    await rows.sending(lease, effect);
  });

  it('is refused when a person closed the sale after the claim', async () => {
    const effect = sampleEffect();
    const lease = await leaseOf(effect);
    await rows.close(effect, person);
    await expect(rows.sending(lease, effect)).rejects.toEqual(codeOf('conflict'));
  });

  it('is given once when twenty attempts start together', async () => {
    for (let round = 0; round < 5; round += 1) {
      const effect = sampleEffect();
      let sent = 0;
      const send: Effect['send'] = async (prepared, reference, signal) => {
        sent += 1;
        await sleep(20);
        return effect.send(prepared, reference, signal);
      };
      const ends = await Promise.allSettled(Array.from({ length: 20 }, () => ledger.once({ ...effect, send })));
      expect(sent).toBe(1);
      const codes = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as ErpError).code] : []));
      expect(new Set(codes)).toEqual(new Set(['busy']));
    }
  });

  it('is not revived for a process that was stopped after it had leave', async () => {
    const effect = sampleEffect();
    const stopped: EffectRows = {
      ...rows,
      claim: (claimed) => rows.claim(claimed),
      sending: async (lease, sending) => ({ ...(await rows.sending(lease, sending)), deadline: performance.now() - 1 }),
    };
    await expect(createLedger(stopped).once({ ...effect, send: neverSent() })).rejects.toEqual(codeOf('busy'));
    expect(await stateOf(effect.key)).toBe('intent');
  });
});

describe('the outcome', () => {
  it('is posted with number, total read back, and a line in the audit trail', async () => {
    const effect = sampleEffect();
    await ledger.once(effect);
    const row = await db().selectFrom('effects').selectAll().where('key', '=', effect.key).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      state: 'posted',
      how: 'sent',
      attempts: 1,
      total_minor: 11_900,
      total_currency: 'EUR',
    });
    expect(await auditOf(effect.key)).toEqual([
      expect.objectContaining({
        what: 'posted',
        by: effect.flow,
        facts: expect.objectContaining({ number: row.number }) as object,
      }),
    ]);
  });

  it('of a dead attempt is found in the ERP and recorded as recovered, without sending again', async () => {
    const effect = sampleEffect();
    await diedWhileSending(effect);
    await letSettle(effect.key);
    const find: Effect['find'] = (reference) => Promise.resolve(receiptFor(effect.key, reference));
    await ledger.once({ ...effect, find, send: neverSent() });
    expect((await auditOf(effect.key)).map(({ what }) => what)).toEqual(['recovered']);
  });

  it('is looked for together with what was frozen, so that an incomplete document is not taken for it', async () => {
    const effect = sampleEffect({ prepare: () => Promise.resolve({ note: 'as it was sent' }) });
    await diedWhileSending(effect);
    await letSettle(effect.key);
    const seen: unknown[] = [];
    const find: Effect['find'] = (reference, sent) => {
      seen.push(sent);
      return Promise.resolve(receiptFor(effect.key, reference));
    };

    await ledger.once({ ...effect, find, send: neverSent() });

    expect(seen).toEqual([{ note: 'as it was sent' }]);
  });

  it('is a conflict that waits for a person when what was found has another amount', async () => {
    const effect = sampleEffect();
    await diedWhileSending(effect);
    await letSettle(effect.key);
    const find: Effect['find'] = (reference) =>
      Promise.resolve({ ...receiptFor(effect.key, reference), total: { minor: 11_901, currency: 'EUR' } });

    await expect(ledger.once({ ...effect, find, send: neverSent() })).rejects.toEqual(codeOf('conflict'));

    await expect(rows.claim(effect)).rejects.toMatchObject({ code: 'conflict', where: 'total' });
    await rows.settleByHand({ ...effect, number: 'R-7' }, person);
    expect(await ledger.once(effect)).toMatchObject({ number: 'R-7' });
  });

  it('may have another total where the ERP computes it', async () => {
    const effect = sampleEffect({ totalIsTheirs: true });
    await diedWhileSending(effect);
    await letSettle(effect.key);
    const find: Effect['find'] = (reference) =>
      Promise.resolve({ ...receiptFor(effect.key, reference), total: { minor: 11_901, currency: 'EUR' } });
    await ledger.once({ ...effect, find, send: neverSent() });
    expect((await rows.of(effect))[0]).toMatchObject({ amount: { minor: 11_900 }, posted: { minor: 11_901 } });
  });

  it.each([
    ['outcome-unknown', 'unknown', 'outcome-unknown'],
    ['rejected', 'refused', 'rejected'],
    ['invalid', 'refused', 'invalid'],
    ['unavailable', 'intent', undefined],
    ['throttled', 'intent', undefined],
    ['unauthorized', 'intent', undefined],
  ] as const)('after "%s" is %s', async (code, state, next) => {
    const effect = sampleEffect({ settleMs: 5_000 });
    const failing = { ...effect, send: () => Promise.reject(new ErpError(code, 'no', { where: 'Lines[0].ItemId' })) };
    await expect(ledger.once(failing)).rejects.toEqual(codeOf(code));
    expect(await stateOf(effect.key)).toBe(state);
    if (next) await expect(ledger.once(effect)).rejects.toEqual(codeOf(next));
    else expect(await ledger.once(effect)).toMatchObject({ kind: 'cash-receipt' });
  });

  it('is unknown after an error that nobody foresaw, and the error itself goes on', async () => {
    const effect = sampleEffect();
    const broken = { ...effect, send: () => Promise.reject(new TypeError('a bug')) };
    await expect(ledger.once(broken)).rejects.toThrow('a bug');
    expect(await stateOf(effect.key)).toBe('unknown');
  });

  it('unknown, and nothing found once nothing can commit any more: it is sent again under the same reference', async () => {
    const references: string[] = [];
    const effect = sampleEffect();
    const lost: Effect['send'] = (_, reference) => {
      references.push(reference);
      return Promise.reject(new ErpError('outcome-unknown', 'reset'));
    };
    await expect(ledger.once({ ...effect, send: lost })).rejects.toEqual(codeOf('outcome-unknown'));
    await sleep(250);
    const found: string[] = [];
    const receipt = await ledger.once({
      ...effect,
      find: (reference) => {
        found.push(reference);
        return Promise.resolve(undefined);
      },
    });
    expect(receipt.reference).toBe(references[0]);
    expect(found).toEqual(references);
  });

  it('leaves the lease free at once when the lookup or the mapping failed', async () => {
    const effect = sampleEffect({
      prepare: () => Promise.reject(new ErpError('invalid', 'no SKU', { where: 'lines[0].sku' })),
    });
    await expect(ledger.once(effect)).rejects.toEqual(codeOf('invalid'));
    await expect(ledger.once(effect)).rejects.toEqual(codeOf('invalid'));

    const sent = sampleEffect({ find: () => Promise.reject(new ErpError('unavailable', 'down')) });
    await diedWhileSending(sent);
    await letSettle(sent.key);
    await expect(ledger.once(sent)).rejects.toEqual(codeOf('unavailable'));
    await expect(ledger.once(sent)).rejects.toEqual(codeOf('unavailable'));
    expect((await rows.of(sent))[0]?.state).toBe('unknown');
  });

  it.each(['after it was lost', 'after it could be tried again at once'])(
    'is not looked for again before what the lookup itself may have sent can commit no more, %s',
    async (how) => {
      const completing = new ErpError('outcome-unknown', 'an order lacked a line; the reply to the line was lost');
      const effect = sampleEffect({ settleMs: 5_000, find: () => Promise.reject(completing) });
      const lease = await diedWhileSending(effect);
      if (how.endsWith('once')) await rows.ended(lease, 'intent', new ErpError('throttled', 'later'));
      else await letSettle(effect.key);
      await expect(ledger.once(effect)).rejects.toBe(completing);

      const looked = vi.fn(() => Promise.resolve(undefined));
      const attempts = [ledger.once({ ...effect, find: looked }), ledger.settle({ ...effect, find: looked })];
      await Promise.all(attempts.map((attempt) => expect(attempt).rejects.toEqual(codeOf('outcome-unknown'))));
      expect(looked).not.toHaveBeenCalled();
      expect((await rows.of(effect))[0]?.state).toBe('unknown');

      await letSettle(effect.key);
      await ledger.once({ ...effect, find: looked });
      expect(looked).toHaveBeenCalledTimes(1);
    },
  );

  it('that comes late, from an attempt that lost its lease, is still recorded when nobody has sent since', async () => {
    const effect = sampleEffect();
    const late = await diedWhileSending(effect);
    await letSettle(effect.key);
    const next = await leaseOf(effect);

    await rows.posted(late, { ...receiptFor(effect.key, late.reference), number: 'R-late' }, 'sent');

    await expect(rows.sending(next, effect)).rejects.toEqual(codeOf('busy'));
    expect(await ledger.once({ ...effect, send: neverSent() })).toMatchObject({ number: 'R-late' });
  });

  it('that comes late with the document which is known already is no news; with another it is reported', async () => {
    const effect = sampleEffect();
    const late = await diedWhileSending(effect);
    await letSettle(effect.key);
    const known = await ledger.once(effect);

    await rows.posted(late, known, 'sent');
    await expect(rows.posted(late, { ...known, number: 'R-second' }, 'sent')).rejects.toEqual(codeOf('conflict'));

    expect((await auditOf(effect.key)).map(({ what }) => what)).toEqual(['posted', 'stray']);
    expect(await ledger.once(effect)).toEqual(known);
  });

  it('of an attempt that lost its lease changes nothing when it failed', async () => {
    const effect = sampleEffect();
    const late = await diedWhileSending(effect);
    await letSettle(effect.key);
    await ledger.once(effect);
    await rows.ended(late, 'refused', new ErpError('rejected', 'late'));
    expect(await stateOf(effect.key)).toBe('posted');
  });

  it('is settled without sending anything', async () => {
    const arrived = sampleEffect({ find: (reference) => Promise.resolve(receiptFor(arrived.key, reference)) });
    const lost = sampleEffect({ root: arrived.root });
    for (const effect of [arrived, lost]) {
      await diedWhileSending(effect);
      await letSettle(effect.key);
    }
    await rows.close(arrived, person); // What may stand is looked up all the same.

    expect(await ledger.settle(arrived)).toMatchObject({ kind: 'cash-receipt' });
    expect(await ledger.settle(lost)).toBeUndefined();

    expect(await statesOf(arrived)).toEqual(['posted', 'intent']);
    await expect(ledger.once({ ...lost, send: neverSent() })).rejects.toEqual(codeOf('conflict'));
  });
});

describe('a decision', () => {
  it('lets a refused effect be mapped and sent afresh', async () => {
    const effect = sampleEffect({ prepare: () => Promise.resolve({ note: 'wrong' }) });
    const refused = {
      ...effect,
      send: () => Promise.reject(new ErpError('rejected', 'no such item', { where: 'Lines[0]' })),
    };
    await expect(ledger.once(refused)).rejects.toEqual(codeOf('rejected'));
    await expect(rows.claim(effect)).rejects.toMatchObject({ code: 'rejected', where: 'Lines[0]' });

    await rows.reopenRefused(effect, person);

    await ledger.once({ ...effect, prepare: () => Promise.resolve({ note: 'right' }) });
    expect(await rows.of(effect)).toMatchObject([{ state: 'posted', note: 'right' }]);
    expect((await auditOf(effect.key)).map(({ what, by }) => [what, by])).toEqual([
      ['refused', effect.flow],
      ['reopened', 'ada'],
      ['posted', effect.flow],
    ]);
  });

  it('to try again counts what is true now: a refused effect may come back with another amount', async () => {
    const effect = sampleEffect();
    const refused = { ...effect, send: () => Promise.reject(new ErpError('rejected', 'more than is open')) };
    await expect(ledger.once(refused)).rejects.toEqual(codeOf('rejected'));
    const less = { ...effect, fingerprint: 'less', amount: { minor: 1_000, currency: 'EUR' } };
    await expect(rows.claim(less)).rejects.toEqual(codeOf('conflict'));

    await rows.reopenRefused(effect, person);

    await ledger.once({ ...less, totalIsTheirs: true });
    expect(await rows.of(effect)).toMatchObject([{ state: 'posted', amount: { minor: 1_000, currency: 'EUR' } }]);
    await expect(rows.claim(effect)).rejects.toEqual(codeOf('conflict'));
  });

  it('to try again leaves alone what is on its way or may stand', async () => {
    const effect = sampleEffect();
    await rows.claim(effect);
    await rows.reopenRefused(effect, person);
    await expect(rows.claim({ ...effect, fingerprint: 'less' })).rejects.toEqual(codeOf('conflict'));
  });

  it('to try one of them again leaves the others refused', async () => {
    const one = sampleEffect();
    const other = sampleEffect({ root: one.root });
    const send = () => Promise.reject(new ErpError('rejected', 'no such item'));
    for (const effect of [one, other])
      await expect(ledger.once({ ...effect, send })).rejects.toEqual(codeOf('rejected'));

    await rows.reopenRefused(one, person, one.key);

    await ledger.once(one);
    await expect(ledger.once(other)).rejects.toEqual(codeOf('rejected'));
  });

  it('to settle by hand lasts, also for an effect that nobody has tried', async () => {
    const effect = sampleEffect({ part: 'txn_1' });
    await rows.settleByHand({ ...effect, number: '4711' }, person);
    await rows.settleByHand({ ...effect, number: '4711' }, person);
    expect(await ledger.once({ ...effect, send: neverSent() })).toMatchObject({ kind: 'cash-receipt', number: '4711' });
    expect(await rows.of(effect)).toMatchObject([
      { state: 'settled-by-hand', number: '4711', part: 'txn_1', subject: effect.subject },
    ]);
  });

  it('to settle by hand notes what was to be posted, whether that was tried before, or as something else, or not', async () => {
    const note = 'invoice released captured';
    const untried = sampleEffect({ kind: 'sale' });
    const refused = sampleEffect({ kind: 'sale', send: () => Promise.reject(new ErpError('rejected', 'no')) });
    await expect(ledger.once(refused)).rejects.toEqual(codeOf('rejected'));
    for (const effect of [untried, refused]) await rows.settleByHand({ ...effect, number: '4711', note }, person);
    for (const effect of [untried, refused]) expect(await rows.of(effect)).toMatchObject([{ number: '4711', note }]);
  });

  it('to settle by hand is refused while an attempt is on its way or its outcome unknown', async () => {
    const effect = sampleEffect({ settleMs: 5_000 });
    const lease = await leaseOf(effect);
    await expect(rows.settleByHand(effect, person)).rejects.toEqual(codeOf('busy'));
    await rows.sending(lease, effect);
    await letLeaseExpire(effect.key);
    await expect(rows.settleByHand(effect, person)).rejects.toEqual(codeOf('outcome-unknown'));
    await letSettle(effect.key);
    await ledger.settle(effect);
    await rows.settleByHand(effect, person);
    expect(await stateOf(effect.key)).toBe('settled-by-hand');
  });

  it('to settle an undoing by hand counts its parent as reversed', async () => {
    const parent = sampleEffect();
    await ledger.once(parent);
    const refused = { ...undoing(parent), send: () => Promise.reject(new ErpError('rejected', 'shipped')) };
    await expect(ledger.once(refused)).rejects.toEqual(codeOf('rejected'));
    await rows.settleByHand(refused, person);
    expect(await stateOf(parent.key)).toBe('reversed');
  });

  it('to settle an undoing by hand counts its parent as reversed, also when nobody has tried it', async () => {
    const sale = sampleEffect({ kind: 'sale' });
    await ledger.once(sale);
    const undoing = sampleEffect({ kind: 'cancel', root: sale.root, undoes: sale.key });
    await rows.settleByHand(undoing, person);
    expect((await rows.of(sale)).map(({ state }) => state)).toEqual(['reversed', 'settled-by-hand']);
  });

  it('leaves what was posted meanwhile as it is', async () => {
    const effect = sampleEffect();
    const posted = await ledger.once(effect);
    await rows.settleByHand({ ...effect, number: 'other' }, person);
    expect(await ledger.once(effect)).toEqual(posted);
    await expect(rows.abandon(effect, person)).rejects.toEqual(codeOf('conflict'));
  });

  it('to abandon frees the next generation', async () => {
    const effect = sampleEffect({ send: () => Promise.reject(new ErpError('rejected', 'no')) });
    await expect(ledger.once(effect)).rejects.toEqual(codeOf('rejected'));
    await rows.abandon(effect, person);
    await expect(rows.claim(effect)).rejects.toEqual(codeOf('conflict'));
    expect(await rows.claim(sampleEffect({ ...effect, generation: 2 }))).toMatchObject({ state: 'unsent' });
  });
});

describe('what still stands', () => {
  it('is what this flow itself posted, last first: no undoings, nothing settled by hand, nothing of another flow', async () => {
    const order = sampleEffect({ kind: 'sale' });
    const { root } = order;
    const receipt = sampleEffect({ root });
    const gone = sampleEffect({ root });
    for (const effect of [order, receipt, gone, undoing(gone), sampleEffect({ root, flow: 'other' })])
      await ledger.once(effect);
    await rows.settleByHand(sampleEffect({ root }), person);

    expect((await rows.standing({ company: 'acme', root, flow: order.flow })).map(({ key }) => key)).toEqual([
      receipt.key,
      order.key,
    ]);
  });

  it('is not known while the outcome of one of its documents is unknown', async () => {
    const effect = sampleEffect();
    await diedWhileSending(effect);
    await expect(rows.standing(effect)).rejects.toEqual(codeOf('outcome-unknown'));
  });

  it('shows as unknown from the moment of sending, not before', async () => {
    const effect = sampleEffect();
    const lease = await leaseOf(effect);
    expect(await rows.of(effect)).toMatchObject([{ state: 'intent' }]);
    await rows.sending(lease, effect);
    expect(await rows.of(effect)).toMatchObject([{ state: 'unknown' }]);
  });
});

describe('any schedule of attempts', () => {
  /** What an attempt may meet: its process dies before or after the request, the reply is lost, the ERP refuses or is away. */
  const fates = ['well', 'dies-before-sending', 'dies-after-sending', 'reply-lost', 'unavailable', 'slow'] as const;

  it('ends with one document, whatever happens to each of them', async () => {
    const attempts = fc.array(fc.tuple(fc.constantFrom(...fates), fc.integer({ min: 0, max: 30 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(attempts, async (schedule) => {
        const erp = new Map<string, number>();
        const base = sampleEffect({ settleMs: 60, requestMs: 60 });
        const quick = createEffectRows({ db: db(), vault, graceMs: 40 });
        const run = (fate: (typeof fates)[number]) => createLedger(fatal(quick, fate)).once(sentTo(erp, base, fate));
        await Promise.allSettled(schedule.map(([fate, delay]) => sleep(delay).then(() => run(fate))));
        await vi.waitFor(() => run('well'), { timeout: 5_000, interval: 20 });
        expect([...erp.values()]).toEqual([1]);
      }),
      { numRuns: 25 },
    );
  });

  function sentTo(erp: Map<string, number>, effect: Effect, fate: (typeof fates)[number]): Effect {
    return {
      ...effect,
      find: (reference) => Promise.resolve(erp.has(reference) ? receiptFor(effect.key, reference) : undefined),
      send: async (prepared, reference, signal) => {
        if (fate === 'unavailable') throw new ErpError('unavailable', 'down');
        if (fate === 'slow') await sleep(30);
        erp.set(reference, (erp.get(reference) ?? 0) + 1);
        if (fate === 'reply-lost') throw new ErpError('outcome-unknown', 'reset');
        return effect.send(prepared, reference, signal);
      },
    };
  }

  /** A dead process writes nothing any more. */
  function fatal(quick: EffectRows, fate: (typeof fates)[number]): EffectRows {
    const dead = () => new Promise<never>((_, reject) => setTimeout(() => reject(new Error('dead')), 1));
    if (fate === 'dies-before-sending') return { ...quick, sending: dead, ended: dead, released: dead, posted: dead };
    return fate === 'dies-after-sending' ? { ...quick, posted: dead, ended: dead, released: dead } : quick;
  }
});

function undoing(parent: Effect): Effect {
  const { root, subject, generation } = parent;
  return sampleEffect({ kind: 'cancel', root, subject, generation, undoes: parent.key, totalIsTheirs: true });
}
const neverSent = (): Effect['send'] => () => {
  throw new Error('It was sent');
};
const statesOf = async (root: Root) => (await rows.of(root)).map(({ state }) => state);
const auditOf = (key: EffectKey) =>
  db().selectFrom('audit').selectAll().where('effect', '=', key).orderBy('id').execute();
const document = (name: string): ErpDocument => ({ kind: 'customer', name, currency: 'EUR', extra: {} });
