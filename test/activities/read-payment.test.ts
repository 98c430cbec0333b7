import { expect, it, onTestFinished } from 'vitest';
import type { Company } from '../../src/activities/company.ts';
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
};

it('sees an order that is pushed between the look for it and the noting of its payment, for nobody else would', async () => {
  const { stripe } = await sandboxFor(onTestFinished);
  const { id } = await stripe.paymentIntents.create({
    amount: 11_900,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    metadata: { ecommerceorderid: 'R-1' },
  });
  let pushed: ShopOrder | undefined;
  const company = {
    key: 'acme',
    connection: 'acme',
    stripe,
    erp: { capabilities: new Set(['apply']) },
    settings: {
      ledgerCurrency: 'USD',
      timeZone: 'UTC',
      orders: { idKeys: ['ecommerceorderid'], sources: ['pushed'], graceMinutes: 10, otherPaymentsHours: 24 },
      metadataKeys: { order: 'erporderid', erpOrder: 'ERP_Order_ID', customer: 'customer_id' },
    },
  } as unknown as Company;
  const deps = {
    companies: () => company,
    book: { isClosed: async () => false, of: async () => [] },
    cases: { patchOf: async () => undefined },
    crosswalk: { isOurs: async () => false, customerOf: async () => undefined, invoicesOf: async () => [] },
    nudgeFlow: async () => {},
    orders: {
      pushed: async () => pushed,
      orderOfPayment: async () => undefined,
      // The shop's push found no payment of this order to wake.
      notePayment: async () => void (pushed ??= order as unknown as ShopOrder),
      paymentsOf: async () => [{ payment: id, authorised: amount, state: 'captured' }],
    },
  } as unknown as Parameters<typeof createPaymentReader>[0];

  const seen = await createPaymentReader(deps)({ company: 'acme', subject: id });

  expect(seen.order).toMatchObject({ id: 'R-1', total: amount });
  expect(seen).not.toHaveProperty('orderGraceSeconds');
});
