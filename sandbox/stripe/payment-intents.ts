import type Stripe from 'stripe';
import { z } from 'zod';
import { invalid } from './errors.ts';
import * as form from './form.ts';
import type { Params } from './form.ts';
import { checkAmount } from './fx.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import { cancel, capture, confirm } from './paying.ts';
import { methodAsked } from './payment-methods.ts';
import type { Routes } from './router.ts';
import { idOf } from './store.ts';
import type { World } from './world.ts';

const details = {
  description: form.textOrNull,
  metadata: form.metadata.optional(),
  receipt_email: form.textOrNull,
  shipping: form.shippingOrNull,
};
export const intentData = z.object({
  ...details,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
});
const creation = intentData.extend({
  amount: form.positive,
  currency: form.currency,
  customer: form.textOrNull,
  confirm: form.flag.default(false),
});
type NewIntent = Omit<z.output<typeof creation>, 'confirm'>;

/** @throws StripeProblem for a currency or an amount that Stripe wouldn't take, or an unknown customer */
export function addIntent(world: World, fields: NewIntent): Stripe.PaymentIntent {
  const { amount, currency, customer } = fields;
  if (!world.fx.knows(currency)) throw invalid(`Invalid currency: ${currency}`, 'currency');
  checkAmount(amount, currency);
  if (customer !== null) world.store.get('customer', customer, 'customer');
  const id = world.ids('pi');
  const intent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: fields.capture_method,
    client_secret: `${id}_secret_${world.ids('', 25).slice(1)}`,
    confirmation_method: 'automatic',
    created: world.clock.now(),
    currency,
    customer,
    customer_account: null,
    description: fields.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: world.livemode,
    managed_payments: null,
    metadata: form.mergedMetadata({}, fields.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: fields.receipt_email,
    review: null,
    setup_future_usage: null,
    shipping: fields.shipping,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  } as Stripe.PaymentIntent;
  world.store.insert('payment_intent', intent);
  world.emit('payment_intent.created', intent);
  return intent;
}

function create(world: World, params: Params): Stripe.PaymentIntent {
  const { confirm: now, ...fields } = form.read(creation, params);
  const method = methodAsked(world, params);
  if (now && !method) throw missingMethod();
  const intent = addIntent(world, fields);
  if (!method) return intent;
  Object.assign(intent, { payment_method: method.id, status: 'requires_confirmation' });
  if (now) confirm(world, intent, method);
  return intent;
}

function confirmAgain(world: World, id: string, params: Params): Stripe.PaymentIntent {
  const intent = world.store.get('payment_intent', id);
  const chosen = intent.payment_method === null ? undefined : idOf(intent.payment_method);
  const method = methodAsked(world, { ...(chosen === undefined ? {} : { payment_method: chosen }), ...params });
  if (!method) throw missingMethod();
  confirm(world, intent, method);
  return intent;
}

const missingMethod = () =>
  invalid(
    'You cannot confirm this PaymentIntent because it’s missing a payment method.',
    'payment_method',
    'payment_intent_unexpected_state',
  );

const update = z.object({
  amount: form.positive.optional(),
  description: form.text.optional(),
  metadata: form.metadata.optional(),
  receipt_email: form.text.optional(),
  shipping: form.shippingOrNull.unwrap().optional(),
});
const capturing = z.object({ amount_to_capture: form.positive.optional(), final_capture: form.flag.default(true) });
const cancelling = z.object({ cancellation_reason: form.textOrNull });
const filter = z.object({ customer: form.word.optional() });

export const paymentIntentRoutes = (world: World): Routes => ({
  'POST /v1/payment_intents': ({ params }) => create(world, params),
  'GET /v1/payment_intents': ({ params }) => {
    const { customer } = form.read(filter, params);
    const within = createdWithin(params);
    const fits = (intent: Stripe.PaymentIntent) =>
      within(intent) && (customer === undefined || intent.customer === customer);
    return newestFirst(world.store.all('payment_intent').filter(fits), params, '/v1/payment_intents');
  },
  'GET /v1/payment_intents/:id': ({ id }) => world.store.get('payment_intent', id),
  // Stripe has no event that tells of a changed payment intent as such.
  'POST /v1/payment_intents/:id': ({ id, params }) => {
    const intent = world.store.get('payment_intent', id);
    const { metadata: asked, ...fields } = form.read(update, params);
    Object.assign(intent, form.given(fields), { metadata: form.mergedMetadata(intent.metadata, asked) });
    return intent;
  },
  'POST /v1/payment_intents/:id/confirm': ({ id, params }) => confirmAgain(world, id, params),
  'POST /v1/payment_intents/:id/capture': ({ id, params }) => {
    const intent = world.store.get('payment_intent', id);
    const { amount_to_capture: amount, final_capture: final } = form.read(capturing, params);
    if (!final) throw invalid('Multicapture is not available here: every capture is final.', 'final_capture');
    capture(world, intent, amount);
    return intent;
  },
  'POST /v1/payment_intents/:id/cancel': ({ id, params }) => {
    const intent = world.store.get('payment_intent', id);
    cancel(world, intent, form.read(cancelling, params).cancellation_reason);
    return intent;
  },
});
