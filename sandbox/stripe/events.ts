import type Stripe from 'stripe';
import { z } from 'zod';
import { missing } from './errors.ts';
import { read, word } from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import { apiVersion } from './world.ts';
import type { World } from './world.ts';

export type Emission = {
  readonly type: string;
  readonly object: object;
  readonly previous?: object | undefined;
  /** Only on events of connected accounts. */
  readonly account?: string | undefined;
  readonly livemode?: boolean | undefined;
  readonly apiVersion?: string | undefined;
  /** Moves the signature's timestamp. */
  readonly timestampOffsetSeconds?: number | undefined;
  /** Signs with this in place of the endpoint's secrets. */
  readonly secret?: string | undefined;
};

/** Records an event with a snapshot of its object, and sends it to every endpoint that listens to its type. */
export function emit(world: World, emission: Emission): Stripe.Event {
  const { type, object, previous, account, livemode = world.livemode } = emission;
  const listening = world.store.all('webhook_endpoint').filter((endpoint) => listens(endpoint, type));
  const event = {
    id: world.ids('evt'),
    object: 'event',
    ...(account === undefined ? {} : { account }),
    api_version: emission.apiVersion ?? apiVersion,
    created: world.clock.now(),
    data: { object: world.show(object), ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode,
    pending_webhooks: listening.length,
    request: world.caller(),
    type,
  } as Stripe.Event;
  world.store.insert('event', event);
  for (const endpoint of listening) deliver(world, event, endpoint, emission);
  return event;
}

const listens = ({ status, enabled_events: enabled }: Stripe.WebhookEndpoint, type: string): boolean =>
  status === 'enabled' && (enabled.includes('*') || enabled.includes(type));

type Manner = Pick<Emission, 'apiVersion' | 'timestampOffsetSeconds' | 'secret'>;

function deliver(world: World, event: Stripe.Event, endpoint: Stripe.WebhookEndpoint, manner: Manner): void {
  const secrets = manner.secret === undefined ? (world.secrets.get(endpoint.id) ?? []) : [manner.secret];
  const payload = { ...event, api_version: manner.apiVersion ?? endpoint.api_version ?? apiVersion };
  world.deliveries.send(
    { endpoint: endpoint.id, url: endpoint.url, secrets },
    JSON.stringify(payload, null, 2),
    manner.timestampOffsetSeconds,
  );
}

/** Sends an event again to everybody who listens, as the Dashboard's button does. */
export function redeliver(world: World, id: string): Stripe.Event {
  const event = world.store.get('event', id);
  for (const endpoint of world.store.all('webhook_endpoint').filter((candidate) => listens(candidate, event.type))) {
    deliver(world, event, endpoint, {});
  }
  return event;
}

/** What the fields that changed were before: nested ones alone, null for those that are new. */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  const old = before as Record<string, unknown>;
  const now = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]))
      .map((name) => [name, previousValue(old[name], now[name])]),
  );
}

const previousValue = (old: unknown, now: unknown): unknown =>
  isRecord(old) && isRecord(now) ? previousAttributes(old, now) : (old ?? null);

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const filter = z.object({ type: word.optional(), types: z.array(word).optional() });

export const eventRoutes = (world: World): Routes => ({
  'GET /v1/events': ({ params }) => {
    const { type, types } = read(filter, params);
    const within = createdWithin(params);
    const fits = (event: Stripe.Event) => isKept(world, event) && within(event) && isOfType(event.type, type, types);
    return newestFirst(world.store.all('event').filter(fits), params, '/v1/events');
  },
  'GET /v1/events/:id': ({ id }) => {
    const event = world.store.get('event', id);
    if (!isKept(world, event)) throw missing('event', id);
    return event;
  },
});

/** Stripe shows events for 30 days; the sandbox still has older ones, for whoever judges from outside. */
const keptSeconds = 30 * 86_400;

const isKept = (world: World, { created }: Stripe.Event): boolean => created > world.clock.now() - keptSeconds;

function isOfType(actual: string, type: string | undefined, types: readonly string[] | undefined): boolean {
  if (types !== undefined && !types.includes(actual)) return false;
  if (type === undefined) return true;
  return type.endsWith('*') ? actual.startsWith(type.slice(0, -1)) : actual === type;
}
