import type { FaultSpec } from '../faults.ts';
import type { Company } from '../demo/companies/company.ts';
import type { Victim } from '../demo/drill.ts';
import type { Random } from '../demo/random.ts';

type System = 'erp' | 'stripe' | 'shop';
/** Something that goes wrong, as it can be written down beforehand. */
export type Blow =
  | { readonly do: 'fault'; readonly company: string; readonly system: System; readonly fault: FaultSpec }
  | {
      readonly do: 'behaviour';
      readonly company: string;
      readonly system: 'erp' | 'stripe';
      readonly behaviour: Readonly<Record<string, number>>;
    }
  /** Stripe's clock; backwards too, as the clocks of two of its servers differ. */
  | { readonly do: 'clock'; readonly company: string; readonly seconds: number }
  /** Events that the network swallows. */
  | { readonly do: 'lose events'; readonly company: string }
  | { readonly do: 'kill'; readonly victim: Victim };

type Match = NonNullable<FaultSpec['match']>;
type Kind = FaultSpec['kind'];

/** Every fault that a simulated ERP can have. Nothing lasts longer than the product is told that an ERP may take. */
const erpFaults: Readonly<Record<Kind, (random: Random, match: Match) => FaultSpec>> = {
  'timeout-before-commit': (_, match) => ({ kind: 'timeout-before-commit', match }),
  'timeout-after-commit': (_, match) => ({ kind: 'timeout-after-commit', match }),
  'late-commit': (random, match) => ({ kind: 'late-commit', match, delayMs: 4_000 + random.below(12_000) }),
  'reset-before-commit': (random, match) => ({ kind: 'reset-before-commit', match, count: 1 + random.below(3) }),
  'reset-after-commit': (random, match) => ({ kind: 'reset-after-commit', match, count: 1 + random.below(3) }),
  status: (random, match) => {
    const status = random.pick([429, 500, 503]);
    const more = status === 429 ? { retryAfterSeconds: 1 + random.below(3) } : {};
    return { kind: 'status', match, status, count: 1 + random.below(6), ...more };
  },
  'status-after-commit': (random, match) => ({ kind: 'status-after-commit', match, count: 1 + random.below(2) }),
  'ok-with-error': (_, match) => ({ kind: 'ok-with-error', match }),
  'html-error': (random, match) => ({ kind: 'html-error', match, count: 1 + random.below(3) }),
  slow: (random, match) => ({ kind: 'slow', match, delayMs: 500 + random.below(3_000), count: 1 + random.below(8) }),
  outage: (random) => ({
    kind: 'outage',
    forMs: 1_000 + random.below(9_000),
    ...(random.below(2) === 0 && { status: 503 }),
  }),
};
const kinds = Object.keys(erpFaults) as [Kind, ...Kind[]];

/** What Stripe's API does to its callers. Shops and banks call it too, so that nothing outlasts their patience. */
const stripeFaults: readonly [(random: Random) => FaultSpec, ...((random: Random) => FaultSpec)[]] = [
  (random) => ({ kind: 'status', status: random.pick([500, 503]), count: 1 + random.below(2) }),
  () => ({ kind: 'reset-before-commit' }),
  () => ({ kind: 'reset-after-commit', match: { method: 'POST' } }),
  (random) => ({
    kind: 'status',
    status: 429,
    match: { path: '^/v1/(charges|events|balance_transactions)' },
    count: 1 + random.below(4),
  }),
  (random) => ({ kind: 'slow', delayMs: 300 + random.below(1_500), count: 1 + random.below(6) }),
];
const shopFaults: typeof stripeFaults = [
  (random) => ({ kind: 'status', status: 500, count: 1 + random.below(3) }),
  (random) => ({ kind: 'outage', forMs: 1_000 + random.below(3_000) }),
  (random) => ({ kind: 'slow', delayMs: 500 + random.below(1_500), count: 1 + random.below(3) }),
];

/** One blow to the systems around the product, for this company. */
export function drawBlow(random: Random, { key: company, erp }: Company): Blow {
  const { saleSent, saleCommitted, receiptSent } = erp.requests;
  const fault = (): Blow => {
    const match = random.pick<Match>([saleSent, saleCommitted, receiptSent, { method: 'POST' }, {}]);
    return { do: 'fault', company, system: 'erp', fault: erpFaults[random.pick(kinds)](random, match) };
  };
  const ofItsOwn = (): Blow => {
    const trouble = erp.troubles[random.below(Math.max(1, erp.troubles.length))];
    return trouble ? { do: 'behaviour', company, system: 'erp', behaviour: trouble.behaviour } : fault();
  };
  const draws: readonly [() => Blow, ...(() => Blow)[]] = [
    fault,
    fault,
    fault,
    fault,
    fault,
    ofItsOwn,
    ofItsOwn,
    () => ({ do: 'fault', company, system: 'stripe', fault: random.pick(stripeFaults)(random) }),
    () => ({ do: 'fault', company, system: 'shop', fault: random.pick(shopFaults)(random) }),
    () => ({ do: 'behaviour', company, system: 'stripe', behaviour: { balanceLateMs: random.below(2) * 3_000 } }),
    () => ({ do: 'clock', company, seconds: random.below(180) - 60 }),
    () => ({ do: 'lose events', company }),
  ];
  return random.pick(draws)();
}
