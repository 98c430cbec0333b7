import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

/** Calls at a time that the product under test makes. */
const concurrency = 4;
const count = 30;

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({
    orders: 'grace_minutes: 0',
    limits: 'breaker_failures: 3, breaker_open_seconds: 2',
  });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const firedOf = async (kind: string): Promise<number> => {
  const { fired } = (await (await fetch(`${product.p21.url}/_sandbox/faults`)).json()) as {
    fired: Readonly<Record<string, number>>;
  };
  return fired[kind] ?? 0;
};

const waiting = async (): Promise<number> => {
  const { rows } = await sql<{ flows: number }>`select count(*) as flows from turns`.execute(product.store.db);
  return rows[0]?.flows ?? 0;
};

describe('when the ERP is back after an outage', () => {
  it('what waited is posted the oldest first, soon, and without a storm of requests', async () => {
    const ids = Array.from({ length: count }, (_, n) => `O-${String(n).padStart(2, '0')}`);
    const payments: string[] = [];
    await product.fault('p21', { kind: 'outage', forMs: 600_000 });
    for (const id of ids) {
      await sales.push(id);
      const payment = await sales.pay(id);
      await product.nudge(payment);
      payments.push(payment);
    }
    await until(waiting, (flows) => flows === count);
    // What found out that it is down, and who asked whether it is still: not everybody who waits.
    expect(await firedOf('outage')).toBeLessThan(count);

    await fetch(`${product.p21.url}/_sandbox/faults`, { method: 'DELETE' });
    // Counts what is asked from now on; each takes a little time.
    await product.fault('p21', { kind: 'slow', delayMs: 30, count: 100_000 });
    await Promise.all(payments.map((payment) => product.settled(payment)));

    const { salesOrders = [] } = await product.erp();
    const order = salesOrders.map(({ webReferenceNo }) => ids.indexOf(String(webReferenceNo)));
    expect(order.toSorted((one, other) => one - other)).toEqual(ids.map((_, at) => at));
    // They are called in order, twice as many as may call at a time; then those who are in race for the permits, with
    // several calls each, so that one may fall far behind. By chance they would be ten places off.
    const off = order.map((place, at) => Math.abs(at - place));
    expect(Math.max(...off)).toBeLessThanOrEqual(concurrency * 4);
    expect(off.reduce((all, places) => all + places, 0)).toBeLessThanOrEqual(count * (concurrency + 2));
    expect(Math.max(...product.logged.map((line) => Number(/"attempt":(\d+)/.exec(line)?.[1] ?? 0)))).toBeLessThan(5);
    expect((await firedOf('slow')) / count).toBeLessThan(25);
    expect(await product.store.cases.list({ company })).toHaveLength(0);
  }, 180_000);
});
