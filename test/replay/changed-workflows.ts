import { sleep } from '@temporalio/workflow';
import { orderToCash as unchanged } from '../../src/workflows/order-to-cash.ts';

/** What nobody may do to a flow that is open somewhere: another command before the first one. */
export async function orderToCash(...input: Parameters<typeof unchanged>): ReturnType<typeof unchanged> {
  await sleep('1 second');
  return unchanged(...input);
}
