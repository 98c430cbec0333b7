import { disputesAtStripe, refundsAtStripe, type Evidence } from './evidence.ts';
import type { PlayedOrder } from './played.ts';
import type { StripeTruth } from './truth.ts';

/** Stripe ids of an order's payments, with their refunds and disputes. */
const subjectsOf = (played: PlayedOrder, stripe: StripeTruth): readonly string[] => [
  ...played.intents,
  ...refundsAtStripe(played, stripe).map(({ id }) => id),
  ...disputesAtStripe(played, stripe).map(({ id }) => id),
];

/** What of an order waits for a person, and why. */
export const parkedOf = (played: PlayedOrder, { stripe, parked }: Evidence): readonly string[] =>
  subjectsOf(played, stripe).flatMap((subject) => {
    const why = parked.get(subject);
    return why === undefined ? [] : [`${subject} waits for a person: ${why}`];
  });

/** What waits for a person, and is of no order of the day. */
export function strangersParked(played: readonly PlayedOrder[], { stripe, parked }: Evidence): readonly string[] {
  const known = new Set(played.flatMap((order) => subjectsOf(order, stripe)));
  return [...parked.keys()]
    .filter((subject) => !known.has(subject))
    .map((subject) => `${subject} is parked and nobody knows it`);
}
