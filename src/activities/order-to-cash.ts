import type { EventActivities } from './events.ts';
import { createCashActivities } from './cash.ts';
import { createCustomerActivities } from './customers.ts';
import type { PostingDeps } from './posting.ts';
import { createPaymentReader } from './read-payment.ts';
import { createSaleActivities } from './sale.ts';
import { createWriteBackActivities } from './write-back.ts';

/** Everything that the flow of one payment can do; the only activities that change an ERP, and only through the ledger. */
export const createOrderToCashActivities = (deps: PostingDeps & Pick<EventActivities, 'nudgeFlow'>) => ({
  readPayment: createPaymentReader(deps),
  ...createCustomerActivities(deps),
  ...createSaleActivities(deps),
  ...createCashActivities(deps),
  ...createWriteBackActivities(deps),
});
export type OrderToCashActivities = ReturnType<typeof createOrderToCashActivities>;
