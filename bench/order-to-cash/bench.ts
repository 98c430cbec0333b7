import type { Options } from '../options.ts';
import { inPlace } from '../place.ts';
import { total } from '../actions.ts';
import { printMachine, printTable, shown, verdict } from '../report.ts';
import { ratios, spread, median } from '../statistics.ts';
import { memoryOf, memoryOfAll } from '../usage.ts';
import { company } from '../configuration.ts';
import { countOrders, type Counted } from './counting.ts';
import { startProcesses, type Processes } from './processes.ts';
import { atOnce, runRound, type Round, type Watched } from './rounds.ts';
import { openFloor, openProduct } from './sides.ts';

type Rounds = { readonly product: readonly Round[]; readonly floor: readonly Round[] };
const counted = 3;
const warming = 24;

/** Orders per second of the whole product against the same workflows, signals and activities, empty. */
export const benchOrderToCash = ({ rounds = 3, orders }: Options): Promise<void> =>
  inPlace(async (place) => {
    const processes = await startProcesses(place);
    const product = await openProduct(processes, place.ends);
    const floor = openFloor(processes, place.ends);
    // Fires by the clock, whatever the orders: its actions would be counted as theirs.
    await product.client.schedule.getHandle(`resume-connection-cases/${company}`).pause();
    const watched = watchedOf(processes, place.temporal.pid);
    const { urls } = processes;
    const { metricsUrl } = place.temporal;
    const ours = await countOrders({ side: product, metricsUrl, urls }, counted);
    const theirs = await countOrders({ side: floor, metricsUrl, urls }, counted);
    printActions(ours, theirs);
    await runRound(product, 'warm', warming, watched);
    await runRound(floor, 'warm', warming, watched);
    const ran: { readonly product: Round[]; readonly floor: Round[] } = { product: [], floor: [] };
    for (let round = 0; round < rounds; round += 1) {
      const sides = round % 2 === 0 ? (['floor', 'product'] as const) : (['product', 'floor'] as const);
      for (const side of sides)
        ran[side].push(await runRound(side === 'floor' ? floor : product, `r${round}`, orders, watched));
      console.error(`round ${round + 1} of ${rounds} done`);
    }
    printMachine();
    printThroughput(ran, rounds, orders);
    printProcesses(ran, watched);
  });

const watchedOf = (processes: Processes, temporalPid: number): readonly Watched[] => [
  { name: 'webhook', pid: processes.webhook.pid },
  { name: 'worker', pid: processes.worker.pid },
  { name: "floor's worker", pid: processes.floorWorker.pid },
  { name: 'sandboxes', pid: processes.sandboxes.pid },
  { name: 'PostgreSQL', pid: processes.postgresPid, family: true },
  { name: 'Temporal development server', pid: temporalPid },
  { name: 'this bench', pid: process.pid },
];

function printThroughput({ product, floor }: Rounds, rounds: number, orders: number): void {
  console.log(`${rounds} rounds of up to ${orders} orders, ${atOnce} at a time: median, least to most`);
  const range = (values: readonly number[], digits: number) => {
    const { median, min, max } = spread(values);
    return `${shown(median, digits)} (${shown(min, digits)} to ${shown(max, digits)})`;
  };
  const row = (name: string, measure: 'perSecond' | 'p50', digits: number, compare: boolean) => {
    const [ours, theirs] = [product, floor].map((side) => side.map((round) => round[measure])) as [number[], number[]];
    const compared = ratios(ours, theirs);
    const aim = compare ? ({ least: 0.9 } as const) : undefined;
    return [name, range(theirs, digits), range(ours, digits), range(compared, 2), ...verdict(median(compared), aim)];
  };
  printTable(
    ['measure', 'floor', 'product', 'ratio', 'aim', ''],
    [row('orders per second', 'perSecond', 1, true), row('p50 of one order, ms', 'p50', 0, false)],
  );
  for (const [name, side] of Object.entries({ product, floor })) {
    const failed = side.reduce((sum, round) => sum + round.failed, 0);
    if (failed > 0) console.log(`${name}: ${failed} orders were not settled in time, and count in nothing above`);
  }
}

const aims: Readonly<Record<string, { readonly most: number }>> = {
  'one event': { most: 8 },
  'six events at once': { most: 20 },
};

function printActions(ours: readonly Counted[], theirs: readonly Counted[]): void {
  const perOrder = ({ actions, orders }: Counted) => total(actions) / orders;
  printTable(
    ['per order', 'actions', 'floor', 'aim', '', 'Stripe requests', 'ERP requests'],
    ours.map((counted, index) => {
      const floor = theirs[index];
      return [
        counted.what,
        shown(perOrder(counted), 1),
        floor ? shown(perOrder(floor), 1) : '',
        ...verdict(perOrder(counted), aims[counted.what]),
        shown(counted.stripe, 1),
        shown(counted.erp, 1),
      ];
    }),
  );
  for (const { what, actions, orders } of ours) {
    const kinds = [...actions].map(([kind, count]) => `${kind} ${shown(count / orders, 1)}`);
    console.log(`${what}: ${kinds.join(', ')}`);
  }
}

function printProcesses({ product, floor }: Rounds, watched: readonly Watched[]): void {
  printTable(
    ['process', 'processor ms an order, floor', 'product', 'MiB now', 'MiB at most'],
    watched.map(({ name, pid, family }) => {
      const spent = (side: readonly Round[]) => shown(median(side.map((round) => round.processorMs[name] ?? 0)), 1);
      const { nowMib, peakMib } = family ? memoryOfAll(pid) : memoryOf(pid);
      return [name, spent(floor), spent(product), shown(nowMib, 0), peakMib ? shown(peakMib, 0) : ''];
    }),
  );
}
