import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createBudgets } from '../../src/store/budget.ts';
import { ownDatabase } from './opened.ts';

const { db } = ownDatabase();
/** No time passes: nothing is filled up again. */
const still = async (name: string): Promise<void> => {
  await sql`update budgets set refilled_at = clock_timestamp() + interval '1 hour' where name = ${name}`.execute(db());
};

it('leaves to others what is reserved for them', async () => {
  const budgets = createBudgets(db());
  const name = randomUUID();
  const whole = { name, perSecond: 10 };
  const aside = { ...whole, reserve: 5 };
  expect(await budgets.take(whole, 0)).toBeUndefined();
  await still(name);
  for (let n = 0; n < 4; n += 1) expect(await budgets.take(aside, 0)).toBeUndefined();
  await still(name);
  expect(await budgets.take(aside, 0)).toBeGreaterThan(0);
  expect(await budgets.take(whole, 0)).toBeUndefined();
});

it('gives no room to anybody until Stripe has had its rest', async () => {
  const budgets = createBudgets(db());
  const whole = { name: randomUUID(), perSecond: 100 };
  expect(await budgets.take(whole, 0)).toBeUndefined();
  await budgets.throttled(whole.name, 60_000);
  expect(await budgets.take(whole, 0)).toBeGreaterThan(50_000);
});

it('waits for room that is about to come', async () => {
  const budgets = createBudgets(db());
  const whole = { name: randomUUID(), perSecond: 20 };
  const taken = await Promise.all(Array.from({ length: 25 }, () => budgets.take(whole, 20_000)));
  expect(taken).toEqual(taken.map(() => undefined));
});
