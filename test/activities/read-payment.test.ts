import { expect, it, onTestFinished } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
import { createRecentPayments } from '../../src/activities/recent-payments.ts';
import { createPaymentReader } from '../../src/activities/read-payment.ts';
import { money } from '../../src/domain/money.ts';
import type { ShopOrder } from '../../src/domain/shop-order.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';

const amount = money(11_900, 'USD');
const order = {
  id: 'R-1',
  customer: {},
  currency: 'USD',
  total: amount,
  tenders: [],
  payments: 1,
  lines: [],
  metadata: {},
} as unknown as ShopOrder;

/** A payment of order R-1, as it is read while the rest of the product is as told. */
async function paidAt(rest: {
  readonly orders: object;
  readonly effects?: (payment: string) => object[];
  readonly crosswalk?: object;
}) {
  const { stripe } = await sandboxFor(onTestFinished);
  const { id } = await stripe.paymentIntents.create({
    amount: 11_900,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { ecommerceorderid: 'R-1' },
  });
  const company = {
    key: 'acme',
    connection: 'acme',
    stripe,
    erp: { capabilities: new Set(['apply']) },
    mapperFor: async () => ({
      profile: { items: { otherwise: 'same', roundingLimit: 2 } },
      choose: () => ({ directInvoice: false, hold: false, review: false }),
    }),
    settings: {
      ledgerCurrency: 'USD',
      timeZone: 'UTC',
      orders: { idKeys: ['ecommerceorderid'], sources: ['pushed'], graceMinutes: 10, otherPaymentsHours: 24 },
      metadataKeys: { order: 'erporderid', erpOrder: 'ERP_Order_ID', customer: 'customer_id' },
    },
  } as unknown as Company;
  const deps = {
    companies: () => company,
    book: { isClosed: async () => false, of: async () => rest.effects?.(id) ?? [] },
    cases: { patchOf: async () => undefined },
    crosswalk: {
      isOurs: async () => false,
      customerOf: async () => undefined,
      invoicesOf: async () => [],
      ...rest.crosswalk,
    },
    nudgeFlow: async () => {},
    payments: createRecentPayments(),
    orders: {
      orderOfPayment: async () => undefined,
      paymentsOf: async () => [{ payment: id, authorised: amount, state: 'captured' }],
      ...rest.orders,
    },
  } as unknown as Parameters<typeof createPaymentReader>[0];
  return createPaymentReader(deps)({ company: 'acme', subject: id });
}

it('sees an order that is pushed between the look for it and the noting of its payment, for nobody else would', async () => {
  let pushed: ShopOrder | undefined;
  const seen = await paidAt({
    orders: {
      pushed: async () => pushed,
      // The shop's push found no payment of this order to wake.
      notePayment: async () => void (pushed ??= order),
    },
  });

  expect(seen.order).toMatchObject({ id: 'R-1', total: amount });
  expect(seen).not.toHaveProperty('orderGraceSeconds');
});

it.each([
  ['an order', 'sales-order', ['1000001']],
  ['no direct invoice, whose number may be that of a stranger’s order', 'invoice', []],
])('looks for the invoices of %s, also when a person made it', async (_name, document, numbers) => {
  const asked: string[] = [];
  await paidAt({
    orders: { pushed: async () => order, notePayment: async () => {}, get: async () => order },
    effects: () => [
      {
        key: 'acme/sale/R-1#1',
        kind: 'sale',
        subject: 'R-1',
        generation: 1,
        state: 'settled-by-hand',
        number: '1000001',
        note: `${document} released captured`,
      },
    ],
    crosswalk: {
      invoicesOf: async (_company: string, number: string) => {
        asked.push(number);
        return [];
      },
    },
  });
  expect(asked).toEqual(numbers);
});

it.each([
  ['not written', 'posted', false],
  ['done with, where a person saw to the last write', 'settled-by-hand', true],
])('takes numbers that Stripe does not show for %s', async (_name, state, idsWritten) => {
  const writeBack = (payment: string) => [
    { kind: 'write-back', subject: payment, part: '9', state: 'posted' },
    { kind: 'write-back', subject: payment, part: '10', state },
  ];
  const sale = {
    kind: 'sale',
    subject: 'R-1',
    state: 'posted',
    number: '1000001',
    note: 'sales-order released captured',
  };
  const orders = { pushed: async () => order, notePayment: async () => {}, get: async () => order };
  expect(await paidAt({ orders, effects: (payment) => [sale, ...writeBack(payment)] })).toMatchObject({ idsWritten });
});
