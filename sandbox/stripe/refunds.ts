import type Stripe from 'stripe';
import { z } from 'zod';
import { addBalanceTransaction } from './balance-transactions.ts';
import { invalid } from './errors.ts';
import { mergedMetadata, metadata, positive, read, textOrNull, word } from './form.ts';
import type { Params } from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const creation = z.object({
  amount: positive.optional(),
  charge: word.optional(),
  metadata: metadata.optional(),
  payment_intent: word.optional(),
  reason: textOrNull,
});

function create(world: World, params: Params): Stripe.Refund {
  const { charge: chargeId, payment_intent: intentId, amount: asked, ...fields } = read(creation, params);
  const charge = chargeToRefund(world, chargeId, intentId);
  const amount = asked ?? charge.amount_captured - charge.amount_refunded;
  checkRefundable(charge, amount);
  const refund: Stripe.Refund = {
    id: world.ids(charge.id.startsWith('py_') ? 'pyr' : 're'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    metadata: mergedMetadata({}, fields.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: fields.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
  refund.balance_transaction = book(world, refund, charge, -amount, 'refund');
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded >= charge.amount_captured;
  world.store.insert('refund', refund);
  world.emit('refund.created', refund);
  world.emit('charge.refunded', charge);
  return refund;
}

function chargeToRefund(world: World, chargeId: string | undefined, intentId: string | undefined): Stripe.Charge {
  if (chargeId !== undefined) return world.store.get('charge', chargeId, 'charge');
  if (intentId === undefined) {
    throw invalid(
      'One of the following params should be provided: payment_intent or charge.',
      'charge',
      'parameter_missing',
    );
  }
  const intent = world.store.get('payment_intent', intentId, 'payment_intent');
  return world.store.get('charge', intent.latest_charge, 'payment_intent');
}

function checkRefundable(charge: Stripe.Charge, amount: number): void {
  if (!charge.captured || !charge.paid)
    throw invalid(`Charge ${charge.id} has not been paid.`, 'charge', 'charge_not_refundable');
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, 'charge', 'charge_already_refunded');
  const left = charge.amount_captured - charge.amount_refunded;
  if (amount <= left) return;
  throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount');
}

/** Money goes back at the rate of its own day, into the balance that it came from. */
function book(
  world: World,
  refund: Stripe.Refund,
  charge: Stripe.Charge,
  amount: number,
  kind: 'refund' | 'refund_failure',
): string {
  const booked = world.store.find('balance_transaction', charge.balance_transaction);
  const byBank = refund.id.startsWith('pyr_') && kind === 'refund';
  return addBalanceTransaction(world, {
    source: refund.id,
    type: byBank ? 'payment_refund' : kind,
    category: kind,
    amount,
    currency: refund.currency,
    settlement: booked?.currency ?? refund.currency,
    description: kind === 'refund' ? 'REFUND FOR CHARGE' : 'REFUND FAILURE',
  }).id;
}

/** The customer's bank sends the money back. */
export function failRefund(world: World, refund: Stripe.Refund): Stripe.Refund {
  if (refund.status !== 'succeeded') throw invalid(`Refund ${refund.id} is ${refund.status}: it can't fail now`);
  const charge = world.store.get('charge', refund.charge);
  const before = structuredClone(refund);
  refund.status = 'failed';
  refund.failure_reason = 'lost_or_stolen_card';
  refund.failure_balance_transaction = book(world, refund, charge, refund.amount, 'refund_failure');
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  world.emit('refund.updated', refund, before);
  world.emit('charge.refund.updated', refund, before);
  world.emit('refund.failed', refund);
  return refund;
}

const filter = z.object({ charge: word.optional(), payment_intent: word.optional() });
const update = z.object({ metadata: metadata.optional() });

export const refundRoutes = (world: World): Routes => ({
  'POST /v1/refunds': ({ params }) => create(world, params),
  'GET /v1/refunds': ({ params }) => {
    const { charge, payment_intent: intent } = read(filter, params);
    const within = createdWithin(params);
    const fits = (refund: Stripe.Refund) =>
      within(refund) &&
      (charge === undefined || refund.charge === charge) &&
      (intent === undefined || refund.payment_intent === intent);
    return newestFirst(world.store.all('refund').filter(fits), params, '/v1/refunds');
  },
  'GET /v1/refunds/:id': ({ id }) => world.store.get('refund', id),
  'POST /v1/refunds/:id': ({ id, params }) => {
    const refund = world.store.get('refund', id);
    const before = structuredClone(refund);
    refund.metadata = mergedMetadata(refund.metadata ?? {}, read(update, params).metadata);
    world.emit('refund.updated', refund, before);
    return refund;
  },
});
