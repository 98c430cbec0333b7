import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';
import type { Product } from './product.ts';
import type { Random } from './random.ts';
import { killServer } from './servers.ts';

const victims = ['webhook and worker', 'second worker', 'Temporal', 'PostgreSQL'] as const;
type Victim = (typeof victims)[number];
export type Kill = { readonly victim: Victim; readonly afterMs: number };

/** Between two kills, in milliseconds: mostly enough to come back, now and then not. */
const shortest = 3_000;
const spread = 9_000;

/** In which order who is killed, and how long after the one before. */
export function planDrill(random: Random, times: number): readonly Kill[] {
  const kills = Array.from({ length: times }, () => [...victims]).flat();
  for (let last = kills.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const [a, b] = [kills[last], kills[other]];
    if (a && b) [kills[last], kills[other]] = [b, a];
  }
  return kills.map((victim) => ({ victim, afterMs: shortest + random.below(spread) }));
}

export const drillMs = (kills: readonly Kill[]): number => kills.reduce((sum, { afterMs }) => sum + afterMs, 0);

/** Kills one after the other, and starts again what nobody else does. */
export async function drill(kills: readonly Kill[], product: Product, say: (line: string) => void): Promise<void> {
  for (const [index, { victim, afterMs }] of kills.entries()) {
    await pause(afterMs);
    say(`kill ${index + 1} of ${kills.length}: ${victim}${(await kill[victim](product)) ? '' : ', which was down'}`);
  }
}

const kill: Readonly<Record<Victim, (product: Product) => Promise<boolean>>> = {
  'webhook and worker': ({ main }) => again(main),
  'second worker': ({ worker }) => again(worker),
  Temporal: ({ dataDir }) => Promise.resolve(killServer(dataDir, 'Temporal')),
  PostgreSQL: ({ dataDir }) => Promise.resolve(killServer(dataDir, 'PostgreSQL')),
};

async function again(child: Child): Promise<boolean> {
  const wasUp = child.isRunning();
  await child.kill();
  child.restart();
  return wasUp;
}
