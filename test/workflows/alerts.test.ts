import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpReceiver } from '../alerts/receivers.ts';
import { startProduct, until, type Product } from '../support/product.ts';
import { salesOf, withSku } from '../support/sales.ts';

let hook: Awaited<ReturnType<typeof httpReceiver>>;
let product: Product;
let sales: ReturnType<typeof salesOf>;
beforeAll(async () => {
  hook = await httpReceiver();
  product = await startProduct({ orders: 'grace_minutes: 0', alertsTo: hook.url });
  sales = salesOf(product);
  await product.begin();
}, 120_000);
afterAll(async () => {
  await product.stop();
  await hook.close();
});

type Notice = { readonly what: string; readonly key: string; readonly how?: string };
/** What people were told so far, of everything or of one case. */
const notices = (key = ''): readonly string[] =>
  hook.posts
    .flatMap(({ body }) => (JSON.parse(body) as { readonly notices: readonly Notice[] }).notices)
    .filter((notice) => notice.key.startsWith(key))
    .map(({ what, how }) => (how ? `${what} ${how}` : what));
const told = (caseId: string, count: number) =>
  until(
    async () => notices(`case/${caseId}`),
    ({ length }) => length >= count,
  );
async function stuck(id: string): Promise<{ readonly payment: string; readonly caseId: string }> {
  await sales.push(id, withSku(`${id}-ITEM`));
  const payment = await sales.pay(id);
  await product.nudge(payment);
  const { caseId = '' } = await product.parked(payment);
  return { payment, caseId };
}
const mend = (id: string) => product.admin('/_sandbox/items', { ItemId: `${id}-ITEM`, QuantityOnHand: '100' });

it('workers tell of a case that opened, and that it is over when a person has decided', async () => {
  const { payment, caseId } = await stuck('A-1');
  expect(await told(caseId, 1)).toEqual(['raised']);
  await mend('A-1');
  await sales.decide(payment, 'retry');
  expect(await told(caseId, 2)).toEqual(['raised', 'recovered retry']);
});

it('and so of a case whose reason went away by itself', async () => {
  const payment = await sales.pay('A-2');
  await product.nudge(payment);
  const { caseId = '' } = await product.parked(payment);
  await told(caseId, 1);
  await sales.push('A-2');
  await product.nudge(payment);
  expect(await told(caseId, 2)).toEqual(['raised', 'recovered healed']);
});

it('a worker tells of a case that stood in the database alone, and everything was told once', async () => {
  const { payment, caseId } = await stuck('A-3');
  await told(caseId, 1);
  const { db } = product.store;
  await sql`delete from alerts where case_id = ${caseId}`.execute(db);
  await sql`update cases set opened_at = opened_at - interval '2 minutes' where case_id = ${caseId}`.execute(db);
  expect(await told(caseId, 2)).toEqual(['raised', 'raised']);
  await mend('A-3');
  await sales.decide(payment, 'retry');
  expect(await told(caseId, 3)).toEqual(['raised', 'raised', 'recovered retry']);
  expect(notices()).toHaveLength(2 + 2 + 3);
}, 180_000);
