import type Stripe from 'stripe';
import { handledEvents } from './events.ts';
import { StripeFault } from './fault.ts';
import { every } from './lists.ts';

/** `unseen`: none is registered for us, as with Stripe's own CLI, or the key may not look. */
export type EndpointHealth = 'well' | 'disabled' | 'unseen' | { readonly lacks: readonly string[] };

/** How the webhook endpoint of a company is registered; while it is being replaced, the best of them counts. @throws StripeFault */
export async function endpointHealth(stripe: Stripe, company: string): Promise<EndpointHealth> {
  const all = await every('webhook_endpoint', (page) => stripe.webhookEndpoints.list(page)).catch(unlessForbidden);
  const ours = all.filter(({ url }) => new URL(url).pathname.endsWith(`/webhooks/stripe/${company}`));
  if (ours.length === 0) return 'unseen';
  const enabled = ours.filter(({ status }) => status === 'enabled');
  if (enabled.length === 0) return 'disabled';
  const lacking = enabled.map(lacks).sort((one, other) => one.length - other.length)[0] ?? [];
  return lacking.length === 0 ? 'well' : { lacks: lacking };
}

const lacks = ({ enabled_events: events }: Stripe.WebhookEndpoint): readonly string[] =>
  events.includes('*') ? [] : handledEvents.filter((event) => !events.includes(event));

function unlessForbidden(error: unknown): readonly Stripe.WebhookEndpoint[] {
  if (error instanceof StripeFault && error.code === 'unauthorized') return [];
  throw error;
}
