import type { Cases } from '../store/cases.ts';
import type { EffectBook } from '../store/ledger.ts';
import { activityInfo } from '@temporalio/activity';
import type { Repair, Subject } from '../workflows/messages.ts';
import type { Case, StuckEffect } from './outcomes.ts';
import type { PostingDeps } from './posting.ts';
import { settleUnknown } from './settle-unknown.ts';

export type Alert = {
  readonly kind: string;
  readonly company: string;
  readonly code: string;
  readonly subject: string;
  readonly caseId?: string;
  readonly text: string;
};
type Deps = Pick<PostingDeps, 'ledger' | 'companies'> & {
  readonly cases: Cases;
  readonly book: EffectBook;
  readonly alert: (alert: Alert) => Promise<void>;
};
type Decided = Subject & Repair & { readonly root: string; readonly effect?: StuckEffect };

/** What people see of a parked flow, and what their decisions mean for the ledger. */
export const createCaseActivities = ({ cases, book, alert, ledger, companies }: Deps) => ({
  async openCase(opened: Case): Promise<void> {
    const flow = activityInfo().workflowExecution?.workflowId ?? '';
    await cases.open({ ...opened, flow });
    const { kind, company, code, subject, caseId, step } = opened;
    await alert({ kind, company, code, subject, caseId, text: `${kind} case: ${code} at "${step}" of ${subject}` });
  },

  async closeCase({ caseId }: { readonly company: string; readonly caseId: string }): Promise<void> {
    await cases.close({ caseId, decision: 'healed', by: 'quittance', reason: 'The reason was gone' });
  },

  /** Written to the ledger before the flow goes on, so that the decision lasts; what is unknown is settled first. */
  async recordDecision({ company, root, caseId, action, by, reason, number, effect }: Decided): Promise<void> {
    const at = { company, root };
    const decision = { by, reason };
    const flow = activityInfo().workflowExecution?.workflowId ?? '';
    const meaning: Record<Repair['action'], () => Promise<void>> = {
      retry: () => book.reopenRefused(at, decision),
      patch: () => book.reopenRefused(at, decision),
      skip: () =>
        effect
          ? book.settleByHand({ ...at, ...effect, flow, ...(number && { number }) }, decision)
          : book.close(at, decision),
      compensate: () => book.close(at, decision),
    };
    await settleUnknown({ ledger, book }, companies(company), at);
    await meaning[action]();
    await cases.close({ caseId, decision: action, by, reason });
  },
});
export type CaseActivities = ReturnType<typeof createCaseActivities>;
