import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EffectKind } from '../../src/domain/effects.ts';
import { ErpError } from '../../src/erp/errors.ts';
import { createEffectRows } from '../../src/store/effects.ts';
import { createLedger, type Effect, type EffectRows, type Ledger } from '../../src/store/ledger.ts';
import { createVault } from '../../src/store/vault.ts';
import { ownDatabase } from './opened.ts';
import { newRoot, sampleEffect } from './sample-effect.ts';

const { db } = ownDatabase();
let rows: EffectRows;
let ledger: Ledger;
beforeAll(() => {
  rows = createEffectRows({ db: db(), vault: createVault({ current: randomBytes(32) }), graceMs: 500 });
  ledger = createLedger(rows);
});

/** A deposit of 119.00 EUR that stands, and what may be taken from it. */
async function deposit() {
  const root = newRoot();
  const receipt = sampleEffect({ root });
  await ledger.once(receipt);
  return (kind: EffectKind, minor: number, more: Partial<Effect> = {}): Effect =>
    sampleEffect({
      kind,
      root,
      amount: { minor, currency: 'EUR' },
      totalIsTheirs: true,
      dependsOn: [receipt.key],
      ...more,
    });
}
const overdrawn = { name: 'ErpError', code: 'conflict', where: 'deposit' };

describe('a deposit', () => {
  it.each([
    ['a refund after the invoice that it paid', 'apply', 'refund'],
    ['an invoice after the refund that went out of it', 'refund', 'apply'],
    ['a second refund', 'refund', 'refund'],
  ] as const)('is not taken twice by %s', async (_, first, second) => {
    const take = await deposit();
    await ledger.once(take(first, 4_000));

    await expect(ledger.once(take(second, 7_901))).rejects.toMatchObject(overdrawn);
    await expect(ledger.once(take(second, 7_900))).resolves.toBeDefined();
  });

  it('is not taken twice by two at once: the other waits until what is under way has ended', async () => {
    const take = await deposit();
    const claim = await rows.claim(take('apply', 11_900));

    await expect(ledger.once(take('refund', 11_900))).rejects.toMatchObject({ code: 'busy' });
    expect(claim.state).toBe('unsent');
  });

  it('is taken again once what was taken was refused or given back', async () => {
    const take = await deposit();
    const refused = take('apply', 11_900, { send: () => Promise.reject(new ErpError('rejected', 'No')) });
    await expect(ledger.once(refused)).rejects.toMatchObject({ code: 'rejected' });

    const applied = take('apply', 11_900);
    await ledger.once(applied);
    await ledger.once(take('unapply', 11_900, { undoes: applied.key, dependsOn: [] }));

    await expect(ledger.once(take('refund', 11_900))).resolves.toBeDefined();
  });

  it('has what it had before once a refund is cleared with it', async () => {
    const take = await deposit();
    await ledger.once(take('refund', 4_000, { subject: 're_1' }));
    await ledger.once(take('apply', 4_000, { subject: 're_1', part: 'cleared' }));
    await ledger.once(take('apply', 4_000, { subject: 're_1', part: 'cleared:2' }));

    await expect(ledger.once(take('apply', 7_901))).rejects.toMatchObject(overdrawn);
    await expect(ledger.once(take('apply', 7_900))).resolves.toBeDefined();
  });

  it('is cleared with the refund that went out of it: that takes nothing more', async () => {
    const take = await deposit();
    await ledger.once(take('refund', 11_900, { subject: 're_1' }));

    await expect(ledger.once(take('apply', 11_900, { subject: 're_1', part: 'cleared' }))).resolves.toBeDefined();
  });
});
