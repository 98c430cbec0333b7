import { proxyActivities } from '@temporalio/workflow';
import type { CustomerSyncActivities } from '../activities/customer-sync/index.ts';
import { continued, keepAlike, type Carried } from './keep-alike.ts';
import { erpQueue, mainQueue, type Stage, type Subject } from './messages.ts';
import { patient } from './patience.ts';

const { lookAtCustomer } = proxyActivities<CustomerSyncActivities>(patient);

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
          ...patient,
          taskQueue,
        });
        const write = to === 'erp' ? writeCustomerToErp : writeCustomerToStripe;
        return write.executeWithOptions({ summary }, [asked]);
      },
    },
    continued<typeof syncCustomer>(subject),
  );
}
