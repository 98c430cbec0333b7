import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErpError } from '../../src/erp/errors.ts';
import { openDatabase, type Database } from '../../src/store/db.ts';
import { createGate } from '../../src/store/gate.ts';
import { createTurns, type Caller } from '../../src/store/turns.ts';
import { ownDatabase } from './opened.ts';

const { db, url } = ownDatabase();
let other: Database;
beforeAll(() => {
  other = openDatabase({ url: url() });
});
afterAll(() => other.close());

const concurrency = 3;
/** One connection with an ERP that can be down, used by two workers. */
function erpOf() {
  const connection = randomUUID();
  const erp = { down: false, now: 0, most: 0, served: [] as string[], asked: 0 };
  const limits = { connection, concurrency, perSecond: 10_000, breaker: { failures: 3, openMs: 60_000 } };
  const call = (flow: string) => async (): Promise<void> => {
    erp.asked += 1;
    if (erp.down) throw new ErpError('unavailable', 'down');
    erp.now += 1;
    erp.most = Math.max(erp.most, erp.now);
    await sleep(10);
    erp.now -= 1;
    erp.served.push(flow);
  };
  const gateOf = (caller?: Caller) =>
    createGate(Math.random() < 0.5 ? db() : other, { ...limits, ...(caller && { caller: async () => caller }) });
  return {
    connection,
    erp,
    turns: createTurns(db()),
    /** Goes away with the time to wait, where it was refused. */
    ask: (caller: Caller) =>
      gateOf(caller)
        .run(call(caller.flow))
        .catch((error: unknown) => error as ErpError),
    plainly: () => gateOf().run(call('plainly')),
    breakerOver: () =>
      sql`update gates set open_until = clock_timestamp() where connection = ${connection}`.execute(db()),
    aMomentLater: () =>
      sql`update turns set aged = true, changed_at = changed_at - interval '2 seconds' where connection = ${connection}`.execute(
        db(),
      ),
  };
}

const started = Date.parse('2026-11-20T10:00:00Z');
const flow = (n: number, place = 0): Caller => ({
  flow: `order-to-cash/acme/pi_${String(n).padStart(2, '0')}`,
  run: randomUUID(),
  activity: '1',
  place,
  since: new Date(started + n * 1_000),
});
type Erp = ReturnType<typeof erpOf>;

async function breakOff(erp: Erp): Promise<void> {
  erp.erp.down = true;
  for (let n = 0; n < 3; n += 1) await expect(erp.plainly()).rejects.toThrow('down');
}

async function comeBack(erp: Erp): Promise<void> {
  erp.erp.down = false;
  await erp.breakerOver();
  await erp.plainly();
  erp.erp.served.length = 0;
}

/** Calls until nobody waits, so many at a time; who is called asks at once. */
async function callAll(erp: Erp, callers: readonly Caller[], atOnce = concurrency * 2): Promise<void> {
  const all = new Map(callers.map((caller) => [caller.flow, caller]));
  for (;;) {
    await erp.aMomentLater();
    const called = await erp.turns.call(erp.connection, atOnce);
    if (called.length === 0) return;
    await Promise.all(called.map(({ flow: id }) => erp.ask(all.get(id) ?? expect.unreachable())));
  }
}

describe('after an outage', () => {
  it('those who waited come back the oldest first, and never more at once than the ERP takes', async () => {
    const erp = erpOf();
    await breakOff(erp);
    const callers = Array.from({ length: 40 }, (_, n) => flow(n));
    const mixed = callers.toSorted((one, two) => one.run.localeCompare(two.run));
    const asked = erp.erp.asked;
    await Promise.all(mixed.map((caller) => erp.ask(caller)));
    expect(erp.erp.asked).toBe(asked);

    await comeBack(erp);
    await callAll(erp, callers);
    expect(erp.erp.served).toHaveLength(40);
    const places = erp.erp.served.map((id) => callers.findIndex((caller) => caller.flow === id));
    // Within one calling they race for the permits.
    for (const [at, place] of places.entries()) expect(Math.abs(at - place)).toBeLessThan(concurrency * 2);
    expect(erp.erp.most).toBeLessThanOrEqual(concurrency);
  });

  it('a rule lets some come back before the others', async () => {
    const erp = erpOf();
    await breakOff(erp);
    const callers = [flow(1, 1), flow(2, 1), flow(3, 0), flow(4, 0)];
    await Promise.all(callers.map((caller) => erp.ask(caller)));
    await comeBack(erp);
    await erp.aMomentLater();
    const called = await erp.turns.call(erp.connection, 3);
    expect(called.map(({ flow: id }) => id.slice(-1))).toEqual(['3', '4', '1']);
  });

  it('whoever was accepted later waits behind them, and one who has come in goes on', async () => {
    const erp = erpOf();
    await breakOff(erp);
    await Promise.all([flow(1), flow(2)].map((caller) => erp.ask(caller)));
    await comeBack(erp);
    await erp.aMomentLater();
    expect(await erp.turns.call(erp.connection, 1)).toHaveLength(1);
    expect(await erp.ask(flow(1))).toBeUndefined();

    expect(await erp.ask(flow(3))).toMatchObject({ code: 'throttled' });
    expect(await erp.ask(flow(1))).toBeUndefined();
    // One at a time: those who are called together race for the permits.
    await callAll(erp, [flow(2), flow(3)], 1);
    expect(erp.erp.served.map((id) => id.slice(-1))).toEqual(['1', '1', '2', '3']);
    expect(await erp.ask(flow(4))).toBeUndefined();
  });

  it('nobody is held back for those whom nobody calls', async () => {
    const erp = erpOf();
    await breakOff(erp);
    await erp.ask(flow(1));
    await comeBack(erp);
    expect(await erp.ask(flow(2))).toBeUndefined();
  });

  it('calls nobody while the breaker is open', async () => {
    const erp = erpOf();
    await breakOff(erp);
    expect(await erp.ask(flow(1))).toMatchObject({ code: 'unavailable' });
    await erp.aMomentLater();
    expect(await erp.turns.call(erp.connection, 5)).toEqual([]);
  });

  it('forgets one who has ended, and calls the next', async () => {
    const erp = erpOf();
    await breakOff(erp);
    await Promise.all([flow(1), flow(2)].map((caller) => erp.ask(caller)));
    await comeBack(erp);
    await erp.aMomentLater();
    const [first] = await erp.turns.call(erp.connection, 1);
    expect(await erp.turns.call(erp.connection, 1)).toEqual([]);
    await erp.turns.gone(erp.connection, first ?? expect.unreachable());
    expect(await erp.turns.call(erp.connection, 1)).toMatchObject([{ flow: flow(2).flow }]);
  });
});
