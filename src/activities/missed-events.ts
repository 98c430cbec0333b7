import { ErpError } from '../erp/errors.ts';
import type { How, Sweeps } from '../store/sweeps.ts';
import { eventsIn, type Window } from '../stripe/event-list.ts';
import { newsIn, type News } from '../stripe/news.ts';
import type { ReceivedEvent } from '../workflows/messages.ts';
import type { Company } from './company.ts';

type Started = 'accepted' | 'duplicate' | 'unavailable' | 'refused';
export type ReaderDeps = {
  readonly sweeps: Sweeps;
  readonly start: (event: ReceivedEvent) => Promise<Started>;
  readonly healed: (company: string) => void;
};
type Asked = Extract<News, { readonly outcome: 'start' }>;
/** By type of event: how many were listed, and what became of those not seen before. */
export type Tally = Map<string, Record<string, number>>;
export type Sums = {
  readonly listed: number;
  readonly started: number;
  readonly healed: number;
  readonly refused: number;
};

/** What Stripe would have delivered by now, were the webhook well; well below `sync.sweep_seconds`, or a sweep heals nothing. */
const missedSeconds = 60;

/**
 * Reads the events of a window, and starts what those ask for that were not heard of yet; `now` is Stripe's, in Unix
 * seconds. One that Temporal refuses is counted, and the others go on: it must not keep them from being found.
 */
export function createReader({ sweeps, start, healed }: ReaderDeps) {
  return async function readWindow(company: Company, window: Window, now: number, tally: Tally): Promise<void> {
    const { key, settings, unhurried } = company;
    const listed = await eventsIn(unhurried, window);
    const ids = listed.map(({ id }) => id);
    const seen = await sweeps.seenAmong(key, ids);
    for (const event of listed) {
      count(tally, event.type, 'listed');
      if (seen.has(event.id)) continue;
      // What is listed in the name of a connected account is its own, whether it says so or not.
      const own = settings.stripe.connectAccount;
      const news = newsIn(own ? { account: own, ...event } : event, settings.stripe);
      if (news.outcome !== 'start') count(tally, event.type, news.outcome);
      else count(tally, event.type, await seenTo(key, news, event.created, now));
    }
  };

  async function seenTo(company: string, news: Asked, created: number, now: number): Promise<How | 'refused'> {
    const { outcome: _, id: event, otherVersion: __, ...asked } = news;
    const started = await start({ company, eventId: event, ...asked });
    if (started === 'unavailable')
      throw new ErpError('unavailable', `Temporal did not take ${event}`, { where: 'temporal' });
    if (started === 'refused') return started;
    const how = started === 'duplicate' ? 'known' : now - created > missedSeconds ? 'healed' : 'started';
    const { type, flow, subject } = asked;
    await sweeps.note(company, { event, type, flow, subject, how, createdAt: isoOf(created) });
    if (how === 'healed') healed(company);
    return how;
  }
}

export const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString();

function count(tally: Tally, type: string, what: string): void {
  const counts = tally.get(type) ?? {};
  counts[what] = (counts[what] ?? 0) + 1;
  tally.set(type, counts);
}

export function sumsOf(tally: Tally): Sums {
  const sum = (what: string): number => [...tally.values()].reduce((all, counts) => all + (counts[what] ?? 0), 0);
  return {
    listed: sum('listed'),
    started: sum('started') + sum('healed'),
    healed: sum('healed'),
    refused: sum('refused'),
  };
}
