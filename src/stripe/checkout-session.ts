import type Stripe from 'stripe';
import { every } from './lists.ts';

/** The Checkout session that a payment was made in; a session that was paid wins over one that ran out. */
export async function sessionOf(
  stripe: Stripe,
  intent: string,
  options: Stripe.RequestOptions,
): Promise<Stripe.Checkout.Session | undefined> {
  const sessions = await every<Stripe.Checkout.Session>('checkout.session', (page) =>
    stripe.checkout.sessions.list({ payment_intent: intent, ...page }, options),
  );
  return sessions.find(({ status }) => status === 'complete') ?? sessions[0];
}
