import type Stripe from 'stripe';
import { handledEvents } from './events.ts';
import { reading } from './fault.ts';
import { every } from './lists.ts';

/** Unix seconds; without an end, up to the newest. */
export type Window = { readonly since: number; readonly until?: number };

/** Stripe takes no more than so many types in one question. */
const typesAtOnce = 20;

/** Stripe lists no event that is older. */
export const horizonDays = 30;

/**
 * Every event of the types that we handle, oldest first. Pages go from the newest back to the oldest and are found by
 * the event before, so that what happens meanwhile moves none of them.
 * @throws StripeFault
 */
export async function eventsIn(
  stripe: Stripe,
  { since, until }: Window,
  types: readonly string[] = handledEvents,
): Promise<readonly Stripe.Event[]> {
  const created = { gte: since, ...(until !== undefined && { lt: until }) };
  const found: Stripe.Event[] = [];
  for (let at = 0; at < types.length; at += typesAtOnce) {
    const some = types.slice(at, at + typesAtOnce);
    found.push(...(await every('event', (page) => stripe.events.list({ ...page, created, types: some }))));
  }
  return found.reverse().sort((one, other) => one.created - other.created);
}

/** When the newest event of any type happened, in Unix seconds. @throws StripeFault */
export const newestEventAt = async (stripe: Stripe): Promise<number | undefined> =>
  (await reading(stripe.events.list({ limit: 1 }), 'list')).data[0]?.created;
