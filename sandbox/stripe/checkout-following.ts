import type Stripe from 'stripe';
import { addInvoice, payInvoice } from './invoices.ts';
import { idOf } from './store.ts';
import type { World } from './world.ts';

/** A completed session whose payment was still under way learns how it ended. */
export function sessionFollows(world: World, intent: Stripe.PaymentIntent, outcome: 'succeeded' | 'failed'): void {
  const session = world.store
    .all('checkout.session')
    .find((candidate) => candidate.payment_intent === intent.id && candidate.status === 'complete');
  if (!session) return;
  if (outcome === 'failed') {
    session.payment_status = 'unpaid';
    world.emit('checkout.session.async_payment_failed', session);
    return;
  }
  session.payment_status = 'paid';
  invoiceAfterwards(world, session, intent);
  if (intent.capture_method !== 'manual') world.emit('checkout.session.async_payment_succeeded', session);
}

/** With `invoice_creation`, Checkout documents a payment by an invoice that is already paid. */
export function invoiceAfterwards(world: World, session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent): void {
  if (session.invoice_creation?.enabled !== true) return;
  const invoice = addInvoice(world, {
    amount: intent.amount_received,
    currency: intent.currency,
    customer: session.customer === null ? null : idOf(session.customer),
    email: session.customer_details?.email ?? null,
    intent: intent.id,
    reason: 'manual',
    description: null,
  });
  session.invoice = invoice.id;
  payInvoice(world, invoice);
}
