import { proxyActivities } from '@temporalio/workflow';
import type { ItemSyncActivities } from '../activities/customer-sync/items.ts';
import { continued, keepAlike, type Carried } from './keep-alike.ts';
import type { Stage, Subject } from './messages.ts';

const { lookAtItem, writeItemToStripe } = proxyActivities<ItemSyncActivities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '10 minutes' },
});

/** A product of Stripe and the ERP's item: the ERP says what it is called and whether it is sold. */
export async function syncItem(subject: Subject, carried: Carried = {}): Promise<Stage> {
  return keepAlike(
    subject,
    carried,
    {
      root: `item-sync/${subject.subject}`,
      look: (asked) => lookAtItem.executeWithOptions({ summary: 'read the product and its item' }, [asked]),
      write: (_connection, _step, asked, summary) => writeItemToStripe.executeWithOptions({ summary }, [asked]),
    },
    continued<typeof syncItem>(subject),
  );
}
