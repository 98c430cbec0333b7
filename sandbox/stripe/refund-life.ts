import type Stripe from 'stripe';
import { addBalanceTransaction } from './balance-transactions.ts';
import { invalid } from './errors.ts';
import type { World } from './world.ts';

const unfinished = ['pending', 'requires_action'];

/** Takes the money of a refund out of the balance, if that was not done when it was created. */
export function bookRefund(world: World, refund: Stripe.Refund): void {
  refund.balance_transaction ??= book(world, refund, -refund.amount, 'refund');
}

/** Money goes back at the rate of its own day, into the balance that it came from. */
function book(world: World, refund: Stripe.Refund, amount: number, category: 'refund' | 'refund_failure'): string {
  const charge = world.store.get('charge', refund.charge);
  const booked = world.store.find('balance_transaction', charge.balance_transaction);
  const byBank = refund.id.startsWith('pyr_') && category === 'refund';
  return addBalanceTransaction(world, {
    source: refund.id,
    type: byBank ? 'payment_refund' : category,
    category,
    amount,
    currency: refund.currency,
    settlement: booked?.currency ?? refund.currency,
    description: category === 'refund' ? 'REFUND FOR CHARGE' : 'REFUND FAILURE',
  }).id;
}

/**
 * The money has arrived.
 * @throws StripeProblem when the refund waits for nothing
 */
export function succeedRefund(world: World, refund: Stripe.Refund): Stripe.Refund {
  expect(refund, 'succeed', unfinished);
  const before = structuredClone(refund);
  bookRefund(world, refund);
  end(refund, 'succeeded');
  tell(world, refund, before);
  return refund;
}

/**
 * The customer's bank sends the money back, or never took it.
 * @throws StripeProblem when it was over before
 */
export function failRefund(world: World, refund: Stripe.Refund, reason = 'lost_or_stolen_card'): Stripe.Refund {
  expect(refund, 'fail', ['succeeded', ...unfinished]);
  const before = structuredClone(refund);
  takeBack(world, refund, 'failed', reason);
  tell(world, refund, before);
  world.emit('refund.failed', refund);
  return refund;
}

/**
 * The refund is called off before it reached the customer.
 * @param from the statuses that allow it: at Stripe's own route only `requires_action`
 * @throws StripeProblem in any other status
 */
export function cancelRefund(world: World, refund: Stripe.Refund, from: readonly string[] = unfinished): Stripe.Refund {
  expect(refund, 'be canceled', from);
  const before = structuredClone(refund);
  takeBack(world, refund, 'canceled', 'merchant_request');
  tell(world, refund, before);
  return refund;
}

/** What was booked is booked back; what never was needs nothing. */
function takeBack(world: World, refund: Stripe.Refund, status: 'failed' | 'canceled', reason: string): void {
  const charge = world.store.get('charge', refund.charge);
  end(refund, status);
  refund.failure_reason = reason;
  if (refund.balance_transaction !== null) {
    refund.failure_balance_transaction = book(world, refund, refund.amount, 'refund_failure');
  }
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
}

function end(refund: Stripe.Refund, status: 'succeeded' | 'failed' | 'canceled'): void {
  refund.status = status;
  delete refund.pending_reason;
  delete refund.next_action;
}

function tell(world: World, refund: Stripe.Refund, before: Stripe.Refund): void {
  world.emit('refund.updated', refund, before);
  world.emit('charge.refund.updated', refund, before);
}

function expect(refund: Stripe.Refund, verb: string, expected: readonly string[]): void {
  if (expected.includes(refund.status ?? '')) return;
  throw invalid(
    `Refund ${refund.id} can't ${verb}: it is ${refund.status}, and only one that is ${expected.join(' or ')} can.`,
  );
}

/** What time does to refunds: those that their metadata tells to fail, and those whose customer never answered. */
export function refundsFallDue(world: World): void {
  const now = world.clock.now();
  for (const refund of world.store.all('refund')) {
    const failsAt = failureDue(refund);
    const alive = ['succeeded', ...unfinished].includes(refund.status ?? '');
    if (alive && failsAt !== undefined && failsAt <= now) failRefund(world, refund);
    else if (refund.status === 'requires_action' && refund.created + actionSeconds <= now) {
      failRefund(world, refund, 'unknown');
    }
  }
}

/** How long a customer has to say where the money shall go. */
export const actionSeconds = 45 * 86_400;

/** When the metadata's `sandbox_fails_after` (seconds) lets the refund fail, if it does. */
export function failureDue({ created, metadata }: Stripe.Refund): number | undefined {
  const after = metadata?.['sandbox_fails_after'];
  return after !== undefined && /^\d{1,9}$/.test(after) ? created + Number(after) : undefined;
}
