import type Stripe from 'stripe';
import { z } from 'zod';
import { closeInquiries, isChargedBack } from './dispute-life.ts';
import { invalid } from './errors.ts';
import { mergedMetadata, metadata, positive, read, textOrNull, word } from './form.ts';
import { createdWithin, newestFirst } from './pagination.ts';
import { actionSeconds, bookRefund, cancelRefund, failureDue, succeedRefund } from './refund-life.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const creation = z.object({
  amount: positive.optional(),
  charge: word.optional(),
  metadata: metadata.optional(),
  payment_intent: word.optional(),
  reason: textOrNull,
});

/** @throws StripeProblem for a charge that has not so much left, was never paid, or was charged back */
export function addRefund(world: World, charge: Stripe.Charge, fields: NewRefund): Stripe.Refund {
  const amount = fields.amount ?? charge.amount_captured - charge.amount_refunded;
  checkRefundable(world, charge, amount);
  const refund = world.store.insert('refund', refundOf(world, charge, { ...fields, amount }));
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded >= charge.amount_captured;
  if (refund.status === 'succeeded' || fields.metadata['sandbox_booked'] !== 'late') bookRefund(world, refund);
  world.emit('refund.created', refund);
  world.emit('charge.refunded', charge);
  if (charge.refunded) closeInquiries(world, charge);
  settleLater(world, refund);
  return refund;
}

type NewRefund = {
  readonly amount?: number | undefined;
  readonly metadata: Record<string, string>;
  readonly reason: string | null;
};

function refundOf(
  world: World,
  charge: Stripe.Charge,
  { amount, metadata: tags, reason }: NewRefund & { readonly amount: number },
): Stripe.Refund {
  return {
    id: world.ids(charge.id.startsWith('py_') ? 'pyr' : 're'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: world.clock.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    metadata: tags,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    transfer_reversal: null,
    ...beginning(world, charge, tags['sandbox_refund']),
  };
}

/** A card's refund is final at once and a bank's takes days, unless the metadata's `sandbox_refund` says otherwise. */
function beginning(world: World, charge: Stripe.Charge, asked: string | undefined) {
  if (asked === 'requires_action') {
    const sent = { email_sent_at: world.clock.now(), email_sent_to: charge.billing_details.email ?? '' };
    const details = { email_sent: sent, expires_at: world.clock.now() + actionSeconds };
    return { status: asked, next_action: { type: 'display_details', display_details: details } };
  }
  const waits = asked === 'pending' || (asked === undefined && charge.id.startsWith('py_'));
  return waits ? ({ status: 'pending', pending_reason: 'processing' } as const) : { status: 'succeeded' };
}

/** What becomes of a refund by itself: a bank takes its money in the end, and some refunds are told to fail. */
function settleLater(world: World, refund: Stripe.Refund): void {
  const { refundSettlesMs } = world.behaviour;
  const failsAt = failureDue(refund);
  if (failsAt !== undefined) world.wakeAt(failsAt);
  if (refund.metadata?.['sandbox_refund'] !== undefined || refundSettlesMs === undefined) return;
  if (refund.status !== 'pending') return;
  world.later(() => {
    if (refund.status === 'pending') succeedRefund(world, refund);
  }, refundSettlesMs);
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

function checkRefundable(world: World, charge: Stripe.Charge, amount: number): void {
  if (!charge.captured || !charge.paid)
    throw invalid(`Charge ${charge.id} has not been paid.`, 'charge', 'charge_not_refundable');
  if (isChargedBack(world, charge))
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge', 'charge_disputed');
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, 'charge', 'charge_already_refunded');
  const left = charge.amount_captured - charge.amount_refunded;
  if (amount <= left) return;
  throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount');
}

const filter = z.object({ charge: word.optional(), payment_intent: word.optional() });
const update = z.object({ metadata: metadata.optional() });

export const refundRoutes = (world: World): Routes => ({
  'POST /v1/refunds': ({ params }) => {
    const { charge, payment_intent: intent, metadata: tags, ...fields } = read(creation, params);
    const found = chargeToRefund(world, charge, intent);
    return addRefund(world, found, { ...fields, metadata: mergedMetadata({}, tags) });
  },
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
  'POST /v1/refunds/:id/cancel': ({ id }) => cancelRefund(world, world.store.get('refund', id), ['requires_action']),
});
