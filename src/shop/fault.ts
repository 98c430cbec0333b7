import { Fault, type FaultCode } from '../domain/fault.ts';

/** As far as reading an order can go wrong. */
export type ShopFaultCode = Extract<FaultCode, 'invalid' | 'rejected' | 'unauthorized' | 'throttled' | 'unavailable'>;

/** What the shop did to us. */
export class ShopFault extends Fault<ShopFaultCode> {
  override readonly name = 'ShopFault';
}
