import { z } from 'zod';
import { shop } from '../../sandbox/demo/companies/shop.ts';
import type { Company } from '../../sandbox/demo/companies/company.ts';
import { tell } from '../../sandbox/demo/stage.ts';

type Way = {
  /** Lets Stripe's events of half a day out, which were held. */
  readonly deliver: (stripeUrl: string) => Promise<unknown>;
  /** Lets all events of the day out again, when everything is settled. */
  readonly again?: (ids: readonly string[]) => readonly string[];
  /** How often the events that nobody delivered are looked for. */
  readonly sweepSeconds: number;
};
const release = (order: 'forwards' | 'backwards', times: number) => (stripeUrl: string) =>
  tell(`${stripeUrl}/_sandbox/deliveries/release`, { order, times });
const never = 86_400;

/** How the same day's events can reach the product. */
export const ways: Readonly<Record<string, Way>> = {
  forwards: { deliver: release('forwards', 1), sweepSeconds: never },
  backwards: { deliver: release('backwards', 1), again: (ids) => ids.toReversed(), sweepSeconds: never },
  twice: { deliver: release('forwards', 2), again: (ids) => ids, sweepSeconds: never },
  // What the webhook is told is lost; the shortest interval that may be configured.
  swept: { deliver: (url) => tell(`${url}/_sandbox/deliveries/discard`, {}), sweepSeconds: 30 },
};

/** The same shop once more, with an account at Stripe and an ERP of its own. */
export const shopCalled = (way: string): Company => {
  const variable = (name: string) => `${way.toUpperCase()}_${name}`;
  const key = `shop-${way}`;
  return {
    ...shop,
    key,
    stripe: {
      account: `acct_1Sandbox${way}`,
      apiKey: `sk_test_sandbox_${way}`,
      apiKeyVariable: variable('STRIPE_API_KEY'),
      webhookSecretVariable: variable('STRIPE_WEBHOOK_SECRET'),
    },
    erp: { ...shop.erp, secretVariable: shop.erp.secretVariable },
    profile: { ...shop.profile, 'profile.yaml': { ...shop.profile['profile.yaml'], name: key } },
  };
};

const events = z.object({ events: z.array(z.object({ id: z.string() })) });
const deliveries = z.object({ endpoints: z.record(z.string(), z.object({ pending: z.int() })) });

/** Sends every event of the day again, in the order that the way wants, and waits until each has arrived. */
export async function deliverAgain(stripeUrl: string, { again }: Way): Promise<void> {
  if (!again) return;
  const { events: all } = events.parse(await (await fetch(`${stripeUrl}/_sandbox/events`)).json());
  for (const id of again(all.map((event) => event.id))) await tell(`${stripeUrl}/_sandbox/events/${id}/redeliver`, {});
  for (;;) {
    const { endpoints } = deliveries.parse(await (await fetch(`${stripeUrl}/_sandbox/deliveries`)).json());
    if (Object.values(endpoints).every(({ pending }) => pending === 0)) return;
    await new Promise((later) => void setTimeout(later, 200));
  }
}
