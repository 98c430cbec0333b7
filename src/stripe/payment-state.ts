import type Stripe from 'stripe';
import type { PaymentState } from '../domain/documents.ts';
import { StripeFault } from './fault.ts';

const intentStates: Readonly<Record<string, PaymentState>> = {
  requires_confirmation: 'incomplete',
  requires_action: 'incomplete',
  requires_payment_method: 'incomplete',
  processing: 'pending',
  requires_capture: 'authorised',
  succeeded: 'captured',
  canceled: 'cancelled',
};

const chargeStates: Readonly<Record<string, PaymentState>> = { pending: 'pending', failed: 'failed' };

/** An intent that asks for another payment method either never had one, or the one that it had failed. */
export function stateOfIntent({ status }: Stripe.PaymentIntent, latest: Stripe.Charge | undefined): PaymentState {
  if (status === 'requires_payment_method' && latest?.status === 'failed') return 'failed';
  return intentStates[status] ?? unknown('payment_intent.status', status);
}

/** A payment without an intent is its only charge. */
export function stateOfCharge({ status, captured, refunded }: Stripe.Charge): PaymentState {
  if (status !== 'succeeded') return chargeStates[status] ?? unknown('charge.status', status);
  if (captured) return 'captured';
  return refunded ? 'cancelled' : 'authorised';
}

function unknown(where: string, status: string): never {
  throw new StripeFault(
    'invalid',
    `Stripe says "${status}", which is not a state known here: ask for a version that knows it`,
    {
      where,
    },
  );
}
