import type { OrderPayment } from '../store/orders.ts';
import type { NudgeFlow } from './events.ts';

/** Payments of one order wait for each other: what becomes of one, the flows of the others must read again. */
export async function nudgeSiblings(
  nudgeFlow: NudgeFlow,
  { company, order }: { readonly company: string; readonly order: string },
  payments: readonly OrderPayment[],
): Promise<void> {
  for (const { payment } of payments)
    await nudgeFlow({ flow: 'orderToCash', company, subject: payment, eventId: `order/${order}`, type: 'sibling' });
}
