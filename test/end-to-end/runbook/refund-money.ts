import { expect } from 'vitest';
import { idOf } from '../../sandbox/stripe/start.ts';
import { byHand, usd } from './by-hand.ts';
import { customerOf, numberOf, refunded, wentBack } from './refunded.ts';
import { invoicedOrder, paidOrder, type Place, type Provoked, type Walk } from './walk.ts';

/** Where the money of a refund comes from, and what it comes to. */
export const refundMoneyWalks: readonly Walk[] = [
  {
    code: 'deposit-used',
    way: 'refunded by hand, then skip with its number',
    provoke: paidTwice,
    follow: async (at, { second = '' }, _, id) => {
      const { receipts } = await at.sales.held(id, second);
      const hand = byHand(at.erp, await customerOf(at, id));
      return ['skip', '--number', await hand.refund(usd(11_900), numberOf(receipts[0]))];
    },
    after: wentBack(0, { open: [] }),
  },
  {
    code: 'refund-needs-memo',
    way: 'credited by hand, then patch names the credit memo',
    provoke: async (at, id) => {
      const order = await at.sales.byHand(id, { customer: 'PEOPLE' });
      const { InvoiceNo } = (await at.product.admin('/_sandbox/ship', { OrderNo: order })) as { InvoiceNo: string };
      const payment = await at.sales.pay(undefined, { metadata: { erporderid: order } });
      await at.sales.dealtWith(payment);
      await at.sales.applied('', payment);
      return { ...(await refunded(at, payment, { amount: 4_000 })), invoice: InvoiceNo };
    },
    follow: async ({ erp }, { invoice = '' }) => [
      'patch',
      '--set',
      `memo=${await byHand(erp, 'PEOPLE').creditMemo(usd(4_000), invoice)}`,
    ],
    after: wentBack(4_000),
  },
  {
    code: 'settlement-currency',
    way: 'refunded by hand, then skip with the number of the refund',
    provoke: (at, id) => movedOtherwise(at, id, { currency: 'eur' }),
    follow: async (at, { receipt = '' }, _, id) => [
      'skip',
      '--number',
      await byHand(at.erp, await customerOf(at, id)).refund(usd(4_000), receipt),
    ],
    after: wentBack(0),
  },
  {
    code: 'settlement-differs',
    way: 'refunded by hand, then skip with the number of the refund',
    provoke: (at, id) => movedOtherwise(at, id, { amount: -3_900 }),
    follow: async (at, { receipt = '' }, _, id) => [
      'skip',
      '--number',
      await byHand(at.erp, await customerOf(at, id)).refund(usd(4_000), receipt),
    ],
    after: wentBack(0),
  },
  {
    code: 'erp-total-differs',
    way: 'skip accepts it',
    // 8.45 and the 1.60 of its tax went back, of which the ERP reckons 1.61.
    provoke: async (at, id) => refunded(at, (await paidOrder(at, id)).subject, { amount: 1_005 }),
    follow: async () => ['skip'],
    after: async (at, made, id) => {
      await wentBack(1_005)(at, made);
      expect((await at.sales.held(id, made['payment'] ?? '')).orders).toMatchObject([{ totalMinor: 11_900 - 1_006 }]);
    },
  },
  {
    code: 'fraud-review',
    way: 'skip, once somebody has looked',
    provoke: async (at, id) => {
      const { payment } = await invoicedOrder(at, id);
      const { subject } = await refunded(at, payment, { reason: 'fraudulent' });
      return { subject: payment, refund: subject };
    },
    follow: async () => ['skip'],
    after: (at, { subject, refund = '' }) =>
      wentBack(11_900, { memos: [11_900], open: [] })(at, { subject: refund, payment: subject }),
  },
];

/** The first of the two payments, which paid the invoice, goes back. */
async function paidTwice(at: Place, id: string): Promise<Provoked> {
  const { payment } = await invoicedOrder(at, id);
  const second = await at.sales.pay(id);
  await at.sales.dealtWith(second);
  const { caseId } = await at.clerk.waits(second, 'paid-too-much');
  await at.clerk.decide(caseId, ['skip']);
  return { ...(await refunded(at, payment)), second };
}

/** Stripe's balance moved otherwise than the refund says. */
async function movedOtherwise(at: Place, id: string, moved: object): Promise<Provoked> {
  const { subject: payment } = await paidOrder(at, id);
  const { receipts } = await at.sales.held(id, payment);
  await at.product.stripeAdmin('/_sandbox/deliveries/pause', {});
  const subject = await at.refunds.give(payment, { amount: 4_000 });
  const { balance_transaction: txn } = await at.product.stripe.refunds.retrieve(subject);
  Object.assign(at.product.stripeSandbox.world.store.get('balance_transaction', idOf(txn)), moved);
  await at.product.stripeAdmin('/_sandbox/deliveries/resume', {});
  await at.refunds.dealtWith(subject);
  return { subject, payment, receipt: numberOf(receipts[0]) };
}
