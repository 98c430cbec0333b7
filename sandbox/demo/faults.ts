import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSpec } from '../faults.ts';
import type { Random } from './random.ts';
import { tell } from './stage.ts';

export type Trouble = { readonly name: string; readonly atMs: number; readonly cause: () => Promise<unknown> };
type Place = {
  readonly stripeUrl: string;
  readonly erpUrl: string;
  readonly shopUrl: string;
  readonly killWorker: () => Promise<unknown>;
};

const sales = { method: 'POST', path: '^/api/v2/salesorders$' };
const receipts = { method: 'POST', path: '^/api/v2/cashreceipts$' };

/** What goes wrong during the day, in hundredths of its length. */
export function troublesOf(random: Random, lengthMs: number, place: Place): readonly Trouble[] {
  const at = (hundredth: number): number => Math.floor((lengthMs * (hundredth + random.below(4))) / 100);
  const erp = (name: string, hundredth: number, fault: FaultSpec): Trouble => ({
    name,
    atMs: at(hundredth),
    cause: () => tell(`${place.erpUrl}/_sandbox/faults`, fault),
  });
  return [
    erp('reply lost after the ERP committed', 8, { kind: 'timeout-after-commit', match: sales }),
    {
      name: 'the shop is out of order for a moment',
      atMs: at(12),
      cause: () => tell(`${place.shopUrl}/_sandbox/faults`, { kind: 'status', status: 500, count: 2 }),
    },
    erp('the ERP is away for 3 seconds', 22, { kind: 'outage', forMs: 3_000 }),
    erp('the ERP commits after everybody gave up', 32, { kind: 'late-commit', delayMs: 6_000, match: receipts }),
    erp('the ERP asks to slow down', 40, { kind: 'status', status: 429, retryAfterSeconds: 1, count: 6 }),
    { name: 'a worker is killed at work', atMs: at(48), cause: () => killAtWork(place) },
    erp('the ERP says yes and means no', 56, { kind: 'ok-with-error', match: sales }),
    erp('the ERP answers 503 for 4 seconds', 64, { kind: 'outage', forMs: 4_000, status: 503 }),
    {
      name: 'a write to Stripe loses its reply',
      atMs: at(70),
      cause: () =>
        tell(`${place.stripeUrl}/_sandbox/faults`, {
          kind: 'reset-after-commit',
          match: { method: 'POST', path: '^/v1/charges/ch_[^/]+$' },
        }),
    },
    { name: 'Stripe books late', atMs: at(74), cause: () => bookLate(place.stripeUrl, lengthMs) },
  ];
}

/** Slow answers just before, so that it dies with work in its hands. */
async function killAtWork({ erpUrl, killWorker }: Place): Promise<void> {
  await tell(`${erpUrl}/_sandbox/faults`, { kind: 'slow', delayMs: 2_500, count: 8 });
  await pause(2_000);
  await killWorker();
}

async function bookLate(stripeUrl: string, lengthMs: number): Promise<void> {
  await tell(`${stripeUrl}/_sandbox/behaviour`, { balanceLateMs: 4_000 });
  await pause(Math.max(2_000, Math.floor(lengthMs / 20)));
  await tell(`${stripeUrl}/_sandbox/behaviour`, { balanceLateMs: 0 });
}

/** How Stripe delivers on such a day: one event in five twice, and none in order. */
export const disorderly = { duplicateProbability: 0.2, duplicateTimes: 1, disorderMs: 1_500 } as const;
