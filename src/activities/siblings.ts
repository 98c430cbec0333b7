import type { Root } from '../store/ledger.ts';
import type { OrderPayment, Orders } from '../store/orders.ts';
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

type Deps = { readonly orders: Pick<Orders, 'paymentsOf'>; readonly nudgeFlow: NudgeFlow };

/** The other payments of the order that a root is of, if it is of one: what was decided or undone changes what is due of theirs. */
export async function nudgeOthers({ orders, nudgeFlow }: Deps, { company, root }: Root, own: string): Promise<void> {
  const order = orderIn(root);
  if (order === undefined) return;
  const payments = await orders.paymentsOf(company, order);
  await nudgeSiblings(
    nudgeFlow,
    { company, order },
    payments.filter(({ payment }) => payment !== own),
  );
}

export const orderIn = (root: string): string | undefined => /^order\/(.+)$/.exec(root)?.[1];
