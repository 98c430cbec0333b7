import type Stripe from 'stripe';
import { addBalanceTransaction } from './balance-transactions.ts';
import { addCharge, outcomeOf, settleCharge } from './charges.ts';
import { invalid, StripeProblem } from './errors.ts';
import { paymentEnded } from './followers.ts';
import { behaviourOf } from './payment-methods.ts';
import type { Outcome } from './payment-methods.ts';
import type { World } from './world.ts';

type Attempt = {
  readonly world: World;
  readonly intent: Stripe.PaymentIntent;
  readonly method: Stripe.PaymentMethod;
  readonly charge: Stripe.Charge;
};

/**
 * Tries to pay.
 * @throws StripeProblem 402 when the card is declined, after the failed charge was recorded and told
 */
export function confirm(world: World, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  expectStatus(intent, 'confirm', ['requires_payment_method', 'requires_confirmation']);
  const charge = addCharge(world, intent, method);
  intent.latest_charge = charge.id;
  intent.payment_method = method.id;
  intent.payment_method_types = [method.type];
  outcomes[behaviourOf(method).outcome]({ world, intent, method, charge });
}

const outcomes: Readonly<Record<Outcome, (attempt: Attempt) => void>> = {
  succeeds: (attempt) => (attempt.intent.capture_method === 'manual' ? authorise(attempt) : succeed(attempt)),
  declined: decline,
  pending: (attempt) => await_(attempt, 'succeeded'),
  'pending-fails': (attempt) => await_(attempt, 'failed'),
};

function authorise({ world, intent, method, charge }: Attempt): void {
  Object.assign(charge, { status: 'succeeded', paid: true, outcome: outcomeOf(method) });
  Object.assign(intent, { status: 'requires_capture', amount_capturable: intent.amount, last_payment_error: null });
  world.emit('charge.succeeded', charge);
  world.emit('payment_intent.amount_capturable_updated', intent);
}

function succeed({ world, intent, method, charge }: Attempt): void {
  const { amount } = intent;
  const changes = { status: 'succeeded', paid: true, captured: true, amount_captured: amount };
  Object.assign(charge, changes, { outcome: outcomeOf(method) });
  Object.assign(intent, { status: 'succeeded', amount_received: amount, last_payment_error: null });
  settleCharge(world, charge);
  world.emit('charge.succeeded', charge);
  world.emit('payment_intent.succeeded', intent);
  paymentEnded(world, intent, 'succeeded');
}

function decline({ world, intent, method, charge }: Attempt): void {
  const { declineCode = 'generic_decline' } = behaviourOf(method);
  const message = 'Your card was declined.';
  Object.assign(charge, {
    status: 'failed',
    failure_code: 'card_declined',
    failure_message: message,
    outcome: outcomeOf(method, declineCode),
  });
  const error = { charge: charge.id, code: 'card_declined', decline_code: declineCode, message, type: 'card_error' };
  Object.assign(intent, {
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: { ...error, payment_method: method },
  });
  world.emit('charge.failed', charge);
  world.emit('payment_intent.payment_failed', intent);
  throw new StripeProblem(402, { ...error, payment_intent: world.show(intent), payment_method: world.show(method) });
}

/** A bank debit says only days later what became of it. */
function await_({ world, intent, method, charge }: Attempt, outcome: 'succeeded' | 'failed'): void {
  intent.status = 'processing';
  charge.outcome = outcomeOf(method);
  world.emit('charge.pending', charge);
  world.emit('payment_intent.processing', intent);
  const { debitSettlesMs } = world.behaviour;
  if (debitSettlesMs === undefined) return;
  world.later(() => {
    if (intent.status === 'processing') settleDebit(world, intent, outcome);
  }, debitSettlesMs);
}

/**
 * Ends a pending bank debit, or takes one back that had succeeded.
 * @throws StripeProblem when the payment is no pending or paid bank debit
 */
export function settleDebit(world: World, intent: Stripe.PaymentIntent, outcome: 'succeeded' | 'failed'): void {
  const charge = chargeOf(world, intent);
  const method = world.store.get('payment_method', charge.payment_method);
  const allowed: readonly string[] = outcome === 'succeeded' ? ['processing'] : ['processing', 'succeeded'];
  if (method.type === 'card' || !allowed.includes(intent.status)) {
    throw invalid(`${intent.id} is a ${method.type} payment that is ${intent.status}: it can't become ${outcome} now`);
  }
  if (outcome === 'succeeded') return succeed({ world, intent, method, charge });
  return fail({ world, intent, method, charge });
}

function fail({ world, intent, method, charge }: Attempt): void {
  const message = 'The debit could not be collected from the bank account.';
  if (charge.captured) charge.failure_balance_transaction = takeBack(world, charge);
  const changes = { status: 'failed', paid: false, failure_code: 'insufficient_funds', failure_message: message };
  Object.assign(charge, changes);
  Object.assign(intent, {
    status: 'requires_payment_method',
    amount_received: 0,
    payment_method: null,
    last_payment_error: {
      charge: charge.id,
      code: 'payment_intent_payment_attempt_failed',
      message,
      payment_method: method,
      type: 'invalid_request_error',
    },
  });
  world.emit('charge.failed', charge);
  world.emit('payment_intent.payment_failed', intent);
  paymentEnded(world, intent, 'failed');
}

function takeBack(world: World, charge: Stripe.Charge): string {
  const booked = world.store.find('balance_transaction', charge.balance_transaction);
  return addBalanceTransaction(world, {
    source: charge.id,
    type: 'payment_failure_refund',
    category: 'charge_failure',
    amount: -charge.amount_captured,
    currency: charge.currency,
    settlement: booked?.currency ?? charge.currency,
    description: 'Payment failure refund',
  }).id;
}

/** Takes all or a part of what was authorised; the rest is given up. */
export function capture(world: World, intent: Stripe.PaymentIntent, asked?: number): void {
  expectStatus(intent, 'capture', ['requires_capture']);
  const amount = asked ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    const message = `You tried to capture ${amount}, but only ${intent.amount_capturable} can be captured.`;
    throw invalid(message, 'amount_to_capture', 'amount_too_large');
  }
  const charge = chargeOf(world, intent);
  Object.assign(charge, { captured: true, amount_captured: amount });
  Object.assign(intent, { status: 'succeeded', amount_capturable: 0, amount_received: amount });
  settleCharge(world, charge);
  world.emit('charge.captured', charge);
  world.emit('payment_intent.succeeded', intent);
  paymentEnded(world, intent, 'succeeded');
}

/** Gives a payment up, and with it what was authorised. */
export function cancel(world: World, intent: Stripe.PaymentIntent, reason: string | null): void {
  expectStatus(intent, 'cancel', ['requires_payment_method', 'requires_confirmation', 'requires_capture']);
  const released = intent.status === 'requires_capture' ? chargeOf(world, intent) : undefined;
  const canceled_at = world.clock.now();
  Object.assign(intent, { status: 'canceled', amount_capturable: 0, canceled_at, cancellation_reason: reason });
  if (released) {
    Object.assign(released, { amount_refunded: released.amount, refunded: true });
    world.emit(reason === 'automatic' ? 'charge.expired' : 'charge.refunded', released);
  }
  world.emit('payment_intent.canceled', intent);
}

const chargeOf = (world: World, intent: Stripe.PaymentIntent): Stripe.Charge =>
  world.store.get('charge', intent.latest_charge);

function expectStatus(intent: Stripe.PaymentIntent, verb: string, expected: readonly string[]): void {
  if (expected.includes(intent.status)) return;
  const message = `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may do so: ${expected.join(', ')}.`;
  throw invalid(message, undefined, 'payment_intent_unexpected_state');
}
