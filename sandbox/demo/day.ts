import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedOrder } from './plan.ts';
import { playOrder } from './play.ts';
import type { PlayedOrder } from './played.ts';
import type { Trouble } from './faults.ts';
import type { Stage } from './stage.ts';

type Orders = {
  readonly orders: readonly PlannedOrder[];
  readonly stage: Stage;
  readonly played: (order: PlayedOrder) => void;
};

/** Plays all orders of a shop, each at its moment. @throws Error when one could not be played */
export async function playOrders({ orders, stage, played }: Orders): Promise<void> {
  const at = fromNow();
  await Promise.all(
    orders.map(async (order) => {
      await at(order.atMs);
      await playOrder(stage, order, played).catch((error: unknown) => unplayable(order, error));
    }),
  );
}

/** Causes all troubles, each at its moment. */
export async function causeTroubles(troubles: readonly Trouble[], say: (line: string) => void): Promise<void> {
  const at = fromNow();
  await Promise.all(
    troubles.map(async ({ name, atMs, cause }) => {
      await at(atMs);
      say(`trouble: ${name}`);
      await cause();
    }),
  );
}

function fromNow() {
  const opened = Date.now();
  return (atMs: number) => pause(Math.max(0, opened + atMs - Date.now()));
}

function unplayable({ number, variant }: PlannedOrder, cause: unknown): never {
  throw new Error(`Order ${number} (${variant}) could not be played`, { cause });
}
