import type { AlertPost } from './alert-post.ts';
import type { Desk } from './cases.ts';
import { openDay } from './company-day.ts';
import { causeTroubles } from './day.ts';
import { drill, drillMs, planDrill } from './drill.ts';
import { commonTroubles, disorderly, troublesOf, type Trouble } from './faults.ts';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Product } from './product.ts';
import type { Progress } from './progress.ts';
import { randomFrom } from './random.ts';
import type { Sandboxes, Site } from './sandboxes.ts';
import { dayMs, planDay } from './scenario.ts';
import { during, secondsSince, untilSettled, watcher } from './settling.ts';
import { tell } from './stage.ts';

type Running = {
  readonly options: Options;
  readonly sandboxes: Sandboxes;
  readonly product: Product;
  readonly desk: Desk;
  readonly post: AlertPost;
  readonly progress: Progress;
};

/** Plays the day of each company, mends what a person can mend, waits until everything is as it should be, and judges. */
export async function runDay(running: Running): Promise<Outcome> {
  const { options, sandboxes, product, desk, post, progress } = running;
  const { sites } = sandboxes;
  const began = Date.now();
  const kills = planDrill(randomFrom(options.seed + 1), options.killDrill);
  const lengthMs = Math.max(dayMs(options.orders * sites.length), drillMs(kills));
  const troubles = options.faults ? troublesFor(running, lengthMs) : [];
  const days = await Promise.all(
    sites.map((site) => openDay({ site, product, post, orders: ordersOf(site, options, lengthMs), say: progress.say })),
  );

  const look = watcher({ product, desk, progress, days, began });
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

const ordersOf = ({ company: { market } }: Site, { seed, orders: count }: Options, lengthMs: number) =>
  planDay({ seed, count, lengthMs, market });

export const deliverInDisorder = (stripeUrl: string) => tell(`${stripeUrl}/_sandbox/deliveries`, disorderly);

/** Not in the same moments for two companies. */
const troublesFor = ({ options, sandboxes, product }: Running, lengthMs: number): readonly Trouble[] => {
  const random = randomFrom(options.seed + 2);
  const { sites } = sandboxes;
  return [
    ...sites.flatMap((site) => troublesOf(site, { random, lengthMs })),
    ...commonTroubles(sites, product.worker, { random, lengthMs }),
  ];
};
