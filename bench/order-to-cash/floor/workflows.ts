import { proxyActivities, proxyLocalActivities, setHandler, upsertSearchAttributes } from '@temporalio/workflow';
import { erpQueue, nudge, type Stage, type Subject } from '../../../src/workflows/messages.ts';
import { ErpDocuments, Stage as StageAttribute } from '../../../src/workflows/search-attributes.ts';
import type { FloorActivities } from './activities.ts';

const retry = { initialInterval: '1 second', maximumInterval: '10 minutes' } as const;
const local = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10 seconds' });
const main = proxyActivities<FloorActivities>({ startToCloseTimeout: '1 minute', retry });

/** As the product's, with nothing to decide. */
export async function receiveEvent(subject: Subject): Promise<void> {
  await local.nudgeFlow(subject);
}

/** The product's activities of one order, by name, order and queue, and its attributes at the end. */
export async function orderToCash(subject: Subject, connection: string): Promise<Stage> {
  const erp = proxyActivities<FloorActivities>({
    startToCloseTimeout: '1 minute',
    retry,
    taskQueue: erpQueue(connection),
  });
  let nudged = true;
  let posted = false;
  setHandler(nudge, () => void (nudged = true));
  while (nudged) {
    nudged = false;
    await main.readPayment(subject);
    if (posted) continue;
    await erp.matchCustomer(subject);
    await erp.postSale(subject);
    await erp.postReceipt(subject);
    await main.writeBack(subject);
    posted = true;
  }
  upsertSearchAttributes([
    { key: StageAttribute, value: 'settled' },
    { key: ErpDocuments, value: ['100001', '100002'] },
  ]);
  return 'settled';
}
