import { createHmac } from 'node:crypto';
import { company, webhookSecret } from './configuration.ts';

export type Signed = { readonly id: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
export const webhookPath = `/webhooks/stripe/${company}`;

/** What an event of a type is about, as far as whom it wakes is concerned; the rest stands below to fill the body. */
const objects: Readonly<Record<string, (payment: string) => object>> = {
  payment_intent: (payment) => ({ object: 'payment_intent', id: payment }),
  charge: (payment) => ({ object: 'charge', id: payment.replace('pi_', 'ch_'), payment_intent: payment }),
  'checkout.session': (payment) => ({
    object: 'checkout.session',
    id: payment.replace('pi_', 'cs_test_'),
    mode: 'payment',
    payment_intent: payment,
  }),
};

/** A body of the size that Stripe's have. */
const filling = {
  amount: 11_900,
  currency: 'usd',
  amount_details: { tip: {} },
  automatic_payment_methods: { allow_redirects: 'always', enabled: true },
  capture_method: 'automatic_async',
  client_secret: null,
  confirmation_method: 'automatic',
  payment_method_options: Object.fromEntries(
    ['card', 'link', 'klarna', 'sepa_debit', 'us_bank_account', 'affirm', 'amazon_pay'].map((method) => [
      method,
      { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    ]),
  ),
  payment_method_types: ['card', 'link', 'klarna', 'sepa_debit', 'us_bank_account', 'affirm', 'amazon_pay'],
  metadata: { ecommerceorderid: 'B-1', channel: 'web', campaign: 'spring', basket: 'a'.repeat(400) },
  shipping: { address: { city: 'Springfield', country: 'US', line1: '1 Main St', postal_code: '12345' } },
  statement_descriptor_suffix: null,
  status: 'succeeded',
  transfer_group: null,
};

/** An event as Stripe posts it, signed at this moment: good for five minutes. */
export function signedEvent(id: string, type: string, payment: string): Signed {
  const kind = Object.keys(objects).find((name) => type.startsWith(`${name}.`)) ?? '';
  const body = JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1_000),
    data: { object: { ...objects[kind]?.(payment), ...filling } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  });
  const time = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', webhookSecret).update(`${time}.${body}`).digest('hex');
  return {
    id,
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${time},v1=${signature}` },
  };
}
