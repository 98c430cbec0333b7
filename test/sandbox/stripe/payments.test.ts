import { describe, expect, it, onTestFinished } from 'vitest';
import { Stripe } from 'stripe';
import { sandboxFor, typesOf } from './start.ts';

const start = (options?: Parameters<typeof sandboxFor>[1]) => sandboxFor(onTestFinished, options);

describe('payments in the Stripe sandbox', () => {
  it('charges a card at once, with a balance transaction whose net is the amount less the fee', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create({
      amount: 11_900,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
      metadata: { ecommerceorderid: 'A-1' },
      expand: ['latest_charge.balance_transaction'],
    });

    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 11_900, customer: null });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      captured: true,
      amount_captured: 11_900,
      metadata: { ecommerceorderid: 'A-1' },
      payment_method_details: { type: 'card' },
      outcome: { risk_level: 'normal' },
      balance_transaction: {
        type: 'charge',
        reporting_category: 'charge',
        amount: 11_900,
        currency: 'eur',
        fee: 375,
        net: 11_525,
        exchange_rate: null,
        status: 'pending',
        fee_details: [{ amount: 375, type: 'stripe_fee' }],
      },
    });
    expect(await typesOf(stripe)).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']);
  });

  it('refuses a declined card with 402, and tells of the failed charge', async () => {
    const { stripe } = await start();
    const attempt = stripe.paymentIntents.create({
      amount: 500,
      currency: 'eur',
      payment_method: 'pm_card_visa_chargeDeclined',
      confirm: true,
    });

    await expect(attempt).rejects.toMatchObject({
      statusCode: 402,
      code: 'card_declined',
      payment_intent: { status: 'requires_payment_method' },
    });
    await expect(attempt).rejects.toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(await typesOf(stripe)).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
  });
});
