import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effectKey } from '../../src/domain/effects.ts';
import { company, startProduct, type Product } from '../support/product.ts';
import { salesOf, withSku } from '../support/sales.ts';

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({ orders: 'grace_minutes: 0' });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

const stuck = async (payment: string) => {
  await product.nudge(payment);
  return product.parked(payment);
};

describe('a decision', () => {
  it('may name the right order of a payment that named a wrong one', async () => {
    await sales.push('D-1');
    const payment = await sales.pay('D-1-misspelt');
    const { caseId = '', code } = await stuck(payment);
    expect(code).toBe('order-missing');
    await product.store.cases.storePatch(caseId, { order: 'D-1' }, { by: 'ann', reason: 'misspelt' });
    await sales.decide(payment, 'patch', { caseId });

    expect(await product.settled(payment)).toBe('settled');
    expect((await sales.applied('D-1', payment)).orders).toHaveLength(1);
  });

  it('that the ledger refuses leaves the case open, says why, and another one may follow', async () => {
    await sales.push('D-2', withSku('NO-SUCH-ITEM'));
    const payment = await sales.pay('D-2');
    const { caseId = '', code } = await stuck(payment);
    const key = effectKey({ company, kind: 'sale', subject: 'D-2' });
    await product.store.book.abandon({ company, root: 'order/D-2', key }, { by: 'ann', reason: 'a test' });
    const number = await sales.byHand('D-2');
    await expect(
      sales.decide(payment, 'compensate', { caseId, about: { code: 'something-else' } }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining(`is about ${code}`) as string } });
    await expect(sales.decide(payment, 'skip', { caseId, number })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('conflict') as string },
    });
    expect(await product.seen(payment)).toMatchObject({ stage: 'parked', caseId, code });
    expect(await sales.cases(payment)).toMatchObject([
      { caseId, code, refusal: expect.stringContaining('abandoned') as string },
    ]);

    await product.admin('/_sandbox/items', { ItemId: 'NO-SUCH-ITEM', QuantityOnHand: '100' });
    await sales.decide(payment, 'retry', { caseId });
    expect(await product.settled(payment)).toBe('settled');
    expect((await sales.applied('D-2', payment)).orders).toHaveLength(1);
  });
});
