import type { Market } from './market.ts';
import type { PlannedOrder } from './plan.ts';
import { randomFrom, type Random } from './random.ts';
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
  'refunded in part',
  'refunded before it was shipped',
];
const perOrderMs = 400;
/** Time enough for a few troubles, however few orders there are. */
const shortestMs = 30_000;

/** Orders that every day has, however few are asked for: each variant once, and the two that come in pairs. */
export const fewestOrders = 45;

/** How long it takes to play that many orders, whosoever they are. */
export const dayMs = (count: number): number => Math.max(shortestMs, count * perOrderMs);

type Day = {
  readonly seed: number;
  /** Wished for; there are as many as there are variants at least, and the last one may bring two. */
  readonly count: number;
  readonly lengthMs: number;
  readonly market: Market;
};

const everything = Object.keys(variants) as readonly Variant[] as readonly [Variant, ...Variant[]];

/** A day of a shop: every variant at least once, the rest of what shops see most, at moments of its own. */
export const planDay = (day: Day): readonly PlannedOrder[] =>
  planOrders(day, everything.length, (random, turn) => everything[turn] ?? random.pick(common));

/** Anything that can happen to an order, and nothing twice before everything has. */
export const planTraffic = (day: Day): readonly PlannedOrder[] => {
  const left: Variant[] = [];
  return planOrders(day, 0, (random) => {
    if (left.length === 0) left.push(...everything);
    const [variant = everything[0]] = left.splice(random.below(left.length), 1);
    return variant;
  });
};

function planOrders(
  { seed, count, lengthMs, market }: Day,
  fewest: number,
  next: (random: Random, turn: number) => Variant,
): readonly PlannedOrder[] {
  const random = randomFrom(seed);
  const orders: PlannedOrder[] = [];
  for (let turn = 0; orders.length < count || turn < fewest; turn += 1) {
    const variant = next(random, turn);
    const atMs = random.below(lengthMs);
    const drawn = draw(variant, { random, market, number: orderNumber(seed, orders.length) });
    for (const one of drawn) orders.push({ ...one, number: orderNumber(seed, orders.length), variant, atMs });
  }
  return orders.toSorted((a, b) => a.atMs - b.atMs);
}

const orderNumber = (seed: number, index: number): string => `D${seed}-${String(index + 1).padStart(4, '0')}`;
