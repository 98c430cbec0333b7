import { z } from 'zod';
import { decide, decision, usualDue } from './dispute-life.ts';
import { openDispute } from './dispute-opening.ts';
import { cancelRefund, failRefund, succeedRefund } from './refund-life.ts';
import type { World } from './world.ts';

/** Adds a route that takes JSON: by its path below `/_sandbox`, what its body holds, and what it does. */
export type On = <T>(path: string, schema: z.ZodType<T>, act: (body: T, id: string) => unknown) => void;

const failure = z.strictObject({ reason: z.string().optional() });
const opening = z.strictObject({
  charge: z.string(),
  amount: z.int().positive().optional(),
  reason: z.string().default('fraudulent'),
  inquiry: z.boolean().default(false),
  due_in_seconds: z.int().positive().default(usualDue),
  fee: z.int().nonnegative().optional(),
  withdraw: z.boolean().default(true),
});

/** What banks do with money that goes back, and customers who want it back. */
export function adminMoney(on: On, world: World): void {
  const { store } = world;
  on('/refunds/:id/succeed', z.unknown(), (_body, id) => succeedRefund(world, store.get('refund', id)));
  on('/refunds/:id/fail', failure, ({ reason }, id) => failRefund(world, store.get('refund', id), reason));
  on('/refunds/:id/cancel', z.unknown(), (_body, id) => cancelRefund(world, store.get('refund', id)));
  on('/disputes', opening, (asked) => openDispute(world, asked));
  on('/disputes/:id', decision, (decided, id) => decide(world, store.get('dispute', id), decided));
}
