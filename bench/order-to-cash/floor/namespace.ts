import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { setUpNamespace } from '../../../src/runtime/temporal-namespace.ts';
import { searchAttributes } from '../../../src/workflows/search-attributes.ts';

/** Apart from the product's, so that its queues bear the same names and its actions are counted by themselves. */
export const floorNamespace = 'floor';
const retentionMs = 35 * 86_400_000;

export async function makeFloorNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace: floorNamespace,
      workflowExecutionRetentionPeriod: msToTs(retentionMs),
    });
  } finally {
    await connection.close();
  }
  await patiently(() => setUpNamespace({ address, searchAttributes, namespace: floorNamespace }));
}

/** The server's own parts learn of a namespace one after another. */
async function patiently(work: () => Promise<void>, attemptsLeft = 60): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (attemptsLeft === 0) throw error;
    await pause(500);
    await patiently(work, attemptsLeft - 1);
  }
}
