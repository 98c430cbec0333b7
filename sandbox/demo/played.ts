import type { PlannedOrder } from './plan.ts';

/** An order as it was played: the plan, and the names that Stripe and the ERP gave to its parts. */
export type PlayedOrder = {
  readonly plan: PlannedOrder;
  /** By which the product knows the order: the shop's number, or the Checkout session's where the shop gave none. */
  readonly reference: string;
  /** `pi_…` of each payment, in the order of the plan. */
  readonly intents: readonly string[];
  /** The ERP's number of an order that people made there. */
  readonly erpOrder?: string;
};
