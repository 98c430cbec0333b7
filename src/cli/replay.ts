import type { Stripe } from 'stripe';
import { createNudgeFlow, type NudgeFlow } from '../activities/events.ts';
import type { Company, Config } from '../config.ts';
import { createTelemetry } from '../runtime/telemetry.ts';
import { reading } from '../stripe/client.ts';
import { eventsIn, horizonDays } from '../stripe/event-list.ts';
import { handledEvents } from '../stripe/events.ts';
import { newsIn } from '../stripe/news.ts';
import { objectKinds, objectNamed, objectsSince, type ObjectKind, type Told } from '../stripe/object-list.ts';
import { connectClient } from '../temporal.ts';
import { stripeClients } from '../worker/companies.ts';
import { openStore } from '../worker/store.ts';
import { eventsFrom } from '../store/sweeps.ts';
import { companyOf, onlyCompany } from './company.ts';
import { reachOf } from './replay-reach.ts';
import { Complaint, type Terminal } from './terminal.ts';
import { timeOf } from './time.ts';

export type ReplayOptions = {
  readonly company?: string;
  readonly since?: string;
  readonly type?: readonly string[];
  readonly id?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
};
type Woken = Pick<Parameters<NudgeFlow>[0], 'flow' | 'subject'> & { readonly by: string; readonly type: string };
type Found = Woken | { readonly skipped: string; readonly by: string };
type Asked = {
  readonly stripe: Stripe;
  readonly settings: Company['stripe'];
  readonly company: string;
  readonly begun: string | undefined;
};

const patienceMs = 10_000;

/** Wakes flows once more, the oldest first. Each reads its object anew and posts only what does not stand yet. */
export async function replay(config: Config, options: ReplayOptions, terminal: Terminal): Promise<void> {
  if (!options.since && !options.id)
    throw new Complaint('What is to be replayed? --since <time> or --id <id>, with --type where only some of it');
  const key = options.company ?? onlyCompany(config);
  const settings = companyOf(config, key);
  const store = await openStore(config, createTelemetry());
  const { client, connection } = connectClient(config.temporal);
  try {
    const { unhurried: stripe } = stripeClients(settings.stripe, store.budgets);
    const begun = await store.crosswalk.watermark(key, eventsFrom);
    const found = await foundBy({ stripe, settings: settings.stripe, company: key, begun }, options);
    const woken = onceEach(found.flatMap((one) => ('flow' in one ? [one] : [])));
    const nudge = createNudgeFlow(client);
    for (const { flow, subject, by, type } of options.dryRun ? [] : woken)
      await connection.withDeadline(Date.now() + patienceMs, () =>
        nudge({ company: key, flow, subject, eventId: `replay/${by}`, type: `replay of ${type}` }),
      );
    tell(woken, found, options, terminal);
  } finally {
    await Promise.all([store.close(), connection.close()]);
  }
}

async function foundBy(asked: Asked, { id, since, type = [] }: ReplayOptions): Promise<readonly Found[]> {
  if (id) return Promise.all(id.map((one) => named(asked, one)));
  const { company, begun } = asked;
  const { from, beyond } = reachOf({ company, begun, since: timeOf(since ?? ''), now: Date.now() });
  const kinds = type.filter((one): one is ObjectKind => objectKinds.some((kind) => kind === one));
  const events = type.filter((one) => handledEvents.some((event) => event === one));
  const unknown = type.find((one) => !kinds.some((kind) => kind === one) && !events.includes(one));
  if (unknown) throw new Complaint(`${unknown} is neither ${objectKinds.join(', ')} nor an event that is handled`);
  if (beyond && events.length > 0)
    throw new Complaint(
      `Stripe lists no event that is older than ${horizonDays} days: name objects, as in --type payment_intent, or none`,
    );
  const byObjects = beyond && kinds.length === 0 ? objectKinds : kinds;
  const listed = await listObjects(asked, byObjects, from);
  const wanted = type.length > 0 ? events : handledEvents;
  return beyond || wanted.length === 0 ? listed : [...(await listEvents(asked, wanted, from)), ...listed];
}

async function listEvents({ stripe, settings }: Asked, types: readonly string[], from: number): Promise<Found[]> {
  const events = await eventsIn(stripe, { since: Math.floor(from / 1_000) }, types);
  return events.map((event) => heardOf(event, settings));
}

async function listObjects({ stripe }: Asked, kinds: readonly ObjectKind[], from: number): Promise<readonly Found[]> {
  const all: Told[] = [];
  for (const kind of kinds) for await (const one of objectsSince(stripe, kind, Math.floor(from / 1_000))) all.push(one);
  return all.sort((one, other) => one.created - other.created).map(wakes);
}

async function named({ stripe, settings }: Asked, id: string): Promise<Found> {
  if (id.startsWith('evt_')) return heardOf(await reading(stripe.events.retrieve(id), 'event'), settings);
  const told = await objectNamed(stripe, id);
  if (!told)
    throw new Complaint(
      `${id} is no id of an event, a payment, a charge, a refund, a dispute, a customer or a product`,
    );
  return wakes(told);
}

/** The same as when it is delivered. */
function heardOf(event: Stripe.Event, settings: Company['stripe']): Found {
  const own = settings.connectAccount;
  const news = newsIn(own ? { account: own, ...event } : event, settings);
  if (news.outcome !== 'start') return { skipped: news.outcome, by: event.id };
  if (news.unreadable !== undefined) return { skipped: 'unreadable', by: event.id };
  return { flow: news.flow, subject: news.subject, by: event.id, type: event.type };
}

function wakes({ id, type, heard }: Told): Found {
  if (heard === 'unhandled' || 'unreadable' in heard) return { skipped: 'unhandled', by: id };
  return { ...heard, by: id, type };
}

const onceEach = (all: readonly Woken[]): readonly Woken[] => [
  ...new Map(all.map((one) => [`${one.flow}/${one.subject}`, one])).values(),
];

function tell(woken: readonly Woken[], found: readonly Found[], options: ReplayOptions, { out }: Terminal): void {
  const skipped = found.flatMap((one) => ('skipped' in one ? [one] : []));
  if (options.json) return out(JSON.stringify({ dryRun: options.dryRun ?? false, woken, skipped }, undefined, 2));
  for (const { flow, subject, by } of woken) out(`${flow} ${subject}${by === subject ? '' : `, by ${by}`}`);
  const left =
    skipped.length > 0
      ? `; ${skipped.length} left out (${[...new Set(skipped.map((one) => one.skipped))].join(', ')})`
      : '';
  out(`${woken.length} ${woken.length === 1 ? 'flow' : 'flows'} ${options.dryRun ? 'would be woken' : 'woken'}${left}`);
}
