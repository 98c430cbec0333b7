import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { StuckEffect } from '../activities/outcomes.ts';
import type { SettleRefundActivities } from '../activities/settle-refund/index.ts';
import type { WakeActivities } from '../activities/wake-payment.ts';
import { refunded } from '../domain/order-to-cash/sale-due.ts';
import { refundDue, type Acceptable } from '../domain/settle-refund/due.ts';
import { tell, type RefundStep } from '../domain/settle-refund/steps.ts';
import { controlled, type Carried, type Pass } from './controlled.ts';
import type { Stage, Subject } from './messages.ts';
import { patient } from './patience.ts';
import { creditNotePass, isCreditNote } from './settle-refund-note.ts';
import { takeStep, type Taking } from './take-step.ts';
import { Stuck, stuckAt } from './trouble.ts';

const { readRefund } = proxyActivities<SettleRefundActivities>(patient);

/**
 * Brings the ERP up to what Stripe says about one refund: the sale is credited, the money leaves the clearing account. Of a
 * credit note, the invoice is credited; its refunds have flows of their own.
 */
export async function settleRefund(subject: Subject, carried: Carried = {}): Promise<Stage> {
  const again = (kept: Carried) => continueAsNew<typeof settleRefund>(subject, kept);
  const pass = isCreditNote(subject) ? creditNotePass(subject) : passOf(subject);
  return controlled({ subject, carried, pass, closes: `settle-refund/${subject.subject}`, again });
}

const passOf =
  (subject: Subject): Pass =>
  async ({ story, hangOn }) => {
    const seen = await readRefund
      .executeWithOptions({ summary: 'read the refund from Stripe, its sale, and the ledger' }, [subject])
      .catch(stuckAt('read the refund'));
    hangOn(seen.root);
    const { steps, waiting, trouble, acceptable } = refundDue(seen);
    for (const step of steps) if (await takeStep(taking, subject, seen, step, story)) return 'again';
    if (trouble)
      throw new Stuck({
        kind: 'business',
        code: trouble,
        step: 'decide what is due',
        amount: seen.amount,
        ...(acceptable && { effect: asEffect(acceptable) }),
      });
    return waiting;
  };

type Activities = {
  readonly [K in RefundStep['do']]: Extract<keyof (SettleRefundActivities & WakeActivities), string>;
};
/** One activity for each step: its name is what the Temporal Web UI shows. */
const activityOf: Activities = {
  review: 'wakeReview',
  cancel: 'takeOrderBack',
  reduce: 'reduceOrder',
  memo: 'postCreditMemo',
  'let-go': 'letOrderGo',
  refund: 'postRefund',
  clear: 'clearRefund',
  'refund-return': 'returnRefund',
  'wake-payment': 'wakePayment',
};

const taking: Taking<RefundStep> = {
  activityOf: (step) => activityOf[step.do],
  atStripe: ({ do: what }) => what === 'review' || what === 'wake-payment',
  tell,
  effectOf,
};

/** What a person's `skip` counts as done. */
function effectOf(step: RefundStep): StuckEffect | undefined {
  if (!('key' in step)) return undefined;
  if (step.do === 'cancel') {
    const { key, order: subject, generation, sale: undoes } = step;
    return { key, kind: 'cancel', subject, generation, undoes, note: refunded };
  }
  const { key, refund: subject } = step;
  if (step.do === 'let-go') return { key, kind: 'release', subject, generation: 1 };
  return { key, kind: step.do === 'clear' ? 'apply' : step.do, subject, generation: 1, amount: step.amount };
}

const asEffect = ({ key, kind, refund, amount }: Acceptable): StuckEffect => ({
  key,
  kind,
  subject: refund,
  generation: 1,
  ...(amount && { amount }),
});
