import type { ErpPort } from '../../port.ts';
import { createApplications } from './applications.ts';
import type { Gateway } from './gateway.ts';
import { createOrders } from './orders.ts';
import { createPosting } from './posting.ts';
import { createUndoing } from './undoing.ts';

export type ODataInterface = Pick<
  ErpPort,
  | 'find'
  | 'read'
  | 'post'
  | 'undo'
  | 'findUndoing'
  | 'hold'
  | 'release'
  | 'showPayment'
  | 'reduce'
  | 'findLine'
  | 'apply'
  | 'findApplication'
  | 'unapply'
>;

/** Everything that changes documents, and the reading of it, by the service of erp-side/sap-ecc/odata. */
export const createODataInterface = (gateway: Gateway): ODataInterface => ({
  ...createPosting(gateway),
  ...createUndoing(gateway),
  ...createOrders(gateway),
  ...createApplications(gateway),
});
