import { setTimeout as pause } from 'node:timers/promises';
import type { Desk } from './cases.ts';
import { openDay, type CompanyDay } from './company-day.ts';
import { causeTroubles } from './day.ts';
import { drill, drillMs, planDrill } from './drill.ts';
import { commonTroubles, disorderly, troublesOf, type Trouble } from './faults.ts';
import type { Verdict } from './judge.ts';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Product } from './product.ts';
import type { Progress } from './progress.ts';
import { randomFrom } from './random.ts';
import type { Sandboxes, Site } from './sandboxes.ts';
import { dayMs, planDay } from './scenario.ts';
import { tell } from './stage.ts';

type Running = {
  readonly options: Options;
  readonly sandboxes: Sandboxes;
  readonly product: Product;
  readonly desk: Desk;
  readonly progress: Progress;
};
type Looked = readonly { readonly day: CompanyDay; readonly verdict: Verdict }[];
/** For how long nothing may come right any more before it is judged as it is: the product pauses for ten minutes at most between two attempts. */
const patienceMs = 660_000;

/** Plays the day of each company, mends what a person can mend, waits until everything is as it should be, and judges. */
export async function runDay(running: Running): Promise<Outcome> {
  const { options, sandboxes, product, progress } = running;
  const { sites } = sandboxes;
  const began = Date.now();
  const kills = planDrill(randomFrom(options.seed + 1), options.killDrill);
  const lengthMs = Math.max(dayMs(options.orders * sites.length), drillMs(kills));
  const troubles = options.faults ? troublesFor(running, lengthMs) : [];
  const days = await Promise.all(
    sites.map((site) => openDay({ site, product, orders: ordersOf(site, options, lengthMs), say: progress.say })),
  );

  const look = watcher(running, days, began);
  if (options.faults) await Promise.all(sites.map(({ stripe }) => deliverInDisorder(stripe.url)));
  await during(
    Promise.all([
      ...days.map(({ play }) => play()),
      causeTroubles(troubles, progress.say),
      drill(kills, product, progress.say),
    ]),
    look,
  );
  const found = await untilSettled(look);
  progress.done();
  return {
    companies: found.map(({ day, verdict }) => ({ company: day.site.company, verdict, mended: day.mended() })),
    recovered: product.recovered(),
    faults: [...troubles.map(({ name }) => name), ...kills.map(({ victim }) => `${victim} killed`)],
    seed: options.seed,
    seconds: secondsSince(began),
  };
}

const secondsSince = (began: number): number => Math.round((Date.now() - began) / 1_000);

const ordersOf = ({ company: { market } }: Site, { seed, orders: count }: Options, lengthMs: number) =>
  planDay({ seed, count, lengthMs, market });

const deliverInDisorder = (stripeUrl: string) => tell(`${stripeUrl}/_sandbox/deliveries`, disorderly);

/** Not in the same moments for two companies. */
const troublesFor = ({ options, sandboxes, product }: Running, lengthMs: number): readonly Trouble[] => {
  const random = randomFrom(options.seed + 2);
  const { sites } = sandboxes;
  return [
    ...sites.flatMap((site) => troublesOf(site, { random, lengthMs })),
    ...commonTroubles(sites, product.worker, { random, lengthMs }),
  ];
};

/** One look around: lets people work, compares the truths, shows how far it is. */
const watcher =
  ({ product, desk, progress }: Running, days: readonly CompanyDay[], began: number) =>
  async (): Promise<Looked> => {
    await product.look();
    const waiting = await desk.open().catch(() => []); // Temporal may be away for a moment.
    const found = await Promise.all(days.map(async (day) => ({ day, verdict: await day.look(waiting) })));
    const orders = total(days, (day) => day.orders.length);
    const played = total(days, (day) => day.played());
    progress.show({
      seconds: secondsSince(began),
      played,
      orders,
      documents: total(found, ({ verdict }) => verdict.documents),
      parked: waiting.length,
      trouble: played === orders ? settling(found) : '',
    });
    return found;
  };

const total = <T>(rows: readonly T[], count: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + count(row), 0);

const unsettled = (found: Looked): number =>
  total(found, ({ verdict }) => verdict.orders.filter(({ wrong }) => wrong.length > 0).length);

const settling = (found: Looked): string =>
  [`${unsettled(found)} orders are not settled yet`, ...found.flatMap(({ verdict }) => verdict.wrong).slice(0, 1)].join(
    '; ',
  );

async function during(day: Promise<unknown>, look: () => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const looking = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await look();
      await pause(1_000);
    }
  };
  await Promise.all([day.finally(() => over.abort()), looking()]);
}

/** What changes while something still comes right. */
const standOf = (found: Looked): string =>
  [
    unsettled(found),
    ...found.flatMap(({ verdict: { wrong, documents, parked } }) => [wrong.length, documents, parked]),
  ].join(' ');

/** Good twice in a row: what is too much may come late. */
async function untilSettled(look: () => Promise<Looked>): Promise<Looked> {
  let before: string | undefined;
  let since = Date.now();
  let goodBefore = false;
  for (;;) {
    const found = await look();
    const good = found.every(({ verdict }) => verdict.good);
    if (good && goodBefore) return found;
    goodBefore = good;
    const now = standOf(found);
    if (now !== before) since = Date.now();
    before = now;
    if (!good && Date.now() - since > patienceMs) return found;
    await pause(good ? 4_000 : 1_000);
  }
}
