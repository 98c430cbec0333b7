import { setTimeout as pause } from 'node:timers/promises';
import { openDay } from '../demo/company-day.ts';
import { causeTroubles } from '../demo/day.ts';
import type { Installation } from '../demo/installation.ts';
import type { Outcome } from '../demo/outcome.ts';
import type { Product } from '../demo/product.ts';
import type { Progress } from '../demo/progress.ts';
import { deliverInDisorder } from '../demo/run.ts';
import { during, secondsSince, untilSettled, watcher } from '../demo/settling.ts';
import type { ChaosPlan } from './plan.ts';
import { calm, strike, wordsOf } from './strike.ts';

type Running = Installation & { readonly plan: ChaosPlan; readonly progress: Progress };

/** Lets everything happen that was planned, calms the surroundings, waits until nothing is unsettled any more, and judges. */
export async function runChaos({ plan, sandboxes, product, desk, post, progress }: Running): Promise<Outcome> {
  const began = Date.now();
  const { sites } = sandboxes;
  const days = await Promise.all(
    sites.map((site) =>
      openDay({ site, product, post, orders: plan.orders[site.company.key] ?? [], say: progress.say }),
    ),
  );
  const look = watcher({ product, desk, progress, days, began });
  await Promise.all(sites.map(({ stripe }) => deliverInDisorder(stripe.url)));
  const troubles = plan.blows.map((blow) => ({
    name: wordsOf(blow),
    atMs: blow.atMs,
    cause: () => strike({ sandboxes, product }, blow),
  }));
  const keeper = keepUp(product);
  const broken = causeTroubles(troubles, progress.say).then(() => calm({ sandboxes }));
  await during(Promise.all([broken, ...days.map(({ play }) => play())]), look);
  const found = await untilSettled(look);
  keeper.abort();
  progress.done();
  return {
    companies: found.map(({ day, verdict }) => ({ company: day.site.company, verdict, mended: day.mended() })),
    recovered: product.recovered(),
    faults: troubles.map(({ name }) => name),
    seed: plan.seed,
    seconds: secondsSince(began),
  };
}

/** As a service manager would: a process that ended is started again. The servers are looked after by `up`. */
function keepUp({ main, worker }: Product): AbortController {
  const over = new AbortController();
  const keep = async (): Promise<void> => {
    while (!over.signal.aborted) {
      main.restart();
      worker.restart();
      await pause(1_000);
    }
  };
  void keep();
  return over;
}
