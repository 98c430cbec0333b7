import type { Client } from '@temporalio/client';
import type { Cases } from '../store/cases.ts';
import { retryMany } from '../workflows/messages.ts';
import type { Companies } from './company.ts';

type Deps = { readonly client: Client; readonly cases: Cases; readonly companies: Companies };
/** At most so many cases go on at once, so that an ERP that has just come back isn't overrun. */
const batch = 20;

/** Cases about a connection try again by themselves, once its ERP answers. */
export const createResumeActivities = ({ client, cases, companies }: Deps) => ({
  async resumeConnectionCases({ company }: { readonly company: string }): Promise<{ readonly resumed: number }> {
    const open = await cases.list({ company, kind: 'connection', open: true, limit: batch });
    if (open.length === 0) return { resumed: 0 };
    await companies(company).erp.ping();
    for (const { flow } of open)
      await client.workflow.getHandle(flow).signal(retryMany, 'quittance', 'The connection answers again');
    return { resumed: open.length };
  },
});
export type ResumeActivities = ReturnType<typeof createResumeActivities>;
