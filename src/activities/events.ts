import type { Client } from '@temporalio/client';
import { reading } from '../stripe/client.ts';
import { heard } from '../stripe/events.ts';
import { Company, NeedsRepair, Stage, StripeId } from '../workflows/search-attributes.ts';
import { flowId, mainQueue, nudge, type Nudge, type ReceivedEvent } from '../workflows/messages.ts';
import type { Companies } from './company.ts';

export type NudgeFlow = (news: Nudge & { readonly eventId: string; readonly type: string }) => Promise<void>;
type Deps = { readonly client: Client; readonly companies: Companies };

/** Wakes the flow of a business object, or starts it: harmless to repeat. */
export const createNudgeFlow =
  (client: Client): NudgeFlow =>
  async ({ flow, company, subject, eventId, type }) => {
    await client.workflow.signalWithStart(flow, {
      workflowId: flowId({ flow, company, subject }),
      taskQueue: mainQueue,
      args: [{ company, subject }],
      signal: nudge,
      signalArgs: [eventId],
      staticSummary: `${company}: ${subject}, woken by ${type}`,
      typedSearchAttributes: [
        { key: Company, value: company },
        { key: StripeId, value: subject },
        { key: Stage, value: 'working' },
        { key: NeedsRepair, value: false },
      ],
    });
  };

export const createEventActivities = ({ client, companies }: Deps) => ({
  nudgeFlow: createNudgeFlow(client),

  /** Reads an event from Stripe again, to learn whom it wakes; `unreadable` is the path that still can't be read. */
  async readEvent({
    company,
    eventId,
  }: {
    readonly company: string;
    readonly eventId: string;
  }): Promise<ReceivedEvent> {
    const event = await reading(companies(company).stripe.events.retrieve(eventId), 'event');
    const base = { company, eventId, type: event.type, flow: 'orderToCash' as const, subject: eventId };
    const news = heard(event.type, event.data.object);
    if (news === 'unhandled') return { ...base, unreadable: 'type' };
    return { ...base, ...news };
  },
});
export type EventActivities = ReturnType<typeof createEventActivities>;
