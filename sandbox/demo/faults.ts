import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSpec } from '../faults.ts';
import type { Child } from './child.ts';
import type { Random } from './random.ts';
import type { Site } from './sandboxes.ts';
import { tell } from './stage.ts';

export type Trouble = { readonly name: string; readonly atMs: number; readonly cause: () => Promise<unknown> };
type Befallen = {
  readonly random: Random;
  readonly lengthMs: number;
};

/** Moments in hundredths of the day, a little different each time. */
const moments =
  ({ random, lengthMs }: Befallen) =>
  (hundredth: number): number =>
    Math.floor((lengthMs * (hundredth + random.below(4))) / 100);

/** What goes wrong around one company during the day. */
export function troublesOf(site: Site, day: Befallen): readonly Trouble[] {
  const { company, stripe, erp, shop } = site;
  const { saleSent, saleCommitted, receiptSent } = company.erp.requests;
  const at = moments(day);
  const trouble = (name: string, hundredth: number, cause: Trouble['cause']): Trouble => ({
    name: `${company.key}: ${name}`,
    atMs: at(hundredth),
    cause,
  });
  const befall = (system: { readonly url: string }, fault: FaultSpec) => () =>
    tell(`${system.url}/_sandbox/faults`, fault);
  const write = { method: 'POST', path: '^/v1/charges/ch_[^/]+$' };
  return [
    trouble(
      'reply lost after the ERP committed',
      8,
      befall(erp, { kind: 'timeout-after-commit', match: saleCommitted }),
    ),
    trouble('the shop is out of order for a moment', 12, befall(shop, { kind: 'status', status: 500, count: 2 })),
    trouble('the ERP is away for 3 seconds', 22, befall(erp, { kind: 'outage', forMs: 3_000 })),
    trouble(
      'the ERP commits after everybody gave up',
      32,
      befall(erp, { kind: 'late-commit', delayMs: 10_000, match: receiptSent }),
    ),
    trouble(
      'the ERP asks to slow down',
      40,
      befall(erp, { kind: 'status', status: 429, retryAfterSeconds: 1, count: 6 }),
    ),
    trouble('the ERP says yes and means no', 56, befall(erp, { kind: 'ok-with-error', match: saleSent })),
    trouble('the ERP answers 503 for 4 seconds', 64, befall(erp, { kind: 'outage', forMs: 4_000, status: 503 })),
    trouble('a write to Stripe loses its reply', 70, befall(stripe, { kind: 'reset-after-commit', match: write })),
    trouble('Stripe books late', 74, () => bookLate(stripe.url, day.lengthMs)),
    ...company.erp.troubles.map(({ name, hundredth, behaviour }) =>
      trouble(name, hundredth, () => tell(`${erp.url}/_sandbox/behaviour`, behaviour)),
    ),
  ];
}

/** What befalls all companies at once. */
export const commonTroubles = (sites: readonly Site[], worker: Child, day: Befallen): readonly Trouble[] => [
  { name: 'a worker is killed at work', atMs: moments(day)(48), cause: () => killAtWork(sites, worker) },
];

/** Slow answers just before, so that it dies with work in its hands. */
async function killAtWork(sites: readonly Site[], worker: Child): Promise<void> {
  const slow: FaultSpec = { kind: 'slow', delayMs: 2_500, count: 8 };
  await Promise.all(sites.map(({ erp }) => tell(`${erp.url}/_sandbox/faults`, slow)));
  await pause(2_000);
  await worker.kill();
  await pause(2_000);
  worker.restart();
}

async function bookLate(stripeUrl: string, lengthMs: number): Promise<void> {
  await tell(`${stripeUrl}/_sandbox/behaviour`, { balanceLateMs: 4_000 });
  await pause(Math.max(2_000, Math.floor(lengthMs / 20)));
  await tell(`${stripeUrl}/_sandbox/behaviour`, { balanceLateMs: 0 });
}

/** How Stripe delivers on such a day: one event in five twice, and none in order. */
export const disorderly = { duplicateProbability: 0.2, duplicateTimes: 1, disorderMs: 1_500 } as const;
