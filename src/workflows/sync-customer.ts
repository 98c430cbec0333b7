import { proxyActivities } from '@temporalio/workflow';
import type { CustomerSyncActivities } from '../activities/customer-sync/index.ts';
import { continued, keepAlike, type Carried } from './keep-alike.ts';
import { erpQueue, mainQueue, type Stage, type Subject } from './messages.ts';

const lasting = {
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '10 minutes' },
} as const;
const { lookAtCustomer } = proxyActivities<CustomerSyncActivities>(lasting);

/** A customer of Stripe and the ERP's: field by field, the side that is right is written to the other. */
export async function syncCustomer(subject: Subject, carried: Carried = {}): Promise<Stage> {
  return keepAlike(
    subject,
    carried,
    {
      root: `customer-sync/${subject.subject}`,
      look: (asked) =>
        lookAtCustomer.executeWithOptions({ summary: 'read the customer from Stripe and the ERP' }, [asked]),
      write: (connection, { to }, asked, summary) => {
        const taskQueue = to === 'erp' ? erpQueue(connection) : mainQueue;
        const { writeCustomerToErp, writeCustomerToStripe } = proxyActivities<CustomerSyncActivities>({
          ...lasting,
          taskQueue,
        });
        const write = to === 'erp' ? writeCustomerToErp : writeCustomerToStripe;
        return write.executeWithOptions({ summary }, [asked]);
      },
    },
    continued<typeof syncCustomer>(subject),
  );
}
