import type { Cases } from '../store/cases.ts';
import type { EffectBook } from '../store/ledger.ts';
import type { Profiles } from '../store/profiles.ts';
import { activityInfo } from '@temporalio/activity';
import type { Repair, Subject } from '../workflows/messages.ts';
import type { Case, StuckEffect } from './outcomes.ts';
import { customerEffectOf, saleRoot, type PostingDeps } from './posting.ts';
import { settleUnknown } from './settle-unknown.ts';

export type Alert = {
  readonly kind: string;
  readonly company: string;
  readonly code: string;
  readonly subject: string;
  readonly caseId?: string;
  readonly text: string;
};
type Deps = Pick<PostingDeps, 'ledger' | 'companies' | 'crosswalk' | 'orders'> & {
  readonly cases: Cases;
  readonly book: EffectBook;
  readonly profiles: Pick<Profiles, 'chooseNewest'>;
  readonly alert: (alert: Alert) => Promise<void>;
};
type Decided = Subject & Repair & { readonly root: string; readonly effect?: StuckEffect };

/** What people see of a parked flow, and what their decisions mean for the ledger. */
export const createCaseActivities = ({ cases, book, profiles, alert, ledger, companies, crosswalk, orders }: Deps) => ({
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
  async recordDecision({ caseId, action, by, reason, number, profile, effect, ...sale }: Decided): Promise<void> {
    const { company } = sale;
    const at = { company, root: await saleRoot({ orders }, sale) };
    const decision = { by, reason };
    const flow = activityInfo().workflowExecution?.workflowId ?? '';
    const reopen = async (): Promise<void> => {
      await book.reopenRefused(at, decision);
      const customer = await crosswalk.find({ company, kind: customerEffectOf, stripeId: at.root });
      if (customer) await book.reopenRefused({ company, root: customer.erpId }, decision);
    };
    const meaning: Record<Repair['action'], () => Promise<void>> = {
      retry: reopen,
      patch: reopen,
      skip: () =>
        effect
          ? book.settleByHand({ ...at, ...effect, flow, ...(number && { number }) }, decision)
          : book.close(at, decision),
      compensate: () => book.close(at, decision),
    };
    await settleUnknown({ ledger, book }, companies(company), at);
    if (profile === 'newest') await profiles.chooseNewest(at, decision);
    await meaning[action]();
    await cases.close({ caseId, decision: action, by, reason });
  },
});
export type CaseActivities = ReturnType<typeof createCaseActivities>;
