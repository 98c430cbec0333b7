import { ErpError } from '../../errors.ts';
import { conflict, readBack } from '../../read-back.ts';
import { inTen } from '../formats.ts';
import type { OData } from './client.ts';
import type { SalesOrder } from './entities.ts';
import { readOrder } from './gateway.ts';
import { keyed } from './wire.ts';

/** One step that an order still lacks. */
export type Step = (odata: OData, order: SalesOrder, signal: AbortSignal) => Promise<'changed' | 'stale'>;
/** What an order lacks of what it should be; nothing, when it is so. */
export type Due = (order: SalesOrder) => readonly Step[];

export const patched =
  (body: object): Step =>
  (odata, { Number: number, __metadata: etag }, signal) =>
    odata.change(keyed('SalesOrders', inTen(number)), etag, body, signal);

/**
 * Reads, compares, writes one step, reads again, until nothing is due: so that repeating it changes nothing, and every
 * step is made on the order as it stands.
 */
export async function settled(odata: OData, number: string, due: Due, signal: AbortSignal): Promise<SalesOrder> {
  let [made, stale] = [0, 0];
  let order = await readOrder(odata, number, signal);
  const wanted = due(order).length;
  for (;;) {
    const [step] = due(order);
    if (!step) return order;
    if (made === wanted) throw conflict(`Order ${number} does not show the change that it accepted`, 'SalesOrder');
    if (stale > 1) throw new ErpError('busy', `Order ${number} is being changed by somebody else`);
    if ((await step(odata, order, signal)) === 'stale') stale += 1;
    else made += 1;
    order = await readAgain(odata, number, made > 0, signal);
  }
}

const readAgain = async (odata: OData, number: string, changed: boolean, signal: AbortSignal): Promise<SalesOrder> => {
  const read = async () => readOrder(odata, number, signal);
  return changed ? readBack(`A change of order ${number}`, read) : read();
};
