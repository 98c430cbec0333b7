import { expect } from 'vitest';
import { company, until } from '../../support/product.ts';
import { byHand, newReference, usd } from './by-hand.ts';
import { customerOf, lines, numberOf, refunded, wentBack } from './refunded.ts';
import { invoicedOrder, paidOrder, shipped, type Place, type Provoked, type Walk } from './walk.ts';

/** What was sold, and what of it goes back. */
export const refundWalks: readonly Walk[] = [
  {
    code: 'receipt-missing',
    way: 'the case of the payment is decided, and this one goes on by itself',
    provoke: async (at) => {
      const payment = await at.sales.pay(undefined);
      await at.sales.dealtWith(payment);
      return refunded(at, payment);
    },
    follow: async ({ sales, clerk }, { payment = '' }, _, id) => {
      await sales.push(id);
      const { caseId } = await clerk.waits(payment, 'no-order-source');
      await clerk.decide(caseId, ['patch', '--set', `order=${id}`]);
      return undefined;
    },
    closed: 'healed',
    after: wentBack(11_900),
  },
  {
    code: 'receipt-missing',
    way: 'received and refunded by hand, then skip with the number of the refund',
    provoke: async (at) => {
      const payment = await at.sales.pay(undefined);
      await at.sales.dealtWith(payment);
      return refunded(at, payment);
    },
    follow: async ({ erp }) => {
      const hand = byHand(erp, 'PEOPLE');
      return ['skip', '--number', await hand.refund(usd(11_900), await hand.receipt(usd(11_900)))];
    },
    after: wentBack(0),
  },
  {
    code: 'sale-missing',
    way: 'the rest of the payments comes, and this one goes on by itself',
    provoke: async (at, id) => refunded(at, (await paidOrder(at, id, { payments: 2 }, { amount: 3_333 })).subject),
    follow: async ({ sales }, _, __, id) => {
      await sales.dealtWith(await sales.pay(id, { amount: 8_567 }));
      return undefined;
    },
    closed: 'healed',
    after: wentBack(3_333),
  },
  {
    code: 'sale-missing',
    way: 'seen to by hand altogether, then compensate',
    provoke: async (at, id) => refunded(at, (await paidOrder(at, id, { payments: 2 }, { amount: 4_000 })).subject),
    follow: async (at, { payment = '' }, _, id) => {
      const [receipt] = (await at.sales.held(id, payment)).receipts;
      await byHand(at.erp, await customerOf(at, id)).refund(usd(4_000), numberOf(receipt));
      return ['compensate'];
    },
    after: wentBack(0),
  },
  {
    code: 'refund-lines',
    way: 'the metadata is corrected at Stripe, then retry',
    provoke: async (at, id) => {
      const { payment } = await invoicedOrder(at, id);
      return refunded(at, payment, { amount: 5_950, metadata: lines('SKU-9') });
    },
    follow: async ({ product }, { subject }) => {
      await product.stripe.refunds.update(subject, { metadata: lines('SKU-1') });
      return ['retry'];
    },
    after: wentBack(5_950, { memos: [5_950], open: [] }),
  },
  {
    code: 'refund-lines',
    way: 'credited by hand, then skip with the number of the credit memo',
    provoke: async (at, id) => {
      const { payment, invoice } = await invoicedOrder(at, id);
      return { ...(await refunded(at, payment, { amount: 5_950, metadata: lines('SKU-9') })), invoice };
    },
    follow: async (at, { invoice = '' }, _, id) => {
      const hand = byHand(at.erp, await customerOf(at, id));
      return ['skip', '--number', await hand.creditMemo(usd(5_950), invoice)];
    },
    after: wentBack(5_950, { open: [] }),
  },
  {
    code: 'refund-lines',
    way: 'taken off the order that was not invoiced, then skip',
    provoke: async (at, id) => {
      const { subject: payment } = await paidOrder(at, id);
      return refunded(at, payment, { amount: 5_950, metadata: lines('SKU-9') });
    },
    follow: async (at, { payment = '' }, _, id) => {
      const { orders } = await at.sales.held(id, payment);
      await at.erp.reduce(numberOf(orders[0]), [{ item: 'W-100', quantity: 1 }], newReference());
      return ['skip'];
    },
    after: wentBack(5_950),
  },
  {
    code: 'order-left-held',
    way: 'the order is mended and released in the ERP, then skip',
    provoke: closedHalfway,
    follow: async (at, { payment = '' }, _, id) => {
      const { orders, receipts } = await at.sales.held(id, payment);
      const order = numberOf(orders[0]);
      await at.erp.reduce(order, [{ item: 'W-100', quantity: 1 }], newReference());
      await at.erp.release(order);
      await byHand(at.erp, await customerOf(at, id)).refund(usd(5_950), numberOf(receipts[0]));
      return ['skip'];
    },
    after: async (at, made, id) => {
      await wentBack(0)(at, made);
      expect((await at.sales.held(id, made['payment'] ?? '')).orders).toMatchObject([
        { status: 'open', totalMinor: 5_950 },
      ]);
    },
  },
  {
    code: 'order-partly-invoiced',
    way: 'the rest is shipped and invoiced, and the case goes on by itself',
    provoke: partlyInvoiced,
    follow: async (at, { payment = '' }, _, id) => {
      await shipped(at, id, payment);
      return undefined;
    },
    closed: 'healed',
    after: wentBack(8_000, { memos: [5_950, 2_050], open: [] }),
  },
  {
    code: 'order-partly-invoiced',
    way: 'the rest is taken off the order, then skip, and what it came to is refunded by hand',
    provoke: partlyInvoiced,
    follow: async (at, { subject, payment = '' }, { caseId }, id) => {
      const { orders, receipts } = await at.sales.held(id, payment);
      const order = numberOf(orders[0]);
      await at.erp.reduce(order, [{ item: 'W-100', quantity: 1 }], newReference());
      await at.clerk.decide(caseId, ['skip', '--number', order, '--unchecked']);
      const next = await at.clerk.waits(subject, 'rejected');
      const hand = byHand(at.erp, await customerOf(at, id));
      const refund = await hand.refund(usd(2_050), numberOf(receipts[0]));
      await at.clerk.decide(next.caseId, ['skip', '--number', refund]);
      return undefined;
    },
    closed: 'skip',
    after: wentBack(5_950, { memos: [5_950] }),
  },
  {
    code: 'invoice-open',
    way: 'credited and refunded by hand, skipped with the number of the credit memo, then of the refund',
    provoke: async (at, id) => {
      await at.sales.push(id);
      const payment = await at.sales.pay(id, { capture_method: 'manual' });
      await at.product.stripe.paymentIntents.capture(payment, { amount_to_capture: 5_000 });
      await at.sales.dealtWith(payment);
      await shipped(at, id, payment);
      const { invoices, receipts } = await at.sales.applied(id, payment);
      const made = await refunded(at, payment, { amount: 2_000 });
      return { ...made, invoice: numberOf(invoices[0]), receipt: numberOf(receipts[0]) };
    },
    follow: async (at, { subject, invoice = '', receipt = '' }, { caseId }, id) => {
      const hand = byHand(at.erp, await customerOf(at, id));
      await hand.unapply(receipt, invoice, usd(5_000));
      const memo = await hand.creditMemo(usd(2_000), invoice);
      const refund = await hand.refund(usd(2_000), receipt);
      await hand.apply(receipt, invoice, usd(3_000));
      await at.clerk.decide(caseId, ['skip', '--number', memo]);
      const next = await at.clerk.waits(subject, 'rejected');
      await at.clerk.decide(next.caseId, ['skip', '--number', refund]);
      return undefined;
    },
    closed: 'skip',
    after: wentBack(0, { open: [6_900] }),
  },
];

/** The ERP refuses the reduction, for which the order is held already, and then to show the order: that case is skipped. */
async function closedHalfway(at: Place, id: string): Promise<Provoked> {
  const { subject: payment } = await paidOrder(at, id);
  const { orders } = await at.sales.held(id, payment);
  const order = `/salesorders/${numberOf(orders[0])}`;
  // Of this order alone: others go their ways at the same time.
  const refuse = (method: string, path: string) =>
    at.product.fault('p21', { kind: 'ok-with-error', count: 1, match: { method, path: `${order}${path}$` } });
  await refuse('PUT', '/lines');
  const made = await refunded(at, payment, { amount: 5_950 });
  await refuse('GET', '');
  await at.refunds.wake(made.subject);
  const [open] = await until(
    () => at.product.store.cases.list({ company, subject: made.subject, open: true }),
    ([found]) => found?.step === 'read the refund',
  );
  await at.clerk.decide(open?.caseId ?? '', ['skip']);
  return made;
}

async function partlyInvoiced(at: Place, id: string): Promise<Provoked> {
  const { subject: payment } = await paidOrder(at, id);
  await shipped(at, id, payment, { Quantity: '1' });
  await until(
    () => at.sales.held(id, payment),
    ({ receipts }) => receipts[0]?.['unappliedMinor'] === 5_950,
  );
  return refunded(at, payment, { amount: 8_000 });
}
