import type { ErpPort } from '../../port.ts';
import type { Door } from '../soap.ts';
import type { System } from '../system.ts';
import { createApplications } from './applications.ts';
import { createOData } from './client.ts';
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
  | 'apply'
  | 'findApplication'
  | 'unapply'
>;

/**
 * Everything that changes something, and the reading of it, by the service of erp-side/sap-ecc/odata.
 * @param service its path, without a slash at its end.
 */
export function createODataInterface(
  door: Door,
  service: string,
  system: System,
  encode: Gateway['encode'],
): ODataInterface {
  const gateway: Gateway = { system, odata: createOData(door, service), encode };
  return {
    ...createPosting(gateway),
    ...createUndoing(gateway),
    ...createOrders(gateway),
    ...createApplications(gateway),
  };
}
