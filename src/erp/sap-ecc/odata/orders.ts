import { ErpError } from '../../errors.ts';
import type { ErpPort, PaymentNote } from '../../port.ts';
import { conflict, readBack } from '../../read-back.ts';
import { inTen } from '../formats.ts';
import type { OData } from './client.ts';
import type { SalesOrder } from './entities.ts';
import { readOrder, type Gateway } from './gateway.ts';
import { isCancelled, orderReceipt } from './receipts.ts';
import { changesDue } from './reducing.ts';
import { filled } from '../bapi/fields.ts';
import { dateTime, keyed } from './wire.ts';

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

type Settings = Pick<ErpPort, 'hold' | 'release' | 'showPayment' | 'reduce'>;

export function createOrders({ system, odata }: Gateway): Settings {
  const { organisation, within } = system;
  const set = async (number: string, due: Due, signal: AbortSignal): Promise<void> =>
    void (await settled(odata, number, due, signal));
  const block = (code: string): readonly Step[] => [patched({ DeliveryBlock: code })];

  return {
    // A block of somebody else holds the order as well.
    hold: async (number, _reason, call) =>
      set(number, ({ DeliveryBlock }) => (DeliveryBlock === '' ? block(organisation.holdBlock) : []), within(call)),

    release: async (number, call) => {
      const due: Due = (order) => {
        refuseRelease(order, organisation.holdBlock);
        return order.DeliveryBlock === '' ? [] : block('');
      };
      return set(number, due, within(call));
    },

    showPayment: async (number, note, call) =>
      set(number, (order) => (shows(order, note) ? [] : [patched(noteOf(note))]), within(call)),

    async reduce(number, changes, reference, call) {
      const due: Due = (order) => changesDue(order, changes, reference, organisation);
      return orderReceipt(await settled(odata, number, due, within(call)));
    },
  };
}

function refuseRelease(order: SalesOrder, ours: string): void {
  const { Number: number, DeliveryBlock } = order;
  if (isCancelled(order)) throw new ErpError('rejected', `Order ${number} is cancelled and can't be released`);
  if (DeliveryBlock !== '' && DeliveryBlock !== ours)
    throw new ErpError(
      'rejected',
      `Order ${number} has delivery block ${DeliveryBlock}, which is not ours to take away`,
      {
        where: 'DeliveryBlock',
      },
    );
}

const noteOf = ({ state, stripeId, paidOn }: PaymentNote): object =>
  filled({ PaymentState: state, StripeId: stripeId, PaidOn: paidOn && dateTime(paidOn) });

const shows = ({ PaymentState, StripeId, PaidOn }: SalesOrder, { state, stripeId, paidOn }: PaymentNote): boolean =>
  PaymentState === state && StripeId === stripeId && (paidOn === undefined || PaidOn === paidOn);
