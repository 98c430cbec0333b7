import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

let product: Product;
let sales: ReturnType<typeof salesOf>;
const started = async (options: Parameters<typeof startProduct>[0]) => {
  product = await startProduct({ orders: 'grace_minutes: 0', ...options });
  sales = salesOf(product);
};
const paidOrders = (ids: readonly string[]) =>
  Promise.all(
    ids.map(async (id) => {
      await sales.push(id);
      return { id, payment: await sales.pay(id) };
    }),
  );
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

/** One order, one receipt, one invoice, and every deposit applied. */
async function postedOnce(paid: readonly { readonly id: string; readonly payment: string }[]): Promise<void> {
  for (const { id, payment } of paid) {
    const { orders, invoices, receipts } = await sales.applied(id, payment);
    expect([orders, invoices, receipts].map(({ length }) => length)).toEqual([1, 1, 1]);
  }
  expect((await product.books()).trialBalanceMinor).toBe(0);
}

describe('while the ERP is down', () => {
  beforeAll(() => started({ limits: 'breaker_failures: 3, breaker_open_seconds: 1' }), 120_000);
  afterAll(() => product.stop());

  it('nobody is asked for help, and everything is posted once afterwards', async () => {
    const paid = await paidOrders(numbered('D', 6));
    await product.fault('p21', { kind: 'outage', forMs: 4_000 });
    await Promise.all(paid.map(({ payment }) => product.nudge(payment)));
    await until(
      async () => product.logged.filter((line) => line.includes('"code":"unavailable"')),
      ({ length }) => length > 0,
    );
    const stages = await Promise.all(paid.map(({ payment }) => product.seen(payment)));
    expect(stages.map(({ stage }) => stage)).not.toContain('parked');

    await Promise.all(paid.map(({ payment }) => product.settled(payment)));
    await postedOnce(paid);
    expect(await product.store.cases.list({ company })).toHaveLength(0);
  }, 300_000);
});

describe('when a worker stops midway', () => {
  beforeAll(async () => {
    await started({});
    await product.begin();
  }, 120_000);
  afterAll(() => product.stop());

  it('the other one finishes its work, each document once', async () => {
    const paid = await paidOrders(numbered('S', 10));
    await Promise.all(paid.map(({ payment }) => product.nudge(payment)));
    await until(
      () => product.erp(),
      ({ salesOrders = [] }) => salesOrders.length > 1,
    );
    await product.workers[0]?.stop();

    await Promise.all(paid.map(({ payment }) => product.settled(payment)));
    await postedOnce(paid);
    expect(await product.store.cases.list({ company })).toHaveLength(0);
  }, 300_000);
});

describe('with a wrong password', () => {
  beforeAll(() => started({ password: 'not-the-secret' }), 120_000);
  afterAll(() => product.stop());

  it('a connection case opens at once, without trying again, and goes on by itself once it is right', async () => {
    const [one] = await paidOrders(['P-1']);
    const { id, payment } = one ?? expect.unreachable();
    await product.nudge(payment);
    expect(await product.parked(payment)).toMatchObject({ kind: 'connection', code: 'unauthorized' });
    const [open] = await sales.cases(payment);
    expect(open?.words).toContain('check the user and password, or the client secret');
    expect(JSON.stringify([open, product.logged])).not.toContain('not-the-secret');

    product.rotatePassword();
    const schedule = product.client.schedule.getHandle(`resume-connection-cases/${company}`);
    await schedule.trigger();
    expect(await product.settled(payment)).toBe('settled');
    await sales.applied(id, payment);
    expect(await sales.cases(payment)).toMatchObject([{ closed: { decision: 'retry', by: 'quittance' } }]);
  }, 120_000);
});
