import type { Client } from '@temporalio/client';
import type { Alerts } from '../domain/alert.ts';
import { createCaseActivities } from './cases.ts';
import { createCustomerSyncActivities } from './customer-sync/index.ts';
import { createEventActivities } from './events.ts';
import { createItemSyncActivities } from './customer-sync/items.ts';
import { createJournalActivities } from './journal.ts';
import { createOrderToCashActivities } from './order-to-cash.ts';
import type { CustomerLinks } from '../store/customer-links.ts';
import type { ItemRecords } from '../store/item-records.ts';
import type { Profiles } from '../store/profiles.ts';
import type { PostingDeps } from './posting.ts';
import { createRecentPayments } from './recent-payments.ts';
import { createRequestRefundActivities } from './request-refund/index.ts';
import { createResumeActivities } from './resume.ts';
import { createReviewFraudActivities } from './review-fraud.ts';
import { createSettleRefundActivities } from './settle-refund/index.ts';
import { createSweepActivities, type SweepDeps } from './sweep.ts';
import { createSyncActivities } from './sync-erp.ts';
import { createTrackDisputeActivities } from './track-dispute/index.ts';
import { createUndoActivities } from './undo.ts';
import { createWakeActivities } from './wake-payment.ts';

type Deps = Omit<PostingDeps, 'payments'> &
  SweepDeps & {
    readonly client: Client;
    readonly profiles: Profiles;
    readonly customerLinks: CustomerLinks;
    readonly itemRecords: ItemRecords;
    readonly alerts: Alerts;
  };

export function createActivities(given: Deps) {
  const deps = { ...given, payments: createRecentPayments() };
  const events = createEventActivities(deps);
  const withNudge = { ...deps, nudgeFlow: events.nudgeFlow };
  return {
    ...events,
    ...createOrderToCashActivities(withNudge),
    ...createSettleRefundActivities(withNudge),
    ...createTrackDisputeActivities(deps),
    ...createWakeActivities(withNudge),
    ...createJournalActivities(deps),
    ...createReviewFraudActivities(deps),
    ...createUndoActivities(withNudge),
    ...createCaseActivities(withNudge),
    ...createCustomerSyncActivities(deps),
    ...createItemSyncActivities(deps),
    ...createSyncActivities(withNudge),
    ...createRequestRefundActivities(deps),
    ...createResumeActivities(deps),
    ...createSweepActivities(deps),
  };
}
