import { ErpError } from '../../errors.ts';
import type { ErpPort, PaymentNote } from '../../port.ts';
import { conflict, orNothing, readBack } from '../../read-back.ts';
import { orderReceipt } from './documents/sales-order.ts';
import { cut } from '../../fields.ts';
import { given, whole } from '../document-fields.ts';
import { as, type Gateway } from './gateway.ts';
import { counts, lineBy, lineChanges } from './reducing.ts';
import type { Route } from './routes.ts';
import { SalesOrder } from './schema.ts';

type Settings = Pick<ErpPort, 'hold' | 'release' | 'showPayment' | 'reduce' | 'findLine'>;
type Change = {
  /** What must be true of the order afterwards, and whatever was true before needs no request. */
  readonly holds: (order: SalesOrder) => boolean;
  readonly refuse?: (order: SalesOrder) => void;
  readonly route: Route;
  readonly body?: object;
  readonly field: string;
};

export function createOrders({ client, within }: Gateway): Settings {
  const read = async (number: string, signal: AbortSignal): Promise<SalesOrder> =>
    client.send('getSalesOrder', as(SalesOrder), { number, signal });

  /** Reads, compares, writes if different, reads back. */
  async function settle(number: string, change: Change, signal: AbortSignal): Promise<void> {
    const order = await read(number, signal);
    change.refuse?.(order);
    if (change.holds(order)) return;
    const { route, body } = change;
    await client.send(route, as(SalesOrder), { number, signal, ...(body && { body }) });
    await confirm(number, change, signal);
  }

  const confirm = async (number: string, { holds, field }: Pick<Change, 'holds' | 'field'>, signal: AbortSignal) =>
    readBack(`A change of order ${number}`, async () => {
      const order = await read(number, signal);
      if (!holds(order)) throw conflict(`Order ${number} does not show the change that it accepted`, field);
      return order;
    });

  return {
    hold: async (number, reason, call) =>
      settle(
        number,
        {
          route: 'holdSalesOrder',
          body: { Reason: cut(reason, 255) },
          field: 'Hold',
          holds: ({ Hold }) => Hold === 'Y',
        },
        within(call),
      ),

    release: async (number, call) =>
      settle(
        number,
        { route: 'releaseSalesOrder', field: 'Hold', holds: ({ Hold }) => Hold === 'N', refuse: refuseCancelled },
        within(call),
      ),

    showPayment: async (number, note, call) =>
      settle(
        number,
        { route: 'updateSalesOrderPayment', body: noteOf(note), field: 'PaymentStatus', holds: shows(note) },
        within(call),
      ),

    async findLine(number, reference, call) {
      const order = await orNothing(client.send('getSalesOrder', as(SalesOrder), { number, signal: call?.signal }));
      return order && counts(lineBy(order, reference)) ? orderReceipt(order) : undefined;
    },

    async reduce(number, changes, reference, call) {
      const signal = within(call);
      const order = await read(number, signal);
      const { list, holds } = lineChanges(order, changes, reference);
      if (list.length === 0) return orderReceipt(order);
      await client.send('updateSalesOrderLines', as(SalesOrder), { number, body: { Lines: { list } }, signal });
      return orderReceipt(await confirm(number, { holds, field: 'Lines' }, signal));
    },
  };
}

function refuseCancelled({ OrderNo, Status }: SalesOrder): void {
  if (Status === 'cancelled') throw new ErpError('rejected', `Order ${OrderNo} is cancelled and can't be released`);
}

const noteOf = ({ state, stripeId, paidOn }: PaymentNote): object => ({
  PaymentStatus: state,
  StripeId: whole('StripeId', stripeId, 255),
  ...given('PaymentDate', paidOn),
});

const shows =
  ({ state, stripeId, paidOn }: PaymentNote) =>
  (order: SalesOrder): boolean =>
    order.PaymentStatus === state &&
    order.StripeId === stripeId &&
    (paidOn === undefined || order.PaymentDate === paidOn);
