import type { Client } from '@temporalio/client';
import { flowId, mainQueue, nudge, type Subject } from '../../../src/workflows/messages.ts';
import { Company, NeedsRepair, Stage, StripeId } from '../../../src/workflows/search-attributes.ts';
import { connection } from '../../configuration.ts';

const nothing = (_subject: Subject): Promise<void> => Promise.resolve();

/** The product's names; only the signal is real, as it is part of the floor. */
export const floorActivities = (client: Client) => ({
  async nudgeFlow({ company, subject }: Subject): Promise<void> {
    await client.workflow.signalWithStart('orderToCash', {
      workflowId: flowId({ flow: 'orderToCash', company, subject }),
      taskQueue: mainQueue,
      args: [{ company, subject }, connection],
      signal: nudge,
      signalArgs: ['evt_floor'],
      typedSearchAttributes: [
        { key: Company, value: company },
        { key: StripeId, value: subject },
        { key: Stage, value: 'working' },
        { key: NeedsRepair, value: false },
      ],
    });
  },
  readPayment: nothing,
  matchCustomer: nothing,
  postSale: nothing,
  postReceipt: nothing,
  writeBack: nothing,
});
export type FloorActivities = ReturnType<typeof floorActivities>;
