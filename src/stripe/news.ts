import { z } from 'zod';
import { heard, type Heard } from './events.ts';

/** Only what we read. An event that lacks these is nothing that Stripe sends. */
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

/** Whose events a company takes. */
export type Account = {
  readonly account: string;
  readonly livemode: boolean;
  readonly apiVersion: string;
  readonly connectAccount?: string | undefined;
};

/** What our own writes to Stripe carry as idempotency key: the events that they cause are an echo. */
const ourOwn = 'quittance:';

type Nudge = Exclude<Heard, string | { readonly unreadable: string }>;
export type News =
  | (Nudge & {
      readonly outcome: 'start';
      readonly id: string;
      readonly type: string;
      /** The path that can't be read: such an event waits for a person under its own id. */
      readonly unreadable?: string;
      /** Rendered in another version of the API than the one that is configured. */
      readonly otherVersion?: string;
    })
  | {
      readonly outcome: 'unhandled' | 'foreign' | 'livemode' | 'echo';
      readonly id: string;
      readonly type: string;
    }
  | { readonly outcome: 'garbled'; readonly where: string };

/** Decides what a genuine event asks for, whether it was delivered or listed. Nothing outside is touched. */
export function newsIn(genuine: unknown, stripe: Account): News {
  const parsed = Envelope.safeParse(genuine);
  if (!parsed.success) return { outcome: 'garbled', where: parsed.error.issues[0]?.path.join('.') || 'body' };
  const { data: event } = parsed;
  const { id, type } = event;
  const reason = reasons.find(({ holds }) => holds(event, stripe))?.outcome;
  if (reason) return { outcome: reason, id, type };

  const found = heard(type, event.data.object);
  if (found === 'unhandled') return { outcome: 'unhandled', id, type };
  const asked = 'unreadable' in found ? { flow: 'orderToCash' as const, subject: '', ...found } : found;
  return {
    outcome: 'start',
    id,
    type,
    ...asked,
    ...(event.api_version !== stripe.apiVersion && { otherVersion: event.api_version ?? 'none' }),
  };
}

type Reason = {
  readonly outcome: 'foreign' | 'livemode' | 'echo';
  readonly holds: (event: Envelope, stripe: Account) => boolean;
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
