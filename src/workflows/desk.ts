import { proxyActivities } from '@temporalio/workflow';
import type { CaseActivities } from '../activities/cases.ts';
import type { Subject } from './messages.ts';
import type { Decision, OpenCase } from './case.ts';
import type { Story } from './story.ts';

type Parking = Subject & {
  readonly root: () => string;
  /** What a decision closes to further effects; the root, where nothing is said. */
  readonly closes?: string;
};

// Without limit: a case that can't be written down must not be lost, and only our own database is needed for it.
const { openCase, recordDecision, closeCase } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

/** What is written down about a case, before the flow goes on, so that it lasts. */
export const caseWork = {
  async opened({ company, subject, root }: Parking, open: OpenCase, story: Story): Promise<void> {
    const { caseId, trouble } = open;
    const { kind, code, step, where, effect, dueBy, amount = effect?.amount } = trouble;
    await openCase.executeWithOptions({ summary: `needs a person: ${code}` }, [
      {
        company,
        subject,
        root: root(),
        caseId,
        kind,
        code,
        step,
        ...(where && { where }),
        ...(amount && { amount }),
        ...(dueBy && { dueBy }),
      },
    ]);
    story.parked(open);
  },

  async decided(
    { company, subject, root, closes }: Parking,
    { action, by, reason, number, unchecked, profile, closed }: Decision,
    story: Story,
  ): Promise<void> {
    const { caseId, trouble } = closed;
    const { effect } = trouble;
    await recordDecision.executeWithOptions({ summary: `decided: ${action}` }, [
      {
        company,
        subject,
        root: root(),
        ...(closes && { closes }),
        caseId,
        action,
        by,
        reason,
        ...(number && { number }),
        ...(unchecked && { unchecked }),
        ...(profile && { profile }),
        ...(effect && { effect }),
      },
    ]);
    story.unparked();
    story.add(`a person decided: ${action}`);
  },

  async healed({ company }: Parking, caseId: string, story: Story): Promise<void> {
    await closeCase.executeWithOptions({ summary: 'the reason is gone: the case closes by itself' }, [
      { company, caseId },
    ]);
    story.unparked();
    story.add('the reason was gone, the case closed by itself');
  },
};
