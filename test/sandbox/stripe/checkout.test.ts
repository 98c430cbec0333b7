import type { Stripe } from 'stripe';
import { describe, expect, it, onTestFinished } from 'vitest';
import { idOf, sandboxFor, typesOf } from './start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);

const line = (name: string, unit_amount: number, quantity = 1, more: object = {}) => ({
  price_data: { currency: 'eur', unit_amount, product_data: { name, metadata: { sku: name } } },
  quantity,
  ...more,
});
const page = { mode: 'payment', success_url: 'https://shop.example/thanks' } as const;

describe('checkout in the Stripe sandbox', () => {
  it('sells a cart: totals by line, a guest, and a paid session that names its payment', async () => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: [line('BOLT', 2_500, 2), line('NUT', 100, 3)],
      client_reference_id: 'SHOP-7',
      metadata: { ecommerceorderid: 'SHOP-7' },
      payment_intent_data: { metadata: { ecommerceorderid: 'SHOP-7' } },
    });
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      amount_total: 5_300,
    });
    expect(session.line_items).toBeUndefined();

    await admin(`/checkout/${session.id}/pay`, {
      payment_method: 'pm_card_visa',
      customer_details: { email: 'guest@shop.example', name: 'Guest', address: { country: 'DE', city: 'Bremen' } },
    });

    const [paid] = (await stripe.checkout.sessions.list({ limit: 1 })).data;
    expect(paid).toMatchObject({
      id: session.id,
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer: null,
      client_reference_id: 'SHOP-7',
      customer_details: { email: 'guest@shop.example', name: 'Guest', address: { country: 'DE', line1: null } },
    });
    const intent = await stripe.paymentIntents.retrieve(idOf(paid?.payment_intent), { expand: ['latest_charge'] });
    expect(intent).toMatchObject({
      amount_received: 5_300,
      metadata: { ecommerceorderid: 'SHOP-7' },
      latest_charge: { billing_details: { email: 'guest@shop.example' } },
    });
    const byIntent = await stripe.checkout.sessions.list({ payment_intent: intent.id, expand: ['data.line_items'] });
    expect(byIntent.data[0]?.line_items?.data.map(({ description }) => description)).toEqual(['BOLT', 'NUT']);
    expect((await typesOf(stripe)).slice(-4)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ]);
  });

  it('adds tax on top or finds it inside, takes discounts off, and taxes shipping', async () => {
    const { stripe } = await start();
    const onTop = await stripe.taxRates.create({
      display_name: 'VAT',
      inclusive: false,
      percentage: 19,
      country: 'DE',
    });
    const inside = await stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 7 });
    const coupon = await stripe.coupons.create({ percent_off: 10 });
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: [
        line('BOLT', 1_000, 3, { tax_rates: [onTop.id] }),
        line('BOOK', 1_070, 1, { tax_rates: [inside.id] }),
      ],
      discounts: [{ coupon: coupon.id }],
      shipping_options: [
        {
          shipping_rate_data: {
            display_name: 'Parcel',
            type: 'fixed_amount',
            fixed_amount: { amount: 500, currency: 'eur' },
          },
        },
      ],
      expand: ['line_items.data.taxes', 'shipping_cost.taxes'],
    });

    expect(session.line_items?.data).toMatchObject([
      {
        amount_subtotal: 3_000,
        amount_discount: 300,
        amount_tax: 513,
        amount_total: 3_213,
        taxes: [{ amount: 513, taxable_amount: 2_700, rate: { percentage: 19, country: 'DE' } }],
      },
      { amount_subtotal: 1_070, amount_discount: 107, amount_tax: 63, amount_total: 963 },
    ]);
    expect(session).toMatchObject({
      amount_subtotal: 4_070,
      amount_total: 3_213 + 963 + 595,
      shipping_cost: { amount_subtotal: 500, amount_tax: 95, amount_total: 595, taxes: [{ amount: 95 }] },
      total_details: { amount_discount: 407, amount_shipping: 500, amount_tax: 513 + 63 + 95 },
    });
    const plain = await stripe.checkout.sessions.listLineItems(session.id);
    expect(plain.data[0]).not.toHaveProperty('taxes');
  });

  it('spreads an amount off over the lines to the cent', async () => {
    const { stripe } = await start();
    const coupon = await stripe.coupons.create({ amount_off: 100, currency: 'eur' });
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: [line('A', 333), line('B', 333), line('C', 334)],
      discounts: [{ coupon: coupon.id }],
      expand: ['line_items'],
    });

    const off = session.line_items?.data.map(({ amount_discount }) => amount_discount) ?? [];
    expect(off.reduce((sum, amount) => sum + amount, 0)).toBe(100);
    expect(session).toMatchObject({ amount_total: 900, total_details: { amount_discount: 100 } });
  });

  it('pages line items, in the order of the cart, and shows the product when asked', async () => {
    const { stripe } = await start();
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: Array.from({ length: 5 }, (_, n) => line(`SKU-${n}`, 100 + n)),
    });
    const first = await stripe.checkout.sessions.listLineItems(session.id, {
      limit: 2,
      expand: ['data.price.product'],
    });
    const all = await stripe.checkout.sessions
      .listLineItems(session.id, { limit: 2 })
      .autoPagingToArray({ limit: 100 });

    expect(first.has_more).toBe(true);
    expect(first.data[0]?.price?.product).toMatchObject({ object: 'product', metadata: { sku: 'SKU-0' } });
    expect(all.map(({ description }) => description)).toEqual(['SKU-0', 'SKU-1', 'SKU-2', 'SKU-3', 'SKU-4']);
    expect(all[0]?.price?.unit_amount_decimal?.toString()).toBe('100');
  });

  it('takes carts of more lines than a query parser likes', async () => {
    const { stripe } = await start();
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: Array.from({ length: 60 }, (_, n) => line(`SKU-${n}`, 100)),
    });

    expect(session.amount_total).toBe(6_000);
  });

  it('sells existing prices, and makes a customer when told so', async () => {
    const { stripe, admin } = await start();
    const product = await stripe.products.create({ name: 'Drill', metadata: { sku: 'DRILL-500' } });
    const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 4_999 });
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: [{ price: price.id, quantity: 2 }],
      customer_creation: 'always',
    });
    const paid = await admin<Stripe.Checkout.Session>(`/checkout/${session.id}/pay`, {
      customer_details: { email: 'new@shop.example', name: 'New' },
    });

    expect(paid).toMatchObject({ amount_total: 9_998, currency: 'usd' });
    expect(await stripe.customers.retrieve(idOf(paid.customer))).toMatchObject({ email: 'new@shop.example' });
    expect(await typesOf(stripe)).toContain('customer.created');
  });

  it.each([
    ['succeeded', 'paid', 'checkout.session.async_payment_succeeded'],
    ['failed', 'unpaid', 'checkout.session.async_payment_failed'],
  ])('a session paid by debit is complete at once, and %s later', async (outcome, payment_status, type) => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({ ...page, line_items: [line('BOLT', 2_500)] });
    const pending = await admin<Stripe.Checkout.Session>(`/checkout/${session.id}/pay`, {
      payment_method: 'pm_sepa_debit',
    });
    expect(pending).toMatchObject({ status: 'complete', payment_status: 'unpaid' });

    await admin('/settle', { payment_intent: pending.payment_intent, outcome });

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status });
    expect((await typesOf(stripe)).at(-1)).toBe(type);
  });

  it('stays open after a declined card and is paid by the same payment intent at the next try', async () => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({ ...page, line_items: [line('BOLT', 2_500)] });
    const path = `/checkout/${session.id}/pay`;
    const declined = await admin(path, { payment_method: 'pm_card_visa_chargeDeclined' });
    expect(declined).toMatchObject({ error: { code: 'card_declined' } });
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'open' });

    expect(await admin(path, {})).toMatchObject({ status: 'complete', payment_status: 'paid' });
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1);
    expect(await admin(path, {})).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('with manual capture it is unpaid until the capture', async () => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: [line('BOLT', 2_500)],
      payment_intent_data: { capture_method: 'manual' },
    });
    const held = await admin<Stripe.Checkout.Session>(`/checkout/${session.id}/pay`, {});
    expect(held).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    await stripe.paymentIntents.capture(idOf(held.payment_intent));

    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: 'paid' });
  });

  it('documents a payment by an invoice afterwards when invoice_creation is on', async () => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({
      ...page,
      line_items: [line('BOLT', 2_500)],
      invoice_creation: { enabled: true },
    });
    const paid = await admin<Stripe.Checkout.Session>(`/checkout/${session.id}/pay`, {});
    expect(paid.invoice_creation?.enabled).toBe(true);

    const invoice = await stripe.invoices.retrieve(idOf(paid.invoice), { expand: ['payments'] });
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 2_500, billing_reason: 'manual' });
    expect(invoice.payments?.data).toMatchObject([{ payment: { payment_intent: paid.payment_intent } }]);
  });

  it('expires by request and by its clock, once', async () => {
    const { stripe, admin } = await start();
    const create = () => stripe.checkout.sessions.create({ ...page, line_items: [line('BOLT', 2_500)] });
    const [one, two] = [await create(), await create()];
    expect(await stripe.checkout.sessions.expire(one.id)).toMatchObject({ status: 'expired', url: null });
    await expect(stripe.checkout.sessions.expire(one.id)).rejects.toMatchObject({ statusCode: 400 });
    await admin('/clock', { advance_seconds: 86_401 });

    expect(await stripe.checkout.sessions.retrieve(two.id)).toMatchObject({ status: 'expired' });
    expect((await typesOf(stripe)).filter((type) => type === 'checkout.session.expired')).toHaveLength(2);
    expect(await admin(`/checkout/${two.id}/pay`, {})).toMatchObject({ error: { type: 'invalid_request_error' } });
  });

  it('refuses carts of two currencies, and modes that it has not', async () => {
    const { stripe } = await start();
    const dollar = { price_data: { currency: 'usd', unit_amount: 100, product_data: { name: 'A' } }, quantity: 1 };

    await expect(
      stripe.checkout.sessions.create({ ...page, line_items: [line('B', 100), dollar] }),
    ).rejects.toMatchObject({ param: 'line_items' });
    await expect(
      stripe.checkout.sessions.create({ ...page, mode: 'subscription', line_items: [dollar] }),
    ).rejects.toMatchObject({ param: 'mode' });
    await expect(
      stripe.checkout.sessions.create({ ...page, line_items: [{ price: 'price_none', quantity: 1 }] }),
    ).rejects.toMatchObject({ param: 'line_items[0][price]', code: 'resource_missing' });
  });
});

describe('invoices of Billing in the Stripe sandbox', () => {
  it('tells by which invoice a payment intent pays, already when the charge succeeds', async () => {
    const { stripe, admin } = await start();
    const customer = await stripe.customers.create({ email: 'subscriber@shop.example' });
    const invoice = await admin<Stripe.Invoice>('/invoices', { customer: customer.id, amount: 1_500, currency: 'eur' });
    const [intent] = (await stripe.paymentIntents.list({ customer: customer.id })).data;

    const payments = await stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent?.id ?? '' },
    });
    expect(payments.data).toMatchObject([{ invoice: invoice.id, status: 'paid', amount_paid: 1_500 }]);
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_cycle',
    });
    const types = await typesOf(stripe);
    expect(types.indexOf('invoice.finalized')).toBeLessThan(types.indexOf('charge.succeeded'));
    expect(types).toEqual(expect.arrayContaining(['invoice_payment.paid', 'invoice.paid']));
  });

  it('has no invoice payment for a payment that pays none', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create({ amount: 100, currency: 'eur' });

    expect(
      (await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: id } })).data,
    ).toEqual([]);
  });
});
