import type { Client } from '@temporalio/client';
import { createCaseActivities, type Alert } from './cases.ts';
import { createCustomerSyncActivities } from './customer-sync/index.ts';
import { createEventActivities } from './events.ts';
import { createItemSyncActivities } from './customer-sync/items.ts';
import { createOrderToCashActivities } from './order-to-cash.ts';
import type { CustomerLinks } from '../store/customer-links.ts';
import type { ItemRecords } from '../store/item-records.ts';
import type { Profiles } from '../store/profiles.ts';
import type { PostingDeps } from './posting.ts';
import { createRecentPayments } from './recent-payments.ts';
import { createResumeActivities } from './resume.ts';
import { createSyncActivities } from './sync-erp.ts';
import { createUndoActivities } from './undo.ts';

type Deps = Omit<PostingDeps, 'payments'> & {
  readonly client: Client;
  readonly profiles: Profiles;
  readonly customerLinks: CustomerLinks;
  readonly itemRecords: ItemRecords;
  readonly alert: (alert: Alert) => Promise<void>;
};

export function createActivities(given: Deps) {
  const deps = { ...given, payments: createRecentPayments() };
  const events = createEventActivities(deps);
  const withNudge = { ...deps, nudgeFlow: events.nudgeFlow };
  return {
    ...events,
    ...createOrderToCashActivities(withNudge),
    ...createUndoActivities(deps),
    ...createCaseActivities(deps),
    ...createCustomerSyncActivities(deps),
    ...createItemSyncActivities(deps),
    ...createSyncActivities(withNudge),
    ...createResumeActivities(deps),
  };
}
