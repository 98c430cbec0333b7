import type Stripe from 'stripe';
import { z } from 'zod';
import { cart, priceCart } from './checkout-lines.ts';
import type { Priced } from './checkout-lines.ts';
import { invalid } from './errors.ts';
import { flag, integer, mergedMetadata, metadata, read, textOrNull, word } from './form.ts';
import type { Params } from './form.ts';
import { checkAmount } from './fx.ts';
import { createdWithin, newestFirst, paged } from './pagination.ts';
import { intentData } from './payment-intents.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const creation = cart.extend({
  cancel_url: textOrNull,
  client_reference_id: textOrNull,
  customer: textOrNull,
  customer_creation: z.enum(['always', 'if_required']).default('if_required'),
  customer_email: textOrNull,
  expires_at: integer.optional(),
  invoice_creation: z.object({ enabled: flag }).default({ enabled: false }),
  metadata: metadata.optional(),
  mode: z.literal('payment', 'payment is the only mode of the sandbox'),
  payment_intent_data: intentData.optional(),
  success_url: textOrNull,
});
type NewSession = z.output<typeof creation>;

/** What the payment intent will be made of, once the customer pays. */
const intended = new WeakMap<Stripe.Checkout.Session, z.output<typeof intentData>>();
export const intendedFor = (session: Stripe.Checkout.Session) => intended.get(session) ?? intentData.parse({});

function create(world: World, params: Params): Stripe.Checkout.Session {
  const asked = read(creation, params);
  if (asked.customer !== null) world.store.get('customer', asked.customer, 'customer');
  const priced = priceCart(world, asked);
  checkAmount(priced.total, priced.currency);
  const session = sessionOf(world, asked, priced);
  if (asked.payment_intent_data) intended.set(session, asked.payment_intent_data);
  world.lineItems.set(session.id, priced.items);
  return world.store.insert('checkout.session', session);
}

function sessionOf(world: World, asked: NewSession, priced: Priced): Stripe.Checkout.Session {
  const id = world.ids(world.livemode ? 'cs_live' : 'cs_test', 58);
  const now = world.clock.now();
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: priced.subtotal,
    amount_total: priced.total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: asked.cancel_url,
    client_reference_id: asked.client_reference_id,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: priced.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: asked.customer,
    customer_account: null,
    customer_creation: asked.customer === null ? asked.customer_creation : null,
    customer_details: null,
    customer_email: asked.customer_email,
    discounts: priced.coupon === undefined ? [] : [{ coupon: priced.coupon, promotion_code: null }],
    expires_at: asked.expires_at ?? now + 86_400,
    integration_identifier: null,
    invoice: null,
    invoice_creation: invoiceCreation(asked.invoice_creation.enabled),
    livemode: world.livemode,
    locale: null,
    managed_payments: null,
    metadata: mergedMetadata({}, asked.metadata),
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: priced.total === 0 ? 'no_payment_required' : 'unpaid',
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    ...shippingFields(priced),
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: asked.success_url,
    total_details: {
      amount_discount: priced.discount,
      amount_shipping: priced.shipping?.subtotal ?? 0,
      amount_tax: priced.tax,
    },
    ui_mode: 'hosted_page',
    url: `https://checkout.stripe.com/c/pay/${id}`,
    wallet_options: null,
  };
}

const invoiceCreation = (enabled: boolean): Stripe.Checkout.Session['invoice_creation'] => ({
  enabled,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
});

function shippingFields({ shipping }: Priced): Pick<Stripe.Checkout.Session, 'shipping_cost' | 'shipping_options'> {
  if (shipping === undefined) return { shipping_cost: null, shipping_options: [] };
  const { subtotal, tax, total, taxes, rate } = shipping;
  return {
    shipping_cost: {
      amount_subtotal: subtotal,
      amount_tax: tax,
      amount_total: total,
      shipping_rate: rate,
      taxes: [...taxes],
    },
    shipping_options: [{ shipping_amount: subtotal, shipping_rate: rate }],
  };
}

export function expire(world: World, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  if (session.status !== 'open') {
    throw invalid(`Only Checkout Sessions with a status in ["open"] can be expired. This one is ${session.status}.`);
  }
  Object.assign(session, { status: 'expired', url: null });
  world.emit('checkout.session.expired', session);
  return session;
}

const filter = z.object({ payment_intent: word.optional(), customer: word.optional(), status: word.optional() });

export const checkoutRoutes = (world: World): Routes => ({
  'POST /v1/checkout/sessions': ({ params }) => create(world, params),
  'GET /v1/checkout/sessions': ({ params }) => {
    const { payment_intent: intent, customer, status } = read(filter, params);
    const within = createdWithin(params);
    const fits = (session: Stripe.Checkout.Session) =>
      within(session) &&
      (intent === undefined || session.payment_intent === intent) &&
      (customer === undefined || session.customer === customer) &&
      (status === undefined || session.status === status);
    return newestFirst(world.store.all('checkout.session').filter(fits), params, '/v1/checkout/sessions');
  },
  'GET /v1/checkout/sessions/:id': ({ id }) => world.store.get('checkout.session', id),
  'GET /v1/checkout/sessions/:id/line_items': ({ id, params }) => {
    const { id: session } = world.store.get('checkout.session', id);
    return paged(world.lineItems.get(session) ?? [], params, `/v1/checkout/sessions/${session}/line_items`);
  },
  'POST /v1/checkout/sessions/:id': ({ id, params }) => {
    const session = world.store.get('checkout.session', id);
    const { metadata: asked } = read(z.object({ metadata: metadata.optional() }), params);
    session.metadata = mergedMetadata(session.metadata ?? {}, asked);
    return session;
  },
  'POST /v1/checkout/sessions/:id/expire': ({ id }) => expire(world, world.store.get('checkout.session', id)),
});
