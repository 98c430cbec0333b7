import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { OrderToCashActivities } from '../activities/order-to-cash.ts';
import { due } from '../domain/order-to-cash/due.ts';
import { controlled, type Carried, type Pass } from './controlled.ts';
import { flowId, type Stage, type Subject } from './messages.ts';
import { patient } from './patience.ts';
import { effectOf, takeOrderStep } from './steps.ts';
import { Stuck, stuckAt } from './trouble.ts';

const { readPayment } = proxyActivities<OrderToCashActivities>(patient);

/** Brings the ERP up to what Stripe says about one payment, and ends when nothing is due. */
export async function orderToCash(subject: Subject, carried: Carried = {}): Promise<Stage> {
  const again = (kept: Carried) => continueAsNew<typeof orderToCash>(subject, kept);
  // One payment of an order that a person closes does not close the others'.
  const closes = flowId({ flow: 'orderToCash', ...subject });
  return controlled({ subject, carried, pass: passOf(subject), closes, again });
}

const passOf =
  (subject: Subject): Pass =>
  async ({ story, hangOn }) => {
    const seen = await readPayment
      .executeWithOptions({ summary: 'read the payment from Stripe, the order, and the ledger' }, [subject])
      .catch(stuckAt('read the payment'));
    hangOn(seen.root);
    const { steps, waiting, trouble, acceptable } = due(seen);
    for (const step of steps) if (await takeOrderStep(subject, seen, step, story)) return 'again';
    const effect = acceptable && effectOf(acceptable);
    if (trouble)
      throw new Stuck({ kind: 'business', code: trouble, step: 'decide what is due', ...(effect && { effect }) });
    return waiting;
  };
