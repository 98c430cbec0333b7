import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { ErpError } from '../../src/erp/errors.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createLedger, type Effect, type EffectBook, type EffectRows, type Ledger } from '../../src/store/ledger.ts';
import { holding } from '../../src/domain/settle-refund/lines.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { newRoot, sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
let rows: EffectRows & EffectBook;
let ledger: Ledger;
beforeAll(() => {
  rows = createEffectRows({ db: db(), vault: createVault({ current: randomBytes(32) }), graceMs: 500 });
  ledger = createLedger(rows);
});

/** Reductions of one order. */
const reductions =
  (root = newRoot()) =>
  (subject: string, more: Partial<Effect> = {}): Effect =>
    sampleEffect({ kind: 'reduce', root, subject: `${subject}_${root}`, totalIsTheirs: true, others: 0, ...more });
/** What lets an order go: of its payment, named by the order; of a refund, by the refund. */
const ofOrder =
  (root: string) =>
  (subject: string): Effect =>
    sampleEffect({ kind: 'release', root, subject: subject.endsWith(root) ? subject : `${subject}_${root}` });
const changed = { name: 'ErpError', code: 'conflict', where: 'order-changed' };

describe('an order', () => {
  it('is reduced by one refund after the other, and by the second only with what the first has left', async () => {
    const reduce = reductions();
    await ledger.once(reduce('re_1'));

    await expect(ledger.once(reduce('re_2'))).rejects.toMatchObject(changed);
    await expect(ledger.once(reduce('re_2', { others: 1 }))).resolves.toBeDefined();
  });

  it('is reduced by one at a time: another waits until what is under way has ended', async () => {
    const reduce = reductions();
    await rows.claim(reduce('re_1'));

    await expect(ledger.once(reduce('re_2'))).rejects.toMatchObject({ code: 'busy' });
  });

  it('is reduced in parts by one refund, and another order does not matter', async () => {
    const reduce = reductions();
    await ledger.once(reduce('re_1', { part: 'STD19' }));
    await ledger.once(reductions()('re_3'));

    await expect(ledger.once(reduce('re_1', { part: 'STD7' }))).resolves.toBeDefined();
  });

  it.each(['release', 'rounding'] as const)(
    'is not reduced during a %s of its payment, nor that done while it is being reduced',
    async (kind) => {
      const reduce = reductions();
      await rows.claim(sampleEffect({ kind, root: reduce('re_1').root }));
      await expect(ledger.once(reduce('re_1'))).rejects.toMatchObject({ code: 'busy' });

      const another = reductions();
      await rows.claim(another('re_1'));
      const late = sampleEffect({ kind, root: another('re_1').root });
      await expect(ledger.once(late)).rejects.toMatchObject({ code: 'busy' });
    },
  );

  it('is let go by its payment only once each refund that holds it has let it go itself', async () => {
    const reduce = reductions();
    const held = { prepare: () => Promise.resolve({ note: holding('-', 'held') }) };
    const [first, second] = [reduce('re_1', held), reduce('re_2', { ...held, others: 1 })];
    const release = ofOrder(first.root);
    await ledger.once(first);
    await ledger.once(second);

    await ledger.once(release(first.subject));
    await expect(ledger.once(release('SO-1'))).rejects.toMatchObject(changed);
    const refused = reduce('re_3', { send: () => Promise.reject(new ErpError('rejected', 'No')), others: 2 });
    await expect(ledger.once(refused)).rejects.toMatchObject({ code: 'rejected' });
    await expect(ledger.once(release(refused.subject)), 'it knows that another holds the order').resolves.toBeDefined();
    await ledger.once(release(second.subject));
    await expect(ledger.once(release('SO-1'))).resolves.toBeDefined();
  });

  it('is held by a reduction of the sale that stands, whichever it was first tried on', async () => {
    const root = newRoot();
    const sales = [1, 2].map((generation) =>
      sampleEffect({ kind: 'sale', subject: 'SO-1', root, generation, totalIsTheirs: true }),
    );
    const [first, second] = [sales[0] ?? expect.unreachable(), sales[1] ?? expect.unreachable()];
    const undoing = sampleEffect({ kind: 'cancel', subject: 'SO-1', root, undoes: first.key, totalIsTheirs: true });
    const reduced = (sale: Effect, send?: Effect['send']): Effect =>
      reductions(root)('re_1', {
        dependsOn: [sale.key],
        prepare: () => Promise.resolve({ note: holding('-', 'held') }),
        ...(send && { send }),
      });
    await ledger.once(first);
    const away = reduced(first, () => Promise.reject(new ErpError('unavailable', 'Away')));
    await expect(ledger.once(away)).rejects.toMatchObject({ code: 'unavailable' });
    await ledger.once(undoing);
    await ledger.once(second);
    await ledger.once(reduced(second));

    await expect(ledger.once(ofOrder(root)('SO-1'))).rejects.toMatchObject(changed);
  });

  it('is let go by its payment whatever was taken off it without holding it', async () => {
    const reduce = reductions();
    await ledger.once(reduce('re_1'));

    await expect(ledger.once(ofOrder(reduce('re_1').root)('SO-1'))).resolves.toBeDefined();
  });

  it('is not kept from one by another that was refused', async () => {
    const reduce = reductions();
    const refused = reduce('re_1', { send: () => Promise.reject(new ErpError('rejected', 'No')) });
    await expect(ledger.once(refused)).rejects.toMatchObject({ code: 'rejected' });

    await expect(ledger.once(reduce('re_2'))).resolves.toBeDefined();
  });

  it('is reduced anew by one whose worker was killed before it sent anything', async () => {
    const reduce = reductions();
    const { company, root, key } = reduce('re_1');
    await rows.claim(reduce('re_1', { settleMs: 0, requestMs: 1 }));
    await expect(rows.renew({ company, root, key })).resolves.toBeUndefined();
    const anew = reduce('re_1', { fingerprint: 'another amount' });
    await expect(ledger.once(anew), 'while the lease lasts it may yet send').rejects.toMatchObject({
      where: 'fingerprint',
    });

    await sql`update effects set lease_until = clock_timestamp() where key = ${key}`.execute(db());
    await rows.renew({ company, root, key });
    await expect(ledger.once(anew)).resolves.toBeDefined();
  });

  it('is reduced by other facts once what an attempt was decided by has changed, and only if it never came to stand', async () => {
    const reduce = reductions();
    const { company, root, key } = reduce('re_1');
    const away = reduce('re_1', { send: () => Promise.reject(new ErpError('unavailable', 'Away')) });
    await expect(ledger.once(away)).rejects.toMatchObject({ code: 'unavailable' });
    await ledger.once(reduce('re_2'));
    const anew = reduce('re_1', {
      others: 1,
      fingerprint: 'another amount',
      prepare: () => ({ note: 'new' }) as never,
    });

    await expect(ledger.once(anew)).rejects.toMatchObject({ where: 'fingerprint' });
    await rows.renew({ company, root, key });
    await expect(ledger.once(anew)).resolves.toBeDefined();
    expect(await rows.of({ company, root })).toContainEqual(
      expect.objectContaining({ key, note: 'new', state: 'posted' }),
    );
    await rows.renew({ company, root, key });
    expect(await rows.of({ company, root })).toContainEqual(expect.objectContaining({ key, state: 'posted' }));
  });
});
