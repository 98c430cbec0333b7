import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';
import type { Product } from './product.ts';
import type { Random } from './random.ts';
import { killServer } from './servers.ts';

export const victims = ['webhook and worker', 'second worker', 'Temporal', 'PostgreSQL'] as const;
export type Victim = (typeof victims)[number];
export type Kill = {
  readonly victim: Victim;
  readonly afterMs: number;
  /** Everything is back before it; a kill in four hits what has not yet recovered. */
  readonly recovered: boolean;
};

/** Before a kill, in milliseconds. */
const shortest = 1_000;
const spread = 5_000;
const usualRecoveryMs = 12_000;
const recoversWithinMs = 120_000;

/** In which order who is killed, and how long after the one before. */
export function planDrill(random: Random, times: number): readonly Kill[] {
  const kills = Array.from({ length: times }, () => [...victims]).flat();
  for (let last = kills.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const [a, b] = [kills[last], kills[other]];
    if (a && b) [kills[last], kills[other]] = [b, a];
  }
  return kills.map((victim) => ({
    victim,
    afterMs: shortest + random.below(spread),
    recovered: random.below(4) > 0,
  }));
}

/** What it takes about, so that there are orders under way at every kill. */
export const drillMs = (kills: readonly Kill[]): number =>
  kills.reduce((sum, { afterMs, recovered }) => sum + afterMs + (recovered ? usualRecoveryMs : 0), 0);

/** Kills one after the other, and starts again what nobody else does. */
export async function drill(kills: readonly Kill[], product: Product, say: (line: string) => void): Promise<void> {
  for (const [index, { victim, afterMs, recovered }] of kills.entries()) {
    if (recovered) await untilRecovered(product);
    await pause(afterMs);
    say(
      `kill ${index + 1} of ${kills.length}: ${victim}${(await killings[victim](product)) ? '' : ', which was down'}`,
    );
  }
  if (kills.length > 0) await untilRecovered(product);
}

/** As a service manager would: a process that ended, because a server was away when it began, is started again. */
async function untilRecovered(product: Product): Promise<void> {
  const giveUp = Date.now() + recoversWithinMs;
  while (Date.now() < giveUp && !(await product.isReady())) {
    product.main.restart();
    product.worker.restart();
    await pause(500);
  }
}

/** SIGKILL; true if there was somebody to kill. */
export const killings: Readonly<Record<Victim, (product: Product) => Promise<boolean>>> = {
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
