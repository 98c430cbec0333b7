import type { Company } from '../demo/companies/company.ts';
import { victims } from '../demo/drill.ts';
import type { PlannedOrder } from '../demo/plan.ts';
import { randomFrom, type Random } from '../demo/random.ts';
import { planTraffic } from '../demo/scenario.ts';
import { drawBlow, type Blow } from './blows.ts';

export type TimedBlow = Blow & { readonly atMs: number };
export type ChaosPlan = {
  readonly seed: number;
  readonly lengthMs: number;
  /** By the company's key. */
  readonly orders: Readonly<Record<string, readonly PlannedOrder[]>>;
  /** In the order in which they fall. */
  readonly blows: readonly TimedBlow[];
};
type Wanted = { readonly seed: number; readonly seconds: number; readonly companies: readonly Company[] };

/** An order about as often, and a blow to somebody's surroundings, in milliseconds: more companies make it no harder. */
const perOrderMs = 2_000;
const perBlowMs = 4_000;
const perKillMs = 20_000;
/** The last blow falls before people stop buying, so that each befalls something. */
const quietAtTheEndMs = 3_000;

/** Everything that will be sold, refunded, disputed, broken and killed: all of it follows from the seed. */
export function planChaos({ seed, seconds, companies }: Wanted): ChaosPlan {
  const lengthMs = seconds * 1_000;
  const count = Math.ceil(lengthMs / (perOrderMs * companies.length));
  const random = randomFrom(seed + 1);
  const blows = moments(random, perBlowMs, lengthMs).flatMap((atMs) => {
    const company = companies[random.below(companies.length)];
    return company ? [{ ...drawBlow(random, company), atMs }] : [];
  });
  const kills = moments(random, perKillMs, lengthMs).map((atMs): TimedBlow => ({
    do: 'kill',
    victim: random.pick(victims),
    atMs,
  }));
  return {
    seed,
    lengthMs,
    orders: Object.fromEntries(
      companies.map(({ key, market }, index) => [
        key,
        planTraffic({ seed: seed + index * 100_000, count, lengthMs, market }),
      ]),
    ),
    blows: [...blows, ...kills].toSorted((a, b) => a.atMs - b.atMs),
  };
}

/** About as far apart: half of it at least, half more at most. */
function moments(random: Random, everyMs: number, lengthMs: number): readonly number[] {
  const all: number[] = [];
  const step = (): number => Math.floor(everyMs / 2) + random.below(everyMs);
  for (let at = step(); at < lengthMs - quietAtTheEndMs; at += step()) all.push(at);
  return all;
}
