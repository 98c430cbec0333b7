import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErpError, type ErpErrorCode } from '../../src/erp/errors.ts';
import { openDatabase, type Database } from '../../src/store/db.ts';
import { createGate, type Limits } from '../../src/store/gate.ts';
import { ownDatabase } from './opened.ts';

const { db, url } = ownDatabase();
let other: Database;
beforeAll(() => {
  other = openDatabase({ url: url() });
});
afterAll(() => other.close());

const limits = (wanted: Partial<Limits> = {}): Limits => ({
  connection: randomUUID(),
  concurrency: 100,
  perSecond: 10_000,
  breaker: { failures: 3, openMs: 300 },
  ...wanted,
});
const fails = (code: ErpErrorCode) => () => Promise.reject(new ErpError(code, 'no'));
const well = () => Promise.resolve('well');
/** Two workers, each with a pool of its own. */
const pair = (shared: Limits) => {
  const [one, two] = [createGate(db(), shared), createGate(other, shared)];
  return (n: number) => (n % 2 === 0 ? one : two);
};
const codeOf = (code: ErpErrorCode) => expect.objectContaining({ code }) as Error;

describe('a gate', () => {
  it('lets no more calls through at once than the connection takes, over two pools together', async () => {
    const shared = limits({ concurrency: 3, waitMs: 20_000 });
    const gateOf = pair(shared);
    let [now, most, done] = [0, 0, 0];
    const call = async () => {
      now += 1;
      most = Math.max(most, now);
      await sleep(15);
      now -= 1;
      done += 1;
    };
    await Promise.all(Array.from({ length: 30 }, (_, n) => gateOf(n).run(call)));
    expect(most).toBeLessThanOrEqual(3);
    expect(done).toBe(30);
  });

  it('says when to come back when there is no room for long, and makes no call', async () => {
    const gate = createGate(db(), limits({ concurrency: 1, waitMs: 100 }));
    let finish = (): void => undefined;
    const holding = gate.run(() => new Promise<void>((resolve) => (finish = resolve)));
    await sleep(100);
    let called = false;
    const error = await gate.run(() => Promise.resolve((called = true))).catch((cause: unknown) => cause as ErpError);
    expect(error).toMatchObject({ code: 'throttled' });
    expect((error as ErpError).retryAfterMs).toBeGreaterThan(0);
    expect(called).toBe(false);
    finish();
    await holding;
  });

  it('stops waiting when the caller may no longer send', async () => {
    const gate = createGate(db(), limits({ concurrency: 1, waitMs: 60_000 }));
    let finish = (): void => undefined;
    const holding = gate.run(() => new Promise<void>((resolve) => (finish = resolve)));
    await sleep(100);
    await expect(gate.run(well, { signal: AbortSignal.timeout(50) })).rejects.toEqual(codeOf('throttled'));
    finish();
    await holding;
  });

  it('takes back the permit of a worker that was killed, after a while', async () => {
    const shared = limits({ concurrency: 1, permitMs: 300 });
    void createGate(db(), shared).run(() => new Promise(() => undefined));
    await sleep(100);
    expect(await createGate(other, shared).run(well)).toBe('well');
  });

  it('gives the permit back when the call fails', async () => {
    const gate = createGate(db(), limits({ concurrency: 1, waitMs: 0 }));
    await expect(gate.run(fails('rejected'))).rejects.toEqual(codeOf('rejected'));
    expect(await gate.run(well)).toBe('well');
  });

  it('spreads calls over time: a bucket of the rate, then one by one', async () => {
    const shared = limits({ perSecond: 20, waitMs: 10_000 });
    const gateOf = pair(shared);
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => gateOf(n).run(() => Promise.resolve(times.push(performance.now())))),
    );
    // Twenty at once, ten more at twenty a second: no clock of a busy machine makes this quicker.
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(400);
  });
});

describe('the breaker', () => {
  it('opens after so many failures in a row, for every worker, and then makes no call', async () => {
    const shared = limits({ breaker: { failures: 3, openMs: 60_000 } });
    const gate = createGate(db(), shared);
    for (let n = 0; n < 3; n += 1) await expect(gate.run(fails('unavailable'))).rejects.toEqual(codeOf('unavailable'));

    let called = false;
    const error = await createGate(other, shared)
      .run(() => Promise.resolve((called = true)))
      .catch((cause: unknown) => cause as ErpError);

    expect(error).toMatchObject({ code: 'unavailable' });
    expect((error as ErpError).retryAfterMs).toBeGreaterThan(50_000);
    expect(called).toBe(false);
  });

  it.each(['rejected', 'invalid', 'conflict', 'not-found', 'unauthorized'] as const)(
    'does not count "%s": the ERP is well',
    async (code) => {
      const gate = createGate(db(), limits());
      for (let n = 0; n < 5; n += 1) await expect(gate.run(fails(code))).rejects.toEqual(codeOf(code));
      expect(await gate.run(well)).toBe('well');
    },
  );

  it('counts failures in a row only', async () => {
    const gate = createGate(db(), limits());
    for (let n = 0; n < 4; n += 1) {
      await expect(gate.run(fails('outcome-unknown'))).rejects.toEqual(codeOf('outcome-unknown'));
      await expect(gate.run(fails('outcome-unknown'))).rejects.toEqual(codeOf('outcome-unknown'));
      await gate.run(well);
    }
  });

  it('lets one call try when its time is over, opens again when that fails, and closes when it succeeds', async () => {
    const shared = limits({ breaker: { failures: 2, openMs: 60_000 } });
    const gate = createGate(db(), shared);
    const openNow = () =>
      sql`update gates set open_until = clock_timestamp() where connection = ${shared.connection}`.execute(db());
    for (let n = 0; n < 2; n += 1) await expect(gate.run(fails('unavailable'))).rejects.toThrow('no');
    await openNow();
    await expect(gate.run(fails('unavailable'))).rejects.toThrow('no');
    await expect(gate.run(well)).rejects.toThrow(/left alone/);

    await openNow();
    let finish = (): void => undefined;
    const probe = gate.run(() => new Promise<void>((resolve) => (finish = resolve)));
    await sleep(100);
    await expect(gate.run(well)).rejects.toThrow(/left alone/);
    finish();
    await probe;
    expect(await gate.run(well)).toBe('well');
  });

  it('does not listen to calls that began before it opened', async () => {
    const gate = createGate(db(), limits({ breaker: { failures: 1, openMs: 60_000 } }));
    let finish = (): void => undefined;
    const early = gate.run(() => new Promise<void>((resolve) => (finish = resolve)));
    await sleep(100);
    await expect(gate.run(fails('unavailable'))).rejects.toThrow('no');
    finish();
    await early;
    await expect(gate.run(well)).rejects.toThrow(/left alone/);
  });
});
