import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { append } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/db.ts';
import { seal, verifyChain } from '../../src/store/seals.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase({ poolSize: 20 });
const line = (what: string) => ({ company: 'acme', root: 'pi_1', what, by: 'test', facts: { number: 7 } });

/** What nobody may do: an owner of the database who turns the triggers off. */
const tampering = (change: (tx: Tx) => Promise<unknown>) =>
  db()
    .transaction()
    .execute(async (tx) => {
      await sql`alter table audit disable trigger user`.execute(tx);
      await sql`alter table seals disable trigger user`.execute(tx);
      await change(tx);
      await sql`alter table audit enable trigger user`.execute(tx);
      await sql`alter table seals enable trigger user`.execute(tx);
    });

describe('the audit trail', () => {
  it.each([
    'update audit set what = $$x$$',
    'delete from audit',
    'truncate audit',
    'update seals set hash = $$x$$',
    'delete from seals',
    'truncate seals',
  ])('refuses: %s', async (statement) => {
    await append(db(), line('posted'));
    await sealAll();
    await expect(sql.raw(statement).execute(db())).rejects.toThrow(/append-only/);
  });

  it('is sealed in a chain that can be computed anew', async () => {
    for (let batch = 0; batch < 3; batch += 1) {
      await append(db(), line(`batch ${batch}`));
      expect(await sealAll()).toMatchObject({ entries: 1 });
    }
    expect(await seal(db())).toBeUndefined();
    const proof = await verifyChain(db());
    expect(proof).toMatchObject({ head: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(proof.broken).toBeUndefined();
  });

  it('loses no row of a transaction that began early and ended after the seal', async () => {
    const [begun, finished] = [gate(), gate()];
    const late = db()
      .transaction()
      .execute(async (tx) => {
        await append(tx, line('early id, late commit'));
        begun.open();
        await finished.opened;
      });
    await begun.opened;
    await append(db(), line('later id, earlier commit'));
    await seal(db());
    finished.open();
    await late;
    await sealAll();

    expect(await unsealed()).toBe(0);
    expect((await verifyChain(db())).broken).toBeUndefined();
  });

  it('stays whole while many write and two seal at once', async () => {
    const done = new AbortController();
    const sealing = async () => {
      while (!done.signal.aborted) {
        await seal(db());
        await sleep(3);
      }
    };
    const write = async (writer: number) => {
      for (let n = 0; n < 40; n += 1) {
        await db()
          .transaction()
          .execute(async (tx) => {
            await append(tx, line(`writer ${writer}`));
            await sleep(Math.random() * 4);
            if (n % 10 === 9) throw new Error('rolled back');
          })
          .catch(() => undefined);
      }
    };
    const seals = [sealing(), sealing()];
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
    done.abort();
    await Promise.all(seals);
    await sealAll();

    const proof = await verifyChain(db());
    expect(proof.broken).toBeUndefined();
    expect(await unsealed()).toBe(0);
    const { rows } = await sql<{ n: number }>`select count(*) as n from audit`.execute(db());
    expect(proof.entries).toBe(rows[0]?.n);
  });

  it.each([
    [
      'a changed row',
      'entries',
      (tx: Tx) => sql`update audit set facts = '{"number": 8}' where id = (select max(id) from audit)`.execute(tx),
    ],
    ['a removed row', 'entries', (tx: Tx) => sql`delete from audit where id = (select max(id) from audit)`.execute(tx)],
    [
      'a row slipped in',
      'entries',
      (tx: Tx) =>
        sql`insert into audit (xid, company, what, by) select max(xid), 'acme', 'x', 'x' from audit`.execute(tx),
    ],
    [
      'a removed seal',
      'chain',
      (tx: Tx) => sql`delete from seals where id = (select max(id) - 1 from seals)`.execute(tx),
    ],
  ] as const)('shows %s', async (_, reason, change) => {
    await append(db(), line('sealed'));
    await sealAll();
    await append(db(), line('sealed too'));
    await sealAll();
    const undo = new Error('undone');
    const proof = await new Promise((resolve, reject) => {
      tampering(async (tx) => {
        await change(tx);
        resolve(await verifyChain(tx));
        throw undo;
      }).catch((error: unknown) => (error === undo ? undefined : reject(error as Error)));
    });
    expect(proof).toMatchObject({ broken: { reason } });
    expect((await verifyChain(db())).broken).toBeUndefined();
  });
});

/** Seals all rows, once no older transaction is open any more: one of any database of the server holds a seal back. */
async function sealAll() {
  await vi.waitFor(
    async () => {
      const { rows } = await sql<{ free: boolean | null }>`
        select pg_snapshot_xmin(pg_current_snapshot()) > max(xid) as free from audit`.execute(db());
      expect(rows[0]?.free).toBe(true);
    },
    { timeout: 30_000, interval: 20 },
  );
  return seal(db());
}

function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

/** Rows that no seal covers although their transaction is older than the last horizon, or simply not sealed yet. */
async function unsealed(): Promise<number | undefined> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from audit) - coalesce((select sum(entries) from seals), 0)::bigint as n`.execute(db());
  return rows[0]?.n;
}
