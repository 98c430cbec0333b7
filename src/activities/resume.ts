import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Cases } from '../store/cases.ts';
import { reading } from '../stripe/client.ts';
import { retryMany } from '../workflows/messages.ts';
import type { Companies } from './company.ts';
import { asErpError } from './failures.ts';

type Deps = { readonly client: Client; readonly cases: Cases; readonly companies: Companies };
/** At most so many cases go on at once, so that an ERP that has just come back isn't overrun. */
const batch = 20;
/** A wrong password that is tried on and on locks its user. */
const firstPauseMs = 30_000;
const longestPauseMs = 1_800_000;

/** Cases about a connection try again by themselves, once both Stripe and the ERP answer. */
export function createResumeActivities({ client, cases, companies }: Deps, now = () => performance.now()) {
  const refused = new Map<string, { readonly until: number; readonly pauseMs: number }>();
  return {
    resumeConnectionCases: ({ company }: { readonly company: string }) => resume(company),
  };

  async function resume(company: string): Promise<{ readonly resumed: number }> {
    if (now() < (refused.get(company)?.until ?? 0)) return { resumed: 0 };
    const open = await cases.resumable(company, batch);
    if (open.length === 0) return { resumed: 0 };
    await answered(company);
    for (const { flow, caseId } of open) {
      const wake = client.workflow.getHandle(flow).signal(retryMany, 'quittance', 'The connection answers again');
      await wake.catch((error: unknown) => closeOrphan(caseId, error));
    }
    return { resumed: open.length };
  }

  async function answered(company: string): Promise<void> {
    try {
      await companies(company).erp.ping();
      await reading(companies(company).stripe.paymentIntents.list({ limit: 1 }), 'list');
      refused.delete(company);
    } catch (error) {
      if (asErpError(error)?.code === 'unauthorized') {
        const pauseMs = Math.min(longestPauseMs, 2 * (refused.get(company)?.pauseMs ?? firstPauseMs / 2));
        refused.set(company, { until: now() + pauseMs, pauseMs });
      }
      throw error;
    }
  }

  /** Somebody ended the flow that waited: nobody will decide its case, and it must not keep the others from going on. */
  async function closeOrphan(caseId: string, error: unknown): Promise<void> {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await cases.close({ caseId, decision: 'flow-ended', by: 'quittance', reason: 'The flow that waited was ended' });
  }
}
export type ResumeActivities = ReturnType<typeof createResumeActivities>;
