import { ErpError } from '../../errors.ts';
import type { ErpPort, PaymentNote } from '../../port.ts';
import { orNothing } from '../../read-back.ts';
import type { SalesOrder } from './entities.ts';
import { readOrder, type Gateway } from './gateway.ts';
import { isCancelled, orderReceipt } from './receipts.ts';
import { lineBy, liveCount, reducingTo } from './reducing.ts';
import { patched, settled, type Due, type Step } from './settling.ts';
import { filled } from '../bapi/fields.ts';
import { dateTime } from './wire.ts';

type Settings = Pick<ErpPort, 'hold' | 'release' | 'showPayment' | 'reduce' | 'findLine'>;

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

    async findLine(number, reference, call) {
      const order = await orNothing(readOrder(odata, number, call?.signal));
      const line = order && lineBy(order, reference);
      return line && liveCount(line) > 0 ? orderReceipt(order) : undefined;
    },

    async reduce(number, changes, reference, call) {
      const due = reducingTo(changes, reference, organisation);
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
