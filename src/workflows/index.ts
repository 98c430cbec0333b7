export { orderToCash } from './order-to-cash.ts';
export { receiveEvent } from './receive-event.ts';
export { requestRefund } from './request-refund.ts';
export { resumeConnectionCases, sweepEvents, syncErpChanges } from './schedules.ts';
export { reviewFraud } from './review-fraud.ts';
export { settleRefund } from './settle-refund.ts';
export { syncCustomer } from './sync-customer.ts';
export { syncItem } from './sync-item.ts';
export { trackDispute } from './track-dispute.ts';
