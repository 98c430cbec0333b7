import { continueAsNew, proxyActivities, setHandler } from '@temporalio/workflow';
import type { ReviewFraudActivities } from '../activities/review-fraud.ts';
import type { Parked } from './case.ts';
import { nudge, type Stage, type Subject } from './messages.ts';
import { parkingPlace } from './parking.ts';
import { patient } from './patience.ts';
import { createStory } from './story.ts';
import { troubleOf, type Trouble } from './trouble.ts';

// Without limit: it reads only Stripe and our own database, and a suspicion must not be lost.
const { readReview } = proxyActivities<ReviewFraudActivities>({
  ...patient,
  scheduleToCloseTimeout: undefined,
});

/** Shows a payment that may be fraud to a person, until one has looked; a `retry`, which may be meant for many at once, leaves it open. */
export async function reviewFraud(subject: Subject, parked?: Parked): Promise<Stage> {
  const root = `review-fraud/${subject.subject}`;
  const story = createStory();
  const place = parkingPlace({
    subject: { ...subject, root: () => root },
    nudged: () => false,
    story,
    ...(parked && { carried: parked }),
  });
  // Further news of the same suspicion changes nothing.
  setHandler(nudge, () => undefined);
  for (;;) {
    const trouble = await lookAt(subject, root);
    const decision = trouble && (await place.wait(trouble));
    if (!trouble || decision?.action === 'skip' || decision?.action === 'compensate') return story.ended('settled');
    if (!decision) return continueAsNew<typeof reviewFraud>(subject, place.carry());
  }
}

/** Nothing, where a person has looked before. */
async function lookAt(subject: Subject, root: string): Promise<Trouble | undefined> {
  try {
    const { reviewed, amount } = await readReview.executeWithOptions({ summary: 'read the payment from Stripe' }, [
      { ...subject, root },
    ]);
    if (reviewed) return undefined;
    return { kind: 'business', code: 'fraud-review', step: 'look at the payment', ...(amount && { amount }) };
  } catch (error) {
    return troubleOf(error, 'read the payment');
  }
}
