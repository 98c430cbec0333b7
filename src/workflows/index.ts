export { orderToCash } from './order-to-cash.ts';
export { receiveEvent } from './receive-event.ts';
export { resumeConnectionCases, syncErpChanges } from './schedules.ts';
export { syncCustomer } from './sync-customer.ts';
export { syncItem } from './sync-item.ts';
