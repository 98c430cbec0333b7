import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { withCaseDesk } from '../../src/cli/cases.ts';
import { money } from '../../src/domain/money.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf, withSku } from '../support/sales.ts';

let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  product = await startProduct({ orders: 'grace_minutes: 0' });
  sales = salesOf(product);
}, 120_000);
afterAll(() => product.stop());

/** A sale whose item the ERP does not know. */
const stuckSale = async (id: string) => {
  await sales.push(id, withSku(`${id}-ITEM`));
  const payment = await sales.pay(id);
  await product.nudge(payment);
  return { payment, ...(await product.parked(payment)) };
};
const openCaseOf = async (root: string) => {
  const [found] = await until(
    () => product.store.cases.list({ company, root, open: true }),
    (open) => open.length > 0,
  );
  if (!found) throw new Error(`Nothing of ${root} waits`);
  return found;
};
const auditOf = async (root: string) =>
  product.store.db.selectFrom('audit').select(['what', 'facts']).where('root', '=', root).execute();

describe('a skip, wherever it is sent from', () => {
  it('counts only once the ERP has the document, for this customer and this amount', async () => {
    const { payment, caseId = '', code } = await stuckSale('S-1');
    const number = await sales.byHand('S-1');
    const stranger = { CustomerName: 'Somebody Else', CurrencyId: 'USD', CompanyId: 'ACME' };
    const { CustomerId: customer } = (await product.admin('/_sandbox/customers', stranger)) as { CustomerId: string };
    const anothers = await sales.byHand('S-1', { customer });
    const usd = (minor: number) => money(minor, 'USD');
    const goods = { item: 'W-100', description: 'Widget', quantity: 1, unitPrice: usd(5_000), discount: usd(0) };
    const line = { ...goods, net: usd(5_000), tax: usd(950), taxCode: 'STD19' };
    const less = await sales.byHand('S-1', { lines: [line], total: usd(5_950) });

    const refusals = [
      [{}, 'invalid', 'Name the sales-order'],
      [{ number: '999999' }, 'not-found', 'no sales-order 999999'],
      [{ number: anothers }, 'conflict', 'belongs to another customer'],
      [{ number: less }, 'conflict', 'comes to 59.50 USD in the ERP, and 119.00 USD is at stake'],
    ] as const;
    for (const [named, refusal, words] of refusals) {
      await expect(sales.decide(payment, 'skip', { caseId, ...named })).rejects.toMatchObject({
        cause: { message: expect.stringContaining(refusal) as string },
      });
      expect(await product.seen(payment)).toMatchObject({ stage: 'parked', caseId, code });
      expect(await sales.cases(payment)).toMatchObject([{ code, refusal: expect.stringContaining(words) as string }]);
    }
    await sales.decide(payment, 'skip', { caseId, number });
    expect(await product.settled(payment)).toBe('settled');
    expect(await product.stripe.paymentIntents.retrieve(payment)).toMatchObject({ metadata: { ERP_Order_ID: number } });
  });

  it('of a number that nobody looked up says so in the trail', async () => {
    const { payment, caseId = '' } = await stuckSale('S-2');
    await sales.decide(payment, 'skip', { caseId, number: 'PAPER-7', unchecked: true });
    expect(await product.settled(payment)).toBe('settled');
    const closed = (await auditOf('order/S-2')).find(({ what }) => what === 'case-closed');
    expect(closed?.facts).toMatchObject({ decision: 'skip', unchecked: 'PAPER-7' });
  });

  it('by a patch that nobody stored is refused too', async () => {
    const { payment, caseId = '' } = await stuckSale('S-3');
    await expect(sales.decide(payment, 'patch', { caseId })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('invalid (patch)') as string },
    });
    expect(await product.seen(payment)).toMatchObject({ stage: 'parked', caseId });
  });
});

describe('one payment of an order that a person closes', () => {
  it('leaves the other one alone, and can be opened again', async () => {
    await sales.push('T-1', { ...withSku('T-ITEM'), payments: 2 });
    const [first, second] = [await sales.pay('T-1', { amount: 5_950 }), await sales.pay('T-1', { amount: 5_950 })];
    await product.nudge(first);
    await product.nudge(second);
    const { caseId, subject: closed } = await openCaseOf('order/T-1');
    const other = closed === first ? second : first;
    await sales.decide(closed, 'compensate', { caseId });
    expect(await product.settled(closed)).toBe('compensated');
    await until(
      () => product.seen(other),
      ({ stage }) => stage === 'waiting',
    );
    expect(await product.store.book.isClosed({ company, root: 'order/T-1' })).toBe(false);

    await product.admin('/_sandbox/items', { ItemId: 'T-ITEM', QuantityOnHand: '100' });
    const by = { by: 'ann', reason: 'the item is there now' };
    const told = await withCaseDesk(product.config, (desk) => desk.reopen(caseId, by));
    expect(told.woken).toEqual([closed]);
    const { orders } = await sales.applied('T-1', closed);
    expect(orders).toHaveLength(1);
    expect((await sales.applied('T-1', other)).receipts).toHaveLength(1);
  });
});

describe('a case that nobody decides', () => {
  it('is told of once when it is late, and is over with its case', async () => {
    const { payment, caseId = '' } = await stuckSale('L-1');
    const { db } = product.store;
    await sql`update cases set due_at = clock_timestamp() where case_id = ${caseId}`.execute(db);
    const overdue = async () => {
      const { rows } = await sql<{ count: number; resolved_at: Date | null; text: string }>`
        select count, resolved_at, text from alerts where case_id = ${caseId} and code = 'case-overdue'`.execute(db);
      return rows;
    };
    const [raised] = await until(overdue, (rows) => rows.length > 0);
    expect(raised).toMatchObject({ count: 1, resolved_at: null });
    expect(raised?.text).toContain('waits in queue finance');
    await product.admin('/_sandbox/items', { ItemId: 'L-1-ITEM', QuantityOnHand: '100' });
    await sales.decide(payment, 'retry', { caseId });
    expect((await overdue()).map(({ resolved_at }) => resolved_at)).toEqual([expect.any(Date)]);
  });
});
