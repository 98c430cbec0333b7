import { setTimeout as pause } from 'node:timers/promises';
import type { Desk } from './cases.ts';
import { playDay } from './day.ts';
import { drill, drillMs, planDrill } from './drill.ts';
import { disorderly, troublesOf, type Trouble } from './faults.ts';
import { judge, type Verdict } from './judge.ts';
import type { Options } from './options.ts';
import { peopleAt, type PeopleAtErp } from './people-at-erp.ts';
import { personAtDesk, type Person } from './person.ts';
import type { PlannedOrder } from './plan.ts';
import type { PlayedOrder } from './played.ts';
import { stripeClient, type Product } from './product.ts';
import type { Progress } from './progress.ts';
import { randomFrom } from './random.ts';
import type { Outcome } from './report.ts';
import type { Sandboxes } from './sandboxes.ts';
import { planDay, type Scenario } from './scenario.ts';
import { clearingAccount } from './settings.ts';
import { tell, type Stage } from './stage.ts';
import { readTruth } from './truth.ts';

type Running = {
  readonly options: Options;
  readonly sandboxes: Sandboxes;
  readonly product: Product;
  readonly desk: Desk;
  readonly progress: Progress;
};
/** For how long nothing may come right any more before it is judged as it is; a killed worker's activity is missed after a minute. */
const patienceMs = 150_000;

/** Plays the day, mends what a person can mend, waits until everything is as it should be, and judges. */
export async function runDay(running: Running): Promise<Outcome> {
  const { options, sandboxes, product, desk, progress } = running;
  const began = Date.now();
  const kills = planDrill(randomFrom(options.seed + 1), options.killDrill);
  const scenario = stretched(planDay(options.seed, options.orders), drillMs(kills));
  const troubles = options.faults ? troublesFor(running, scenario) : [];
  const played: PlayedOrder[] = [];
  const erp = peopleAt(sandboxes.erp.url);
  const orderOf = (intent: string) => played.find(({ intents }) => intents.includes(intent));
  const person = personAtDesk({ desk, product, erp, orderOf, say: progress.say });
  const look = watcher({ ...running, person, played, scenario, began });

  if (options.faults) await tell(`${sandboxes.stripe.url}/_sandbox/deliveries`, disorderly);
  const { orders } = scenario;
  const stage = stageOf(running, await erpOrdersOf(orders, erp));
  let over = false;
  const day = Promise.all([
    playDay({ orders, troubles, stage, played: (order) => void played.push(order), say: progress.say }),
    drill(kills, product, progress.say),
  ]).finally(() => (over = true));
  await Promise.all([day, untilOver(() => over, look)]);
  const verdict = await untilSettled(look);
  progress.done();
  return {
    verdict,
    recovered: product.recovered(),
    mended: person.mended.length,
    faults: [...troubles.map(({ name }) => name), ...kills.map(({ victim }) => `${victim} killed`)],
    seed: options.seed,
    seconds: secondsSince(began),
  };
}

const secondsSince = (began: number): number => Math.round((Date.now() - began) / 1_000);

/** Taken before anything goes wrong: people who lose a reply enter an order twice. */
async function erpOrdersOf(orders: readonly PlannedOrder[], erp: PeopleAtErp): Promise<ReadonlyMap<string, string>> {
  const byPeople = orders.filter(({ source }) => source === 'erp');
  return new Map(await Promise.all(byPeople.map(async (order) => [order.number, await erp.takeOrder(order)] as const)));
}

const stageOf = ({ sandboxes, product }: Running, erpOrders: Stage['erpOrders']): Stage => ({
  stripe: stripeClient(sandboxes.stripe),
  stripeUrl: sandboxes.stripe.url,
  shop: sandboxes.shop,
  erpOrders,
  push: product.push,
  customers: new Map<string, Promise<string>>(),
});

type Watched = Running & {
  readonly person: Person;
  readonly played: readonly PlayedOrder[];
  readonly scenario: Scenario;
  readonly began: number;
};

/** One look around: lets the person work, compares the two truths, shows how far it is. */
const watcher =
  ({ product, desk, person, sandboxes, progress, played, scenario, began }: Watched) =>
  async (): Promise<Verdict> => {
    await product.look();
    await person.work().catch(() => undefined); // Temporal may be away for a moment.
    const parked = await desk.open().catch(() => []);
    const truth = await readTruth(sandboxes.stripe.url, sandboxes.erp.url);
    const verdict = judge({ played, ...truth, parked: parked.map(({ subject }) => subject), clearingAccount });
    const allPlayed = played.length === scenario.orders.length;
    progress.show({
      seconds: secondsSince(began),
      played: played.length,
      orders: scenario.orders.length,
      documents: verdict.documents,
      parked: parked.length,
      trouble: allPlayed ? settling(verdict) : '',
    });
    return verdict;
  };

const unsettled = ({ orders }: Verdict): number => orders.filter(({ wrong }) => wrong.length > 0).length;

const settling = (verdict: Verdict): string =>
  [`${unsettled(verdict)} orders are not settled yet`, ...verdict.wrong.slice(0, 1)].join('; ');

/** With a drill the day is as long as the drill. */
const stretched = (scenario: Scenario, lengthMs: number): Scenario =>
  lengthMs <= scenario.lengthMs
    ? scenario
    : {
        ...scenario,
        lengthMs,
        orders: scenario.orders.map((order) => ({
          ...order,
          atMs: Math.floor((order.atMs / scenario.lengthMs) * lengthMs),
        })),
      };

const troublesFor = ({ options, sandboxes, product }: Running, { lengthMs }: Scenario): readonly Trouble[] =>
  troublesOf(randomFrom(options.seed + 2), lengthMs, {
    stripeUrl: sandboxes.stripe.url,
    erpUrl: sandboxes.erp.url,
    shopUrl: sandboxes.shop.url,
    async killWorker() {
      await product.worker.kill();
      await pause(2_000);
      product.worker.restart();
    },
  });

async function untilOver(isOver: () => boolean, look: () => Promise<unknown>): Promise<void> {
  while (!isOver()) {
    await look();
    await pause(1_000);
  }
}

/** Good twice in a row: what is too much may come late. */
async function untilSettled(look: () => Promise<Verdict>): Promise<Verdict> {
  let before: string | undefined;
  let since = Date.now();
  let goodBefore = false;
  for (;;) {
    const verdict = await look();
    if (verdict.good && goodBefore) return verdict;
    goodBefore = verdict.good;
    const now = `${unsettled(verdict)} ${verdict.wrong.length} ${verdict.documents} ${verdict.parked}`;
    if (now !== before) since = Date.now();
    before = now;
    if (!verdict.good && Date.now() - since > patienceMs) return verdict;
    await pause(verdict.good ? 4_000 : 1_000);
  }
}
