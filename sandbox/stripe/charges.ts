import type Stripe from 'stripe';
import { z } from 'zod';
import { addBalanceTransaction, fees, settlementOf } from './balance-transactions.ts';
import { given, mergedMetadata, metadata, read, shippingOrNull, text, word } from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import { behaviourOf } from './payment-methods.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

/** One attempt to pay a payment intent, as yet neither paid nor failed. */
export function addCharge(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): Stripe.Charge {
  const id = world.ids(method.type === 'card' ? 'ch' : 'py');
  return world.store.insert('charge', {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { ...method.billing_details, tax_id: null },
    calculated_statement_descriptor: 'SANDBOX',
    captured: false,
    created: world.clock.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: world.livemode,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(method, intent.amount),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: `https://pay.stripe.com/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'pending',
    transfer_data: null,
    transfer_group: null,
  });
}

const detailsOf = (method: Stripe.PaymentMethod, amount: number): Stripe.Charge['payment_method_details'] => {
  const { brand, last4 } = behaviourOf(method);
  const card = { amount_authorized: amount, brand, country: 'US', exp_month: 12, exp_year: 2034, funding: 'credit' };
  const bank = { country: 'DE', fingerprint: null };
  const details = { last4, ...(method.type === 'card' ? { ...card, network: brand } : bank) };
  return { type: method.type, [method.type]: details };
};

/** How the network and Radar took it. */
export function outcomeOf(method: Stripe.PaymentMethod, declineCode?: string): Stripe.Charge['outcome'] {
  const { risk = 'normal' } = behaviourOf(method);
  const declined = declineCode !== undefined;
  const scores = { normal: 12, elevated: 68, highest: 92 };
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: declineCode ?? null,
    risk_level: method.type === 'card' ? risk : 'not_assessed',
    ...(method.type === 'card' ? { risk_score: scores[risk] } : {}),
    seller_message: declined ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  };
}

/** Books what was captured; where the sandbox is told so only later, which `charge.updated` then says. */
export function settleCharge(world: World, charge: Stripe.Charge): void {
  const { balanceLateMs } = world.behaviour;
  if (balanceLateMs === 0) return attachBalance(world, charge);
  return world.later(() => {
    const before = structuredClone(charge);
    attachBalance(world, charge);
    world.emit('charge.updated', charge, before);
  }, balanceLateMs);
}

function attachBalance(world: World, charge: Stripe.Charge): void {
  const method = (charge.payment_method_details?.type ?? 'card') as keyof typeof fees;
  const settlement = settlementOf(world, charge.currency, charge.metadata);
  const uncaptured = charge.amount - charge.amount_captured;
  const reversed = world.behaviour.partialCaptureReverses ? uncaptured : 0;
  const common = { source: charge.id, currency: charge.currency, settlement, description: charge.description };
  charge.balance_transaction = addBalanceTransaction(world, {
    ...common,
    type: method === 'card' ? 'charge' : 'payment',
    category: 'charge',
    amount: charge.amount_captured + reversed,
    fee: fees[method],
  }).id;
  if (reversed === 0) return;
  addBalanceTransaction(world, { ...common, type: 'refund', category: 'partial_capture_reversal', amount: -reversed });
}

const update = z.object({
  description: text.optional(),
  metadata: metadata.optional(),
  receipt_email: text.optional(),
  shipping: shippingOrNull.unwrap().optional(),
});
const filter = z.object({ payment_intent: word.optional(), customer: word.optional() });

export const chargeRoutes = (world: World): Routes => ({
  'GET /v1/charges': ({ params }) => {
    const { payment_intent: intent, customer } = read(filter, params);
    const within = createdWithin(params);
    const fits = (charge: Stripe.Charge) =>
      within(charge) &&
      (intent === undefined || charge.payment_intent === intent) &&
      (customer === undefined || charge.customer === customer);
    return newestFirst(world.store.all('charge').filter(fits), params, '/v1/charges');
  },
  'GET /v1/charges/:id': ({ id }) => world.store.get('charge', id),
  'POST /v1/charges/:id': ({ id, params }) => {
    const charge = world.store.get('charge', id);
    const { metadata: asked, ...fields } = read(update, params);
    const before = structuredClone(charge);
    Object.assign(charge, given(fields), { metadata: mergedMetadata(charge.metadata, asked) });
    world.emit('charge.updated', charge, before);
    return charge;
  },
});
