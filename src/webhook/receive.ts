import { z } from 'zod';
import type { Company } from '../config.ts';
import { heard } from '../stripe/events.ts';
import type { ReceivedEvent } from '../workflows/messages.ts';

/** Only what we read. A signed body that lacks these is nothing that Stripe sends. */
const Envelope = z.object({
  object: z.literal('event'),
  id: z.string().regex(/^evt_\w+$/),
  type: z.string().min(1),
  livemode: z.boolean(),
  api_version: z.string().nullish(),
  account: z.string().nullish(),
  data: z.object({ object: z.unknown() }),
  request: z.object({ idempotency_key: z.string().nullish() }).nullish().catch(undefined),
});
type Envelope = z.output<typeof Envelope>;

/** What our own writes to Stripe carry as idempotency key: the events that they cause are an echo. */
const ourOwn = 'quittance:';

type Outcome = 'accepted' | 'duplicate' | 'unhandled' | 'foreign' | 'livemode' | 'echo';
export type Read =
  | { readonly outcome: 'start'; readonly event: ReceivedEvent; readonly otherVersion?: string }
  | { readonly outcome: Exclude<Outcome, 'accepted' | 'duplicate'>; readonly id: string; readonly type: string }
  | { readonly outcome: 'garbled'; readonly where: string };

/** Decides what a genuine body asks for; nothing outside is touched. */
export function read(body: Buffer, company: string, { stripe }: Company): Read {
  const parsed = Envelope.safeParse(json(body));
  if (!parsed.success) return { outcome: 'garbled', where: parsed.error.issues[0]?.path.join('.') || 'body' };
  const { data: event } = parsed;
  const reason = reasons.find(({ holds }) => holds(event, stripe))?.outcome;
  if (reason) return { outcome: reason, id: event.id, type: event.type };

  const found = heard(event.type, event.data.object);
  if (found === 'unhandled') return { outcome: 'unhandled', id: event.id, type: event.type };
  const asked = 'unreadable' in found ? { flow: 'orderToCash' as const, subject: '', ...found } : found;
  return {
    outcome: 'start',
    event: { company, eventId: event.id, type: event.type, ...asked },
    ...(event.api_version !== stripe.apiVersion && { otherVersion: event.api_version ?? 'none' }),
  };
}

type Reason = {
  readonly outcome: 'foreign' | 'livemode' | 'echo';
  readonly holds: (event: Envelope, stripe: Company['stripe']) => boolean;
};
const reasons: readonly Reason[] = [
  { outcome: 'livemode', holds: (event, { livemode }) => event.livemode !== livemode },
  // The platform's own events name no account; those of a connected account do.
  {
    outcome: 'foreign',
    holds: ({ account }, stripe) =>
      stripe.connectAccount ? account !== stripe.connectAccount : Boolean(account) && account !== stripe.account,
  },
  { outcome: 'echo', holds: ({ request }) => request?.idempotency_key?.startsWith(ourOwn) ?? false },
];

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
