import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedOrder } from './plan.ts';
import { playOrder } from './play.ts';
import type { PlayedOrder } from './played.ts';
import type { Trouble } from './faults.ts';
import type { Stage } from './stage.ts';

type Day = {
  readonly orders: readonly PlannedOrder[];
  readonly troubles: readonly Trouble[];
  readonly stage: Stage;
  readonly played: (order: PlayedOrder) => void;
  readonly say: (line: string) => void;
};

/** Plays all orders and troubles, each at its moment. @throws Error when an order could not be played */
export async function playDay({ orders, troubles, stage, played, say }: Day): Promise<void> {
  const opened = Date.now();
  const at = (atMs: number) => pause(Math.max(0, opened + atMs - Date.now()));
  await Promise.all([
    ...orders.map(async (order) => {
      await at(order.atMs);
      played(await playOrder(stage, order).catch((error: unknown) => unplayable(order, error)));
    }),
    ...troubles.map(async ({ name, atMs, cause }) => {
      await at(atMs);
      say(`trouble: ${name}`);
      await cause();
    }),
  ]);
}

function unplayable({ number, variant }: PlannedOrder, cause: unknown): never {
  throw new Error(`Order ${number} (${variant}) could not be played`, { cause });
}
