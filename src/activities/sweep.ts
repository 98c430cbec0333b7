import type { Alerts } from '../domain/alert.ts';
import { ErpError } from '../erp/errors.ts';
import type { Crosswalk } from '../store/crosswalk.ts';
import { eventsFrom, eventsRead } from '../store/sweeps.ts';
import { newestEventAt } from '../stripe/event-list.ts';
import type { Companies, Company } from './company.ts';
import { asErpError } from './failures.ts';
import { createReader, isoOf, sumsOf, type ReaderDeps, type Sums, type Tally } from './missed-events.ts';
import { createWebhookHealth } from './webhook-health.ts';

export type SweepDeps = ReaderDeps & {
  readonly companies: Companies;
  readonly crosswalk: Pick<Crosswalk, 'watermark'>;
  readonly alerts: Alerts;
  readonly quietHours: number;
};
type Told = Sums & { readonly whole: boolean };
/** Unix seconds by Stripe's clock. */
type Range = { readonly floor: number; readonly begin: number; readonly newest: number };

/** So much is read at a time: a long absence is made good piece by piece, and each piece counts once it was read. */
const sliceSeconds = 6 * 3_600;
/** Less than Temporal gives us; what is left is the next sweep's. */
const patienceMs = 240_000;

/** Finds the events that the webhook has not heard of, and starts what they ask for, exactly as the webhook does. */
export function createSweepActivities(deps: SweepDeps) {
  const { companies, crosswalk, sweeps } = deps;
  const readWindow = createReader(deps);
  const health = createWebhookHealth(deps);

  return {
    async sweepEvents({ company: key }: { readonly company: string }): Promise<Told> {
      const company = companies(key);
      const reach = await reachOf(company);
      await health.watchHorizon(company, dateOf(reach.floor));
      return sweep(company, reach).catch(async (error: unknown) => {
        await health.failed(key, asErpError(error)?.code ?? 'defect', dateOf(reach.floor));
        throw error;
      });
    },
  };

  async function sweep(company: Company, { floor, begin }: Omit<Range, 'newest'>): Promise<Told> {
    const run = await sweeps.begin(company.key, isoOf(begin));
    const newest = (await newestEventAt(company.unhurried)) ?? begin;
    const tally: Tally = new Map();
    const read = await readAll(company, { floor, begin, newest }, tally);
    const { refused } = sumsOf(tally);
    const whole = read && refused === 0;
    const seen = await health.look(company, nowOf(newest));
    await sweeps.end(run, { whole, coverage: Object.fromEntries(tally), endpoint: JSON.stringify(seen) });
    if (whole) {
      await health.whole(company.key);
      await sweeps.forget(company.key, isoOf(begin - company.settings.sweepOverlapSeconds));
    }
    if (refused > 0) throw new ErpError('rejected', `Temporal refused ${refused} events`, { where: 'temporal' });
    return { whole, ...sumsOf(tally) };
  }

  /** Slice by slice, the oldest first; the newest has no end, so that what happens meanwhile is read too. */
  async function readAll(company: Company, { begin, newest }: Range, tally: Tally): Promise<boolean> {
    const giveUpAt = performance.now() + patienceMs;
    for (let since = begin; performance.now() < giveUpAt; since += sliceSeconds) {
      const until = since + sliceSeconds;
      const last = until > newest;
      await readWindow(company, { since, ...(!last && { until }) }, nowOf(newest), tally);
      // The mark stays before an event that was refused, so that every sweep tries it again.
      if (sumsOf(tally).refused === 0) await sweeps.advance(company.key, isoOf(last ? Math.max(begin, newest) : until));
      if (last) return true;
    }
    return false;
  }

  /** With overlap, because an event may show up in the list after a later one. */
  async function reachOf({ key, settings }: Company): Promise<Omit<Range, 'newest'>> {
    const [mark, from] = await Promise.all([
      crosswalk.watermark(key, eventsRead),
      crosswalk.watermark(key, eventsFrom),
    ]);
    const floor = secondsOf(from ?? new Date().toISOString());
    const reached = mark === undefined ? floor : secondsOf(mark);
    return { floor, begin: Math.max(floor, reached - settings.sweepOverlapSeconds) };
  }
}

const dateOf = (seconds: number): Date => new Date(seconds * 1_000);
const secondsOf = (iso: string): number => Math.floor(Date.parse(iso) / 1_000);
const nowOf = (newest: number): number => Math.max(newest, Math.floor(Date.now() / 1_000));

export type SweepActivities = ReturnType<typeof createSweepActivities>;
