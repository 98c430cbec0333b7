import { describe, expect, it, onTestFinished } from 'vitest';
import { money } from '../../src/domain/money.ts';
import { readPayment } from '../../src/stripe/payment.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);
const euro = (minor: number) => money(minor, 'EUR');
const visa = { amount: 11_900, currency: 'eur', payment_method: 'pm_card_visa', confirm: true } as const;
const manual = { ...visa, capture_method: 'manual' } as const;

describe('a payment as Stripe holds it', () => {
  it('is captured, with what was settled before fees and the transaction that proves it', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create({
      ...visa,
      metadata: { ecommerceorderid: 'SO-1' },
      description: 'Order SO-1',
    });
    const paid = await readPayment(stripe, intent.id);
    expect(paid).toMatchObject({
      id: intent.id,
      intent: intent.id,
      state: 'captured',
      amount: euro(11_900),
      metadata: { ecommerceorderid: 'SO-1' },
      description: 'Order SO-1',
      method: 'card',
      riskLevel: 'normal',
      charges: [
        {
          captured: euro(11_900),
          settled: { settlement: euro(11_900), txn: expect.stringMatching(/^txn_/) as string },
        },
      ],
    });
    expect(paid.capturedAt).toBe(paid.charges[0]?.settled?.createdAt);
    expect(paid).not.toHaveProperty('billingInvoice');
    expect(paid).not.toHaveProperty('session');
  });

  it('keeps what was paid and what was settled in their currencies', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create({ ...visa, amount: 12_345, currency: 'jpy' });
    const { amount, charges } = await readPayment(stripe, intent.id);
    expect(amount).toEqual(money(12_345, 'JPY'));
    expect(charges).toMatchObject([{ captured: money(12_345, 'JPY'), settled: { settlement: euro(7_658) } }]);
  });

  it('is only authorised until it is captured', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create(manual);
    const before = await readPayment(stripe, intent.id);
    expect(before).toMatchObject({ state: 'authorised', amount: euro(11_900), charges: [{ captured: euro(0) }] });
    expect(before).not.toHaveProperty('capturedAt');
    await stripe.paymentIntents.capture(intent.id);
    expect((await readPayment(stripe, intent.id)).state).toBe('captured');
  });

  it.each([true, false])(
    'keeps its whole amount when a part is captured (booked in two transactions: %s)',
    async (reverses) => {
      const { stripe } = await start({ partialCaptureReverses: reverses });
      const intent = await stripe.paymentIntents.create(manual);
      await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5_000 });
      expect(await readPayment(stripe, intent.id)).toMatchObject({
        state: 'captured',
        amount: euro(11_900),
        charges: [{ captured: euro(5_000), settled: { settlement: euro(5_000) } }],
      });
    },
  );

  it('is cancelled, failed, incomplete or pending as Stripe says', async () => {
    const { stripe, admin } = await start();
    const state = async (id: string) => (await readPayment(stripe, id)).state;
    const authorised = await stripe.paymentIntents.create(manual);
    await stripe.paymentIntents.cancel(authorised.id);
    expect(await state(authorised.id)).toBe('cancelled');

    const open = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });
    expect(await state(open.id)).toBe('incomplete');
    await stripe.paymentIntents
      .confirm(open.id, { payment_method: 'pm_card_visa_chargeDeclined' })
      .catch(() => undefined);
    expect(await state(open.id)).toBe('failed');
    await stripe.paymentIntents.confirm(open.id, { payment_method: 'pm_card_visa' });
    expect(await readPayment(stripe, open.id)).toMatchObject({
      state: 'captured',
      charges: [{ captured: euro(500) }, { captured: euro(0) }],
    });

    const debit = await stripe.paymentIntents.create({ ...visa, payment_method: 'pm_sepa_debit' });
    expect(await state(debit.id)).toBe('pending');
    await admin('/settle', { payment_intent: debit.id, outcome: 'failed' });
    expect(await readPayment(stripe, debit.id)).toMatchObject({
      state: 'failed',
      method: 'sepa_debit',
      charges: [{ captured: euro(0) }],
    });
  });

  it('is not settled yet while Stripe has not booked it', async () => {
    const { stripe } = await start({ balanceLateMs: 3_600_000 });
    const intent = await stripe.paymentIntents.create(visa);
    const { charges, capturedAt } = await readPayment(stripe, intent.id);
    expect(charges[0]).toMatchObject({ captured: euro(11_900) });
    expect(charges[0]).not.toHaveProperty('settled');
    expect(capturedAt).toBeDefined();
  });

  it('still shows the whole receipt after a refund: that is the business of another flow', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create(visa);
    await stripe.refunds.create({ payment_intent: intent.id, amount: 4_000 });
    expect(await readPayment(stripe, intent.id)).toMatchObject({
      state: 'captured',
      charges: [{ captured: euro(11_900), settled: { settlement: euro(11_900) } }],
    });
  });

  it('knows its customer, and what only the charge says of a guest', async () => {
    const { stripe } = await start();
    const customer = await stripe.customers.create({ email: 'nora@example.com' });
    const known = await stripe.paymentIntents.create({ ...visa, customer: customer.id });
    expect((await readPayment(stripe, known.id)).customer).toBe(customer.id);

    const guest = await stripe.paymentIntents.create({ ...visa, receipt_email: 'guest@example.com' });
    const [charge] = (await stripe.charges.list({ payment_intent: guest.id })).data;
    await stripe.charges.update(charge?.id ?? '', { metadata: { channel: 'shop', ecommerceorderid: 'other' } });
    await stripe.paymentIntents.update(guest.id, { metadata: { ecommerceorderid: 'SO-2' } });
    const paid = await readPayment(stripe, guest.id);
    expect(paid).toMatchObject({
      guest: { email: 'guest@example.com' },
      metadata: { channel: 'shop', ecommerceorderid: 'SO-2' },
    });
    expect(paid).not.toHaveProperty('customer');
  });

  it('names the Checkout session that it was made in', async () => {
    const { stripe, admin } = await start();
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://shop.example/thanks',
      client_reference_id: 'SHOP-7',
      metadata: { ecommerceorderid: 'SHOP-7' },
      invoice_creation: { enabled: true },
      line_items: [
        { price_data: { currency: 'eur', unit_amount: 2_500, product_data: { name: 'BOLT' } }, quantity: 2 },
      ],
    });
    await admin(`/checkout/${session.id}/pay`, { payment_method: 'pm_card_visa' });
    const [intent] = (await stripe.paymentIntents.list()).data;
    const paid = await readPayment(stripe, intent?.id ?? '');
    expect(paid.session).toEqual({
      id: session.id,
      clientReferenceId: 'SHOP-7',
      metadata: { ecommerceorderid: 'SHOP-7' },
    });
    expect(paid, 'an invoice that Checkout makes afterwards is only a paper').not.toHaveProperty('billingInvoice');
  });

  it('belongs to billing when it pays an invoice', async () => {
    const { stripe, admin } = await start();
    const customer = await stripe.customers.create({});
    await admin('/invoices', { amount: 2_000, currency: 'eur', customer: customer.id });
    const [intent] = (await stripe.paymentIntents.list()).data;
    const [invoice] = (await stripe.invoices.list()).data;
    expect((await readPayment(stripe, intent?.id ?? '')).billingInvoice).toBe(invoice?.id);
  });

  it('is not found under an id that Stripe does not know', async () => {
    const { stripe } = await start();
    await expect(readPayment(stripe, 'pi_none')).rejects.toMatchObject({ name: 'StripeFault', code: 'not-found' });
    await expect(readPayment(stripe, 'ch_none')).rejects.toMatchObject({ name: 'StripeFault', code: 'not-found' });
  });
});
