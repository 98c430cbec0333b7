import { drive } from '../drive.ts';
import { percentile } from '../statistics.ts';
import type { Arm, Arms } from './arms.ts';

/** How many at a time, and how many of them in one round of one arm. */
export const levels = [
  { atOnce: 1, total: 200 },
  { atOnce: 16, total: 800 },
  { atOnce: 50, total: 1_500 },
] as const;
/** On a machine that is slow or busy a round is shorter, not the run longer. */
const withinMs = 4_000;
export type AtOnce = (typeof levels)[number]['atOnce'];

export type Sample = {
  readonly arm: 'webhook' | 'floor';
  readonly atOnce: AtOnce;
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
  readonly failed: number;
};

/** Both arms in turn at each level; who begins changes, so that neither always finds the server warmer or fuller. */
export async function runRounds(arms: Arms, rounds: number, say: (line: string) => void): Promise<readonly Sample[]> {
  await warmUp(arms);
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { atOnce, total } of levels) {
      const order = round % 2 === 0 ? (['floor', 'webhook'] as const) : (['webhook', 'floor'] as const);
      for (const arm of order) {
        const { latenciesMs, seconds, failed } = await measured(arms[arm], `r${round}at${atOnce}`, atOnce, total);
        const [p50, p99] = [percentile(latenciesMs, 0.5), percentile(latenciesMs, 0.99)];
        samples.push({ arm, atOnce, p50, p99, perSecond: latenciesMs.length / seconds, failed });
      }
    }
    say(`round ${round + 1} of ${rounds} done`);
  }
  return samples;
}

const measured = (arm: Arm, round: string, atOnce: number, total: number) =>
  drive({ total, atOnce, withinMs }, arm(round, total));

/** Until the compilers of both processes have seen the work, and the connections are open. */
async function warmUp({ webhook, floor }: Arms): Promise<void> {
  for (const atOnce of [1, 50, 50]) {
    await measured(webhook, `warm${atOnce}x${Date.now()}`, atOnce, atOnce * 20);
    await measured(floor, `warm${atOnce}x${Date.now()}`, atOnce, atOnce * 20);
  }
}
