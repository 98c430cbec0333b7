import { z } from 'zod';
import type { ShopOrder } from '../domain/shop-order.ts';
import { shopOrderSchema } from '../mapping/shop-order-schema.ts';
import { OrderChanged } from '../store/order-changed.ts';
import type { Put } from '../store/orders.ts';
import { problemOf, type Problem } from './problems.ts';

export type OrdersDeps = {
  readonly companies: readonly string[];
  readonly put: (company: string, order: ShopOrder, source: string) => Promise<Put>;
  /** Payments that wait for the order go on. */
  readonly wake: (company: string, orderId: string) => Promise<void>;
};
export type Reply = {
  readonly status: 200 | 201 | 409 | 422;
  readonly body:
    | { readonly order: string; readonly result: Put }
    | { readonly error: string; readonly problems: readonly Problem[] };
};

/**
 * Takes an order as often as it is pushed: the same again changes nothing, and wakes again, so that a push whose reply
 * was lost may simply be repeated.
 */
export async function takeOrder(body: unknown, { companies, put, wake }: OrdersDeps): Promise<Reply> {
  const Pushed = z.object({
    company: z.string().refine((name) => companies.includes(name), `is none of ${companies.join(', ')}`),
    order: shopOrderSchema,
  });
  const pushed = Pushed.safeParse(body);
  if (!pushed.success) return refused(422, 'This order can not be taken', pushed.error.issues.map(problemOf));
  const { company, order } = pushed.data;
  try {
    const result = await put(company, order, 'pushed');
    await wake(company, order.id);
    return { status: result === 'new' ? 201 : 200, body: { order: order.id, result } };
  } catch (error) {
    if (!(error instanceof OrderChanged)) throw error;
    const problems = error.differs.map((path) => ({ path: `order.${path}`, message: 'differs from what was posted' }));
    return refused(409, 'The order is in the ERP already and can no longer change', problems);
  }
}

const refused = (status: 409 | 422, error: string, problems: readonly Problem[]): Reply => ({
  status,
  body: { error, problems },
});
