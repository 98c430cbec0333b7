import { expect } from 'vitest';
import { idOf } from '../../sandbox/stripe/start.ts';
import { atRest, leftAlone, paidOrder, posted, type Walk } from './walk.ts';

const half = { lines: [{ sku: 'SKU-1', description: 'Widget', quantity: 1, unit_amount: 5_000 }], total: 5_000 };
const wrongTax = {
  lines: [{ sku: 'SKU-1', description: 'Widget', quantity: 2, unit_amount: 5_000, tax: 1_000, tax_rate: '19' }],
};

/** Of a payment whose money does not come to what was sold. */
export const amountWalks: readonly Walk[] = [
  {
    code: 'paid-too-little',
    way: 'the order says that two payments are expected, and with the other one the case closes by itself',
    provoke: (at, id) => paidOrder(at, id, {}, { amount: 4_000 }),
    follow: async ({ sales }, _, __, id) => {
      await sales.push(id, { payments: 2 });
      await sales.dealtWith(await sales.pay(id, { amount: 7_900 }));
      return undefined;
    },
    closed: 'healed',
    after: async ({ product, sales }, { subject }, id) => {
      await atRest(() => product.seen(subject));
      const { orders, receipts } = await sales.held(id, subject);
      expect(orders).toMatchObject([{ totalMinor: 11_900, status: 'open' }]);
      expect(receipts).toMatchObject([{ totalMinor: 4_000 }]);
    },
  },
  {
    code: 'paid-too-little',
    way: 'posted by hand, then skip',
    provoke: (at, id) => paidOrder(at, id, {}, { amount: 4_000 }),
    follow: async () => ['skip'],
    after: leftAlone,
  },
  {
    code: 'paid-too-much',
    way: 'the order is mended in the shop, then retry',
    provoke: (at, id) => paidOrder(at, id, { ...half }),
    follow: async ({ sales }, _, __, id) => {
      await sales.push(id);
      return ['retry'];
    },
    after: posted,
  },
  {
    code: 'paid-too-much',
    way: 'an order that was paid twice: its second payment stands as a deposit, and skip leaves it there',
    provoke: async (at, id) => {
      const first = await paidOrder(at, id);
      const subject = await at.sales.pay(id);
      await at.sales.dealtWith(subject);
      return { subject, first: first.subject };
    },
    follow: async () => ['skip'],
    after: async ({ sales }, { subject }, id) => {
      expect(await sales.dealtWith(subject)).toBe('settled');
      const { orders, receipts } = await sales.held(id, subject);
      expect(orders).toHaveLength(1);
      expect(receipts).toMatchObject([{ totalMinor: 11_900, unappliedMinor: 11_900 }]);
    },
  },
  {
    code: 'order-currency',
    way: 'the order is mended at its source, then retry',
    provoke: (at, id) => paidOrder(at, id, { currency: 'EUR' }),
    follow: async ({ sales }, _, __, id) => {
      await sales.push(id);
      return ['retry'];
    },
    after: posted,
  },
  {
    code: 'invoice-currency',
    way: 'by hand, then skip',
    provoke: async (at, id) => {
      const { sales, product } = at;
      const number = await sales.byHand(id, { customer: 'PEOPLE' });
      await product.admin('/_sandbox/ship', { OrderNo: number });
      const subject = await sales.pay(undefined, { currency: 'eur', metadata: { erporderid: number } });
      await sales.dealtWith(subject);
      return { subject };
    },
    follow: async () => ['skip'],
    after: leftAlone,
  },
  {
    code: 'erp-total-differs',
    way: 'skip accepts it, and the order is let go',
    provoke: (at, id) => paidOrder(at, id, { ...wrongTax, total: 11_000 }, { amount: 11_000 }),
    follow: async () => ['skip'],
    after: async ({ product, sales }, { subject }, id) => {
      await atRest(() => product.seen(subject));
      const { orders, receipts } = await sales.held(id, subject);
      expect(orders).toMatchObject([{ totalMinor: 11_900, status: 'open' }]);
      expect(receipts).toMatchObject([{ totalMinor: 11_000 }]);
    },
  },
  {
    code: 'settlement-currency',
    way: 'order and receipt by hand, then skip',
    provoke: (at, id) => paidOrder(at, id, {}, { metadata: { ecommerceorderid: id, sandbox_settlement: 'eur' } }),
    follow: async () => ['skip'],
    after: leftAlone,
  },
  {
    code: 'settlement-differs',
    way: 'order and receipt by hand, then skip',
    provoke: async (at, id) => {
      const { product, sales } = at;
      await product.stripeAdmin('/_sandbox/deliveries/pause', {});
      await sales.push(id);
      const subject = await sales.pay(id);
      const [charge] = (await product.stripe.charges.list({ payment_intent: subject })).data;
      product.stripeSandbox.world.store.get('balance_transaction', idOf(charge?.balance_transaction)).amount -= 100;
      await product.stripeAdmin('/_sandbox/deliveries/resume', {});
      await sales.dealtWith(subject);
      return { subject };
    },
    follow: async () => ['skip'],
    after: leftAlone,
  },
  {
    code: 'posted-too-much',
    way: 'the wrong receipt is mended in the ERP, then skip',
    provoke: async (at, id) => {
      const { subject } = await paidOrder(at, id);
      const [charge] = (await at.product.stripe.charges.list({ payment_intent: subject })).data;
      at.product.stripeSandbox.world.store.get('charge', charge?.id ?? '').amount_captured -= 100;
      await at.sales.dealtWith(subject);
      return { subject };
    },
    follow: async () => ['skip'],
    after: async ({ sales }, { subject }) => {
      expect(await sales.dealtWith(subject)).toBe('settled');
    },
  },
];
