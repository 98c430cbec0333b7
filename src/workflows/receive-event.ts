import { continueAsNew, proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { EventActivities } from '../activities/events.ts';
import type { Parked } from './case.ts';
import type { ReceivedEvent } from './messages.ts';
import { parkingPlace } from './parking.ts';
import { patient } from './patience.ts';
import { createStory } from './story.ts';
import { troubleOf, type Trouble } from './trouble.ts';

// Local: one short, harmless call to Temporal itself, without limit of time or number.
const { nudgeFlow } = proxyLocalActivities<EventActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '1 minute' },
});
const { readEvent } = proxyActivities<EventActivities>({
  startToCloseTimeout: '1 minute',
  retry: patient.retry,
});

/** One for each event, for ever: wakes the flow of the business object that the event is about. */
export async function receiveEvent(event: ReceivedEvent, parked?: Parked): Promise<void> {
  const readable = event.unreadable === undefined ? event : await untilReadable(event, parked);
  if (readable) await nudgeFlow(readable);
}

/** A signed event whose object we can't read waits for a person: once that is mended, `retry` reads it from Stripe again. */
async function untilReadable(event: ReceivedEvent, carried?: Parked): Promise<ReceivedEvent | undefined> {
  const { company, eventId } = event;
  const step = `read ${event.type}`;
  const story = createStory();
  const place = parkingPlace({
    subject: { company, subject: eventId, root: () => eventId },
    nudged: () => false,
    story,
    ...(carried && { carried }),
  });
  let trouble: Trouble = { kind: 'business', code: 'unreadable-event', step, where: event.unreadable ?? '' };
  for (;;) {
    const decision = await place.wait(trouble);
    if (!decision && workflowInfo().continueAsNewSuggested)
      return continueAsNew<typeof receiveEvent>(event, place.carry());
    if (decision?.action === 'skip' || decision?.action === 'compensate') return void story.ended('settled');
    try {
      const read = await readEvent({ company, eventId });
      if (read.unreadable === undefined) return read;
      trouble = { ...trouble, where: read.unreadable };
    } catch (error) {
      trouble = troubleOf(error, step);
    }
  }
}
