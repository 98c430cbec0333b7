import type { Market } from './market.ts';
import type { PlannedOrder } from './plan.ts';
import { randomFrom } from './random.ts';
import { draw, variants, type Variant } from './variants.ts';

/** What happens more than once in a day; the rarer cases happen once. */
const common: readonly [Variant, ...Variant[]] = [
  'plain card',
  'plain card',
  'plain card',
  'plain card',
  'checkout session',
  'pushed before the payment',
  'pushed after the payment',
  'guest',
  'authorised, then captured',
  'two payments',
  'direct invoice',
];
const perOrderMs = 400;
/** Time enough for a few troubles, however few orders there are. */
const shortestMs = 30_000;

/** Orders that every day has, whatever its length: each variant once, and the two that come in pairs. */
export const fewestOrders = 40;

/** How long it takes to play that many orders, whosoever they are. */
export const dayMs = (count: number): number => Math.max(shortestMs, count * perOrderMs);

type Day = {
  readonly seed: number;
  /** Fewest; the last variant may bring two. */
  readonly count: number;
  readonly lengthMs: number;
  readonly market: Market;
};

/** A day of a shop: every variant at least once, the rest of what shops see most, at moments of its own. */
export function planDay({ seed, count, lengthMs, market }: Day): readonly PlannedOrder[] {
  const random = randomFrom(seed);
  const names = Object.keys(variants) as Variant[];
  const orders: PlannedOrder[] = [];
  for (let turn = 0; orders.length < count; turn += 1) {
    const variant = names[turn] ?? random.pick(common);
    const atMs = random.below(lengthMs);
    const drawn = draw(variant, { random, market, number: orderNumber(seed, orders.length) });
    for (const one of drawn) orders.push({ ...one, number: orderNumber(seed, orders.length), variant, atMs });
  }
  return orders.toSorted((a, b) => a.atMs - b.atMs);
}

const orderNumber = (seed: number, index: number): string => `D${seed}-${String(index + 1).padStart(4, '0')}`;
