import type { ReviewStep } from '../../domain/settle-refund/steps.ts';
import type { NudgeFlow } from '../events.ts';
import type { Done } from '../outcomes.ts';
import type { PostingDeps, StepInput } from '../posting.ts';
import { createRefundCashActivities } from './cash.ts';
import { createClearActivity } from './clear.ts';
import { createCreditNoteActivities } from './credit-note.ts';
import { createMemoActivity } from './memo.ts';
import { createOrderActivities } from './order.ts';
import { createRefundReader } from './read-refund.ts';

/** Everything that the flow of one refund, or of one credit note, can do. */
export const createSettleRefundActivities = (deps: PostingDeps & { readonly nudgeFlow: NudgeFlow }) => ({
  readRefund: createRefundReader(deps),
  postCreditMemo: createMemoActivity(deps),
  clearRefund: createClearActivity(deps),
  ...createOrderActivities(deps),
  ...createRefundCashActivities(deps),
  ...createCreditNoteActivities(deps),

  /** Refunded because of fraud: the review of the payment looks at everything else of the customer. */
  async wakeReview({ company, subject, step }: StepInput<ReviewStep>): Promise<Done> {
    await deps.nudgeFlow({ flow: 'reviewFraud', company, subject: step.payment, eventId: subject, type: 'refund' });
    return { told: 'fraud review woken' };
  },
});
export type SettleRefundActivities = ReturnType<typeof createSettleRefundActivities>;
