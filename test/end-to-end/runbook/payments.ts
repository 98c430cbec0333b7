import { expect } from 'vitest';
import { until } from '../../support/product.ts';
import { withSku } from '../../support/sales.ts';
import { leftAlone, paidOrder, posted, type Place, type Provoked, type Walk } from './walk.ts';

const stock = ({ product }: Place, item: string) =>
  product.admin('/_sandbox/items', { ItemId: item, QuantityOnHand: '100' });
/** Of this charge alone: other walks post receipts meanwhile. */
const refuseReceipt = ({ product }: Place, charge: string, words: string) =>
  product.fault('p21', {
    kind: 'status',
    status: 422,
    body: { ErrorMessage: words },
    match: { method: 'POST', path: '/api/v2/cashreceipts$', body: charge },
  });
const nobody = async ({ sales }: Place): Promise<Provoked> => {
  const subject = await sales.pay(undefined);
  await sales.dealtWith(subject);
  return { subject };
};

export const paymentWalks: readonly Walk[] = [
  {
    code: 'invalid',
    way: 'the unknown item is added in the ERP, then retry',
    provoke: (at, id) => paidOrder(at, id, withSku(`${id}-ITEM`)),
    follow: async (at, _, __, id) => {
      await stock(at, `${id}-ITEM`);
      return ['retry'];
    },
    after: posted,
  },
  {
    code: 'invalid',
    way: 'patch names the right item',
    provoke: (at, id) => paidOrder(at, id, withSku(`${id}-ITEM`)),
    follow: async (_, __, ___, id) => ['patch', '--set', `items.${id}-ITEM=W-100`],
    after: posted,
  },
  {
    code: 'rejected',
    way: 'the period is opened in the ERP, then retry',
    provoke: async (at, id) => {
      await at.sales.push(id);
      const paid = await at.sales.pay(id);
      const { data } = await at.product.stripe.charges.list({ payment_intent: paid });
      await refuseReceipt(at, String(data[0]?.id), 'The period 2026-11 is closed');
      await at.sales.dealtWith(paid);
      return { subject: paid, payment: paid };
    },
    follow: async () => ['retry'],
    after: posted,
  },
  {
    code: 'not-found',
    way: 'the metadata at Stripe is corrected, then retry',
    provoke: async ({ sales, product }) => {
      const subject = await sales.pay(undefined, { metadata: { erporderid: '4711' } });
      await product.nudge(subject);
      return { subject };
    },
    follow: async ({ product, sales }, { subject }, _, id) => {
      await sales.push(id);
      const metadata = { erporderid: '', ecommerceorderid: id };
      await product.stripe.paymentIntents.update(subject, { metadata });
      const [charge] = (await product.stripe.charges.list({ payment_intent: subject })).data;
      await product.stripe.charges.update(charge?.id ?? '', { metadata });
      return ['retry'];
    },
    after: posted,
  },
  {
    code: 'conflict',
    way: 'patch names the customer',
    provoke: (at, id) => paidOrder(at, id, { customer: { name: 'Twin', email: 'twin@buyers.example' } }),
    follow: async () => ['patch', '--set', 'customer=TWIN-2'],
    after: async (at, made, id) => {
      await posted(at, made, id);
      expect(await at.sales.held(id, made.subject)).toMatchObject({ orders: [{ customer: 'TWIN-2' }] });
    },
  },
  {
    code: 'billing-invoice',
    way: 'posted by hand, then skip',
    provoke: async ({ product, sales }, id) => {
      const { id: customer } = await product.stripe.customers.create({ email: `${id}@buyers.example` });
      await product.stripeAdmin('/_sandbox/invoices', { customer, amount: 4_900, currency: 'usd' });
      const [intent] = (await product.stripe.paymentIntents.list({ customer })).data;
      await sales.dealtWith(intent?.id ?? '');
      return { subject: intent?.id ?? '' };
    },
    follow: async () => ['skip'],
    after: leftAlone,
  },
  {
    code: 'no-order-source',
    way: 'patch names the order',
    provoke: nobody,
    follow: async ({ sales }, _, __, id) => {
      await sales.push(id);
      return ['patch', '--set', `order=${id}`];
    },
    after: posted,
  },
  {
    code: 'order-missing',
    way: 'the shop pushes it, and the case closes by itself',
    provoke: async ({ sales }, id) => {
      const subject = await sales.pay(id);
      await sales.dealtWith(subject);
      return { subject };
    },
    follow: async ({ product, sales }, { subject }, _, id) => {
      await sales.push(id);
      await product.nudge(subject);
      return undefined;
    },
    closed: 'healed',
    after: posted,
  },
  {
    code: 'order-changed',
    way: 'the metadata is set back at Stripe, then retry',
    provoke: async (at, id) => {
      const { subject } = await paidOrder(at, id);
      await at.product.stripe.paymentIntents.update(subject, { metadata: { ecommerceorderid: `${id}-OTHER` } });
      await at.sales.dealtWith(subject);
      return { subject };
    },
    follow: async ({ product }, { subject }, _, id) => {
      await product.stripe.paymentIntents.update(subject, { metadata: { ecommerceorderid: id } });
      return ['retry'];
    },
    after: posted,
  },
  {
    code: 'unreadable-event',
    way: 'skip, for it concerns nobody',
    provoke: async ({ product }) => {
      const object = { object: 'payment_intent', id: '' };
      const event = await product.stripeAdmin('/_sandbox/emit', { type: 'payment_intent.succeeded', object });
      return { subject: (event as { readonly id: string }).id };
    },
    follow: async () => ['skip'],
    after: async ({ clerk }, { subject }) => {
      expect(
        await until(
          () => clerk.open(subject),
          ({ length }) => length === 0,
        ),
      ).toEqual([]);
    },
  },
];
