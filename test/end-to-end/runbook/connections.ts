import { ApplicationFailure } from '@temporalio/common';
import { expect } from 'vitest';
import { company, until } from '../../support/product.ts';
import type { Place, Provoked, Walk } from './walk.ts';

const paid = async ({ product, sales }: Place, id: string): Promise<Provoked> => {
  await sales.push(id);
  const subject = await sales.pay(id);
  await product.nudge(subject);
  return { subject };
};
/** Of a pending activity, in Temporal's protocol. */
const started = 2;

/** What a step ends with after a day of trying; nobody waits for so long here. */
const givesUp =
  (code: string) =>
  async (place: Place, id: string): Promise<Provoked> => {
    const { client, handle, fault } = place.product;
    const match = { method: 'POST', path: '/api/v2/salesorders$' };
    await fault('p21', { kind: 'timeout-before-commit', count: 1, match });
    const made = await paid(place, id);
    const flow = handle(made.subject);
    const step = await until(
      async () => {
        const { pendingActivities = [] } = (await flow.describe()).raw;
        return pendingActivities?.find(
          ({ state, activityType }) => Number(state) === started && activityType?.name === 'postSale',
        );
      },
      (activity) => activity !== undefined,
    );
    const activity = { workflowId: flow.workflowId, activityId: step?.activityId ?? '' };
    await client.activity.fail(activity, ApplicationFailure.nonRetryable(code, code));
    return made;
  };
const postedOnce = async ({ product, sales }: Place, { subject }: Provoked, id: string): Promise<void> => {
  await product.settled(subject);
  const { orders, receipts } = await sales.held(id, subject);
  expect([orders.length, receipts.length]).toEqual([1, 1]);
};
/** The schedule that does it every half minute. */
const goesOn = async ({ product }: Place): Promise<undefined> =>
  product.client.schedule
    .getHandle(`resume-connection-cases/${company}`)
    .trigger()
    .then(() => undefined);

const refused: Walk = {
  code: 'unauthorized',
  way: 'doctor says so; the secret is rotated, and all of them are tried again',
  provoke: paid,
  follow: async ({ product, clerk }) => {
    await expect(clerk.run('doctor')).rejects.toThrow();
    product.rotatePassword();
    await clerk.run('cases', 'retry', '--code', 'unauthorized', '--all', '--by', 'ann', '--reason', 'rotated');
    return undefined;
  },
  closed: 'retry',
  after: postedOnce,
};
const outages = (['unavailable', 'throttled', 'busy', 'outcome-unknown', 'took-too-long'] as const).map(
  (code): Walk => ({
    code,
    way: 'the other side answers again, and the case goes on by itself',
    provoke: givesUp(code),
    follow: goesOn,
    closed: 'retry',
    after: postedOnce,
  }),
);
const bug: Walk = {
  code: 'defect',
  way: 'mended and deployed, then retry',
  provoke: givesUp('defect'),
  follow: async () => ['retry'],
  after: postedOnce,
};

/** The first one leaves the place with the right secret. */
export const connectionWalks: readonly Walk[] = [refused, ...outages, bug];
