import { actionsBetween, settledActionsIn, type Actions } from '../actions.ts';
import type { Processes } from './processes.ts';
import type { Side } from './sides.ts';

/** What one order came to, of all that were counted. */
export type Counted = {
  readonly what: string;
  readonly actions: Actions;
  readonly stripe: number;
  readonly erp: number;
  readonly orders: number;
};
type Counting = { readonly side: Side; readonly metricsUrl: string; readonly urls: Processes['urls'] };

/** As a card payment in Checkout, captured later, causes them. */
const six = [
  'payment_intent.amount_capturable_updated',
  'charge.succeeded',
  'payment_intent.succeeded',
  'charge.captured',
  'charge.updated',
  'checkout.session.completed',
];

/**
 * One order after the other, so that nothing is shared and nothing is counted twice. With six events apart
 * each finds the flow of the one before ended.
 */
export async function countOrders(counting: Counting, orders: number): Promise<readonly Counted[]> {
  const { side } = counting;
  const each = async (what: string, work: (payment: string, name: string) => Promise<string>): Promise<Counted> => {
    const payments = await side.prepare(what.replaceAll(' ', '-'), orders);
    return between(counting, what, orders, async () => {
      for (const [index, payment] of payments.entries()) {
        const end = await work(payment, `evt_${what.replaceAll(' ', '')}x${index}`);
        if (end !== 'settled') throw new Error(`An order with ${what} can't be counted, it ended otherwise: ${end}`);
      }
    });
  };
  const send = (payment: string, name: string) => async (type: string) => {
    const eventId = `${name}${six.indexOf(type)}`;
    if (!(await side.send({ eventId, type, payment }))) throw new Error(`${eventId} was not accepted`);
    return eventId;
  };
  return [
    await each('one event', async (payment, name) =>
      side.ended(payment, [await send(payment, name)('payment_intent.succeeded')]),
    ),
    await each('six events at once', async (payment, name) =>
      side.ended(payment, await Promise.all(six.map(send(payment, name)))),
    ),
    ...(side.remembers
      ? [
          await each('six events apart', async (payment, name) => {
            let end = '';
            for (const type of six) end = await side.ended(payment, [await send(payment, name)(type)]);
            return end;
          }),
        ]
      : []),
  ];
}

async function between(
  { side, metricsUrl, urls }: Counting,
  what: string,
  orders: number,
  work: () => Promise<void>,
): Promise<Counted> {
  const look = async () => ({
    actions: await settledActionsIn(metricsUrl, side.namespace),
    requests: await requestsAt(urls.counts),
  });
  const before = await look();
  await work();
  const after = await look();
  return {
    what,
    orders,
    actions: actionsBetween(before.actions, after.actions),
    stripe: (after.requests.stripe - before.requests.stripe) / orders,
    erp: (after.requests.erp - before.requests.erp) / orders,
  };
}

type Requests = { readonly stripe: number; readonly erp: number };
const requestsAt = async (url: string): Promise<Requests> => (await (await fetch(url)).json()) as Requests;
