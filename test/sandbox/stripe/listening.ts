import type { StripeSandboxOptions } from '../../../sandbox/stripe/index.ts';
import { receiver } from './receiver.ts';
import type { Manner } from './receiver.ts';
import { sandboxFor } from './start.ts';

type Counts = { delivered: number; failedAttempts: number; pending: number; givenUp: number; duplicates: number };
type DeliveryState = { paused: boolean; endpoints: Record<string, Counts> };

/** A sandbox with one endpoint that listens to it, and what was delivered there. */
export async function listening(
  onTestFinished: (close: () => Promise<void>) => void,
  deliveries: StripeSandboxOptions['deliveries'] = {},
  manner?: Manner,
) {
  const hook = await receiver(onTestFinished, manner);
  const endpoints = [{ url: hook.url, secrets: ['whsec_one'] }];
  const made = await sandboxFor(onTestFinished, { seed: 7, endpoints, deliveries });
  const counts = async () => Object.values((await made.admin<DeliveryState>('/deliveries')).endpoints)[0];
  const customers = async (n: number) => {
    for (let i = 0; i < n; i += 1) await made.stripe.customers.create({ name: `Customer ${i}` });
  };
  return { ...made, hook, counts, customers };
}
