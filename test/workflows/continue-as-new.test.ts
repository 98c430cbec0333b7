import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { salesOf, withSku } from '../support/sales.ts';
import { startProduct, until, type Product } from '../support/product.ts';

/** Little more than one pass of a parked flow takes, so that a few nudges bring it there. */
const longHistory = 45;

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({
    orders: 'grace_minutes: 0',
    dynamicConfig: [`limit.historyCount.suggestContinueAsNew=${longHistory}`],
  });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const runOf = async (payment: string) => (await product.handle(payment).describe()).runId;

/** Nudges the parked flow until its history has grown so long that it goes on in a new run. */
async function continued(payment: string): Promise<void> {
  const before = await runOf(payment);
  for (let n = 0; (await runOf(payment)) === before; n += 1) {
    await product.nudge(payment, `evt_${n}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

const alertsOf = (payment: string) =>
  product.logged.filter((line) => line.includes('"alert":') && line.includes(payment));

describe('a parked flow that continues as new', () => {
  it('keeps its one case and its story, and is repaired by the same case id', async () => {
    await sales.push('N-1', withSku('LATER-ITEM'));
    const payment = await sales.pay('N-1');
    await product.nudge(payment);
    const { caseId = '', story } = await product.parked(payment);
    await continued(payment);

    const after = await until(
      () => product.seen(payment),
      ({ stage }) => stage === 'parked',
    );
    expect(after).toMatchObject({ caseId, kind: 'business' });
    expect(after.story).toEqual(expect.arrayContaining([...story]));
    expect(await sales.cases(payment)).toHaveLength(1);
    expect(alertsOf(payment)).toHaveLength(1);
    const { typedSearchAttributes } = await product.handle(payment).describe();
    expect(typedSearchAttributes.getAll().map(({ value }) => value)).toEqual(expect.arrayContaining(['parked', true]));

    await product.admin('/_sandbox/items', { ItemId: 'LATER-ITEM', QuantityOnHand: '100' });
    await sales.decide(payment, 'retry', { caseId });
    expect(await product.settled(payment)).toBe('settled');
    expect((await sales.applied('N-1', payment)).orders).toHaveLength(1);
    expect((await sales.cases(payment))[0]).toMatchObject({ caseId, closed: { decision: 'retry', by: 'ann' } });
  }, 120_000);

  it('still shows the case to a person after every nudge that changed nothing', async () => {
    await sales.push('N-2', withSku('NEVER-ITEM'));
    const payment = await sales.pay('N-2');
    await product.nudge(payment);
    const { caseId } = await product.parked(payment);
    const begun = (await product.handle(payment).fetchHistory()).events?.length ?? 0;
    await product.nudge(payment);
    await until(
      async () => (await product.handle(payment).fetchHistory()).events?.length ?? 0,
      (length) => length > begun + 8,
    );

    expect(await product.parked(payment)).toMatchObject({ caseId, code: 'invalid' });
  });

  it('goes on compensating in its new run, and posts nothing', async () => {
    await sales.push('N-3');
    await refuse('/api/v2/cashreceipts$', 'Account 1010 is blocked for posting', 1);
    await product.admin('/_sandbox/items', { ItemId: 'W-100', QuantityOnHand: '0' });
    const payment = await sales.pay('N-3');
    await product.nudge(payment);
    const first = await product.parked(payment);
    await refuse('/api/v2/salesorders/[^/]+/cancel$', 'The order is being picked', 1);
    await sales.decide(payment, 'compensate');
    const second = await until(
      () => product.seen(payment),
      ({ stage, caseId }) => stage === 'parked' && caseId !== first.caseId,
    );
    await continued(payment);
    expect(await product.parked(payment)).toMatchObject({ caseId: second.caseId });
    await sales.decide(payment, 'retry', { caseId: second.caseId ?? '' });

    expect(await product.settled(payment)).toBe('compensated');
    const { orders, receipts } = await sales.held('N-3', payment);
    expect(orders).toMatchObject([{ status: 'cancelled' }]);
    expect(receipts).toHaveLength(0);
    await product.admin('/_sandbox/items', { ItemId: 'W-100', QuantityOnHand: '100000' });
  }, 120_000);
});

const refuse = (path: string, ErrorMessage: string, count: number) =>
  product.fault('p21', { kind: 'status', status: 422, count, body: { ErrorMessage }, match: { method: 'POST', path } });
