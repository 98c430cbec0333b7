export { orderToCash } from './order-to-cash.ts';
export { receiveEvent } from './receive-event.ts';
export { resumeConnectionCases, syncErpChanges } from './schedules.ts';
