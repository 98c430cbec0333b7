import type { AlikeDeps, Looking } from './deps.ts';
import { lookAt } from './look.ts';
import { writeToErp, writeToStripe } from './write.ts';

/** Keeps a customer of Stripe and the ERP's alike. */
export const createCustomerSyncActivities = (deps: AlikeDeps) => ({
  lookAtCustomer: (asked: Looking) => lookAt(deps, asked),
  writeCustomerToErp: (asked: Looking) => writeToErp(deps, asked),
  writeCustomerToStripe: (asked: Looking) => writeToStripe(deps, asked),
});
export type CustomerSyncActivities = ReturnType<typeof createCustomerSyncActivities>;
