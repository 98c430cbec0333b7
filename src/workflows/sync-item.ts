import { proxyActivities } from '@temporalio/workflow';
import type { ItemSyncActivities } from '../activities/customer-sync/items.ts';
import { continued, keepAlike, type Carried } from './keep-alike.ts';
import type { Stage, Subject } from './messages.ts';
import { patient } from './patience.ts';

const { lookAtItem, writeItemToStripe } = proxyActivities<ItemSyncActivities>(patient);

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
