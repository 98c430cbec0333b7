import { ErpError } from '../errors.ts';
import type { ErpPort, PaymentNote } from '../port.ts';
import { conflict, readBack } from '../read-back.ts';
import { cut } from '../fields.ts';
import { whole } from './bapi/fields.ts';
import { orderChangePosting, type OrderChange } from './bapi/order-change.ts';
import { paymentLine } from './bapi/order.ts';
import type { Send } from './posting.ts';
import { readOrder, type StoredOrder } from './reading/orders.ts';
import { lineBy, lineChanges } from './reducing.ts';
import { settingKey } from './setting-key.ts';
import type { System } from './system.ts';

type Settings = Pick<ErpPort, 'hold' | 'release' | 'showPayment' | 'reduce' | 'findLine'>;
type Setting = {
  /** What must be true of the order afterwards, and whatever was true before needs no change. */
  readonly holds: (order: StoredOrder) => boolean;
  readonly change: (order: StoredOrder) => OrderChange;
  readonly field: string;
};

export function createOrders(system: System, send: Send): Settings {
  const { within, organisation } = system;

  const settle = async (number: string, { holds, change, field }: Setting, signal: AbortSignal): Promise<void> => {
    const order = await orderOf(system, number, signal);
    if (holds(order)) return;
    await send(orderChangePosting(number, change(order)), settingKey(), signal);
    await confirm(number, holds, field, signal);
  };

  const confirm = async (number: string, holds: Setting['holds'], field: string, signal: AbortSignal) =>
    readBack(`A change of order ${number}`, async () => {
      const order = await orderOf(system, number, signal);
      if (!holds(order)) throw conflict(`Order ${number} does not show the change that it accepted`, field);
      return order;
    });

  return {
    hold: async (number, reason, call) => {
      const change = ({ texts }: StoredOrder) => ({
        header: { DLV_BLOCK: organisation.holdBlock },
        texts: [...texts.filter(isNoHold), cut(`${held}${reason}`, 132)],
      });
      await settle(number, { holds: isHeld, change, field: 'DeliveryBlock' }, within(call));
    },

    release: async (number, call) => {
      const change = (order: StoredOrder) => {
        mayBeReleased(order, organisation.holdBlock);
        return { header: { DLV_BLOCK: '' }, texts: order.texts.filter(isNoHold) };
      };
      await settle(number, { holds: (order) => !isHeld(order), change, field: 'DeliveryBlock' }, within(call));
    },

    showPayment: async (number, note, call) => {
      const change = ({ texts }: StoredOrder) => ({ texts: [...noteLines(note), ...texts.filter(isNoNote)] });
      await settle(number, { holds: shows(note), change, field: 'PaymentState' }, within(call));
    },

    async findLine(number, reference, call) {
      const order = await readOrder(system, number, call?.signal);
      const line = order && lineBy(order, reference);
      return line && !line.rejected ? order.receipt : undefined;
    },

    async reduce(number, changes, reference, call) {
      const signal = within(call);
      const order = await orderOf(system, number, signal);
      const { change, holds } = lineChanges(order, changes, reference, organisation);
      if (!change) return order.receipt;
      await send(orderChangePosting(number, change), reference, signal);
      return (await confirm(number, holds, 'Lines', signal)).receipt;
    },
  };
}

/** @throws `not-found` */
export async function orderOf(system: System, number: string, signal: AbortSignal): Promise<StoredOrder> {
  const order = await readOrder(system, number, signal);
  if (order) return order;
  throw new ErpError('not-found', `SAP has no order ${number}`, { where: 'Order' });
}

const isHeld = ({ deliveryBlock }: StoredOrder): boolean => deliveryBlock !== '';

/** Whoever set another block had a reason of his own. */
function mayBeReleased({ receipt, deliveryBlock }: StoredOrder, ours: string): void {
  if (receipt.status === 'cancelled')
    throw new ErpError('rejected', `Order ${receipt.number} is cancelled and can't be released`);
  if (deliveryBlock !== ours)
    throw new ErpError(
      'rejected',
      `Order ${receipt.number} has delivery block ${deliveryBlock}, which is not ours to lift`,
      { where: 'DeliveryBlock' },
    );
}

const held = 'Held: ';
const isNoHold = (line: string): boolean => !line.startsWith(held);
const isNoNote = (line: string): boolean => !/^(Stripe|Payment) /.test(line);
const stripeLine = (stripeId: string): string => `Stripe ${whole('StripeId', stripeId, 40)}`;
const noteLines = ({ stripeId, state, paidOn }: PaymentNote): readonly string[] => [
  stripeLine(stripeId),
  paymentLine(state, paidOn),
];

const shows =
  ({ stripeId, state, paidOn }: PaymentNote) =>
  ({ texts }: StoredOrder): boolean =>
    texts.includes(stripeLine(stripeId)) &&
    texts.some((line) =>
      paidOn === undefined
        ? line === paymentLine(state, paidOn) || line.startsWith(`Payment ${state} on `)
        : line === paymentLine(state, paidOn),
    );
