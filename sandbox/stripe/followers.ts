import type Stripe from 'stripe';
import { sessionFollows } from './checkout-following.ts';
import { invoiceFollows } from './invoices.ts';
import type { World } from './world.ts';

/** What hangs on a payment learns how it ended. */
export function paymentEnded(world: World, intent: Stripe.PaymentIntent, outcome: 'succeeded' | 'failed'): void {
  invoiceFollows(world, intent, outcome);
  sessionFollows(world, intent, outcome);
}
