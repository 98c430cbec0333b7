import { ErpError } from '../../errors.ts';
import type { ErpPort, PaymentNote } from '../../port.ts';
import { conflict, readBack } from '../../read-back.ts';
import { userDefined, type Said } from './documents/edits.ts';
import { orderChange, paymentSaid } from './documents/order-form.ts';
import { headOf } from './documents/order-heads.ts';
import { rowsWith, text } from './documents/rows.ts';
import { orderOf, orderReceipt, standing, type Order } from './documents/stored-order.ts';
import type { Native } from './native.ts';
import type { Row } from './odata.ts';
import { lineBy, lineChanges } from './reducing.ts';
import type { Transaction } from './transactions.ts';

type Settings = Pick<ErpPort, 'hold' | 'release' | 'showPayment' | 'reduce' | 'findLine'>;
type Setting = {
  /** What must be true of the order afterwards, and whatever was true before needs no request. */
  readonly holds: (order: Order) => boolean;
  readonly refuse?: (order: Order) => void;
  readonly said: Said;
};

/** An order of this company. @throws `not-found` when there is none */
async function standingOrder(native: Native, number: string, signal: AbortSignal): Promise<Order> {
  const order = await orderOf(native, number, signal);
  if (order?.company === native.company) return order;
  throw unknown(number);
}

/** Its head is enough to know that it stands. */
async function mustStand(native: Native, number: string, signal: AbortSignal): Promise<void> {
  const head = await headOf(native, number, signal);
  if (!head || text(head, 'company_id') !== native.company) throw unknown(number);
}

const unknown = (number: string): ErpError =>
  new ErpError('not-found', `Prophet 21 has no order ${number}`, { where: 'order_no' });

export function createOrders(native: Native): Settings {
  const send = async (transaction: Transaction, signal: AbortSignal) =>
    native.transactions.post(transaction, 'order_no', signal);

  /** Reads, compares, writes if different, reads back. */
  async function settle(number: string, { holds, refuse, said }: Setting, signal: AbortSignal): Promise<void> {
    const order = await standingOrder(native, number, signal);
    refuse?.(order);
    if (holds(order)) return;
    await send(orderChange(number, [said]), signal);
    await confirm(number, holds, said[0], signal);
  }

  const confirm = async (number: string, holds: Setting['holds'], field: string, signal: AbortSignal) =>
    readBack(`A change of order ${number}`, async () => {
      const order = await standingOrder(native, number, signal);
      if (!holds(order)) throw unshown(number, field);
      return order;
    });

  return {
    /** The reason stays with us: the order form has no field for it. */
    hold: async (number, _reason, call) =>
      settle(number, { said: ['approved', 'N'], holds: ({ approved }) => !approved }, native.within(call)),

    release: async (number, call) =>
      settle(
        number,
        { said: ['approved', 'Y'], holds: ({ approved }) => approved, refuse: refuseCancelled },
        native.within(call),
      ),

    async showPayment(number, note, call) {
      const said = noteSaid(native, note);
      const signal = native.within(call);
      await mustStand(native, number, signal);
      if (await shows(number, said, signal)) return;
      await send(orderChange(number, said), signal);
      await readBack(`The payment of order ${number}`, async () => {
        if (!(await shows(number, said, signal))) throw unshown(number, said[0]?.[0] ?? '');
      });
    },

    async findLine(number, reference, call) {
      const order = await orderOf(native, number, call?.signal);
      const line = order && lineBy(order, reference);
      return line && line.quantity > 0 ? orderReceipt(order) : undefined;
    },

    async reduce(number, changes, reference, call) {
      const signal = native.within(call);
      const order = await standingOrder(native, number, signal);
      const { rows, holds } = lineChanges(order, changes, reference);
      if (rows.length === 0) return orderReceipt(order);
      await send(orderChange(number, [], ...rows), signal);
      return orderReceipt(await confirm(number, holds, 'items', signal));
    },
  };

  async function shows(number: string, said: readonly Said[], signal: AbortSignal): Promise<boolean> {
    const [row] = await rowsWith(native, 'oe_hdr_ud', { order_no: number }, ['order_no'], signal);
    return said.every(([field, value]) => value === undefined || holdsIn(row, field, value));
  }
}

/** A day may come back as its midnight. */
const holdsIn = (row: Row | undefined, field: string, value: string): boolean => {
  const stands = row?.[field.slice(userDefined('').length)]?.trim() ?? '';
  return stands === value || (/^\d{4}-\d\d-\d\d$/.test(value) && stands.startsWith(`${value}T`));
};

function noteSaid({ site }: Native, { state, stripeId, paidOn }: PaymentNote): readonly Said[] {
  if (site.paymentColumns) return paymentSaid(site, state, stripeId, paidOn);
  throw new ErpError('rejected', 'Orders of this Prophet 21 show no payment: name the columns under payment_columns', {
    where: 'payment_columns',
  });
}

function refuseCancelled(order: Order): void {
  if (order.cancelled || standing(order).status === 'cancelled')
    throw new ErpError('rejected', `Order ${order.number} is cancelled and can't be released`);
}

const unshown = (number: string, field: string): ErpError =>
  conflict(`Order ${number} does not show the change that it accepted`, field);
