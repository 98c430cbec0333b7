import type Stripe from 'stripe';
import { invoiceAfterwards } from './checkout-following.ts';
import { intendedFor } from './checkout-sessions.ts';
import { addCustomer } from './customers.ts';
import { invalid } from './errors.ts';
import { confirm } from './paying.ts';
import { addIntent } from './payment-intents.ts';
import { methodNamed } from './payment-methods.ts';
import type { Billing } from './payment-methods.ts';
import { idOf } from './store.ts';
import type { World } from './world.ts';

export type Payment = { readonly payment_method: string; readonly customer_details: Billing };

/**
 * The customer fills in the page and pays, as a browser would.
 * @throws StripeProblem 402 when the card is declined: the session stays open for another attempt
 */
export function paySession(world: World, session: Stripe.Checkout.Session, payment: Payment): Stripe.Checkout.Session {
  if (session.status !== 'open') throw invalid(`Checkout Session ${session.id} is ${session.status}: it can't be paid`);
  const details = detailsOf(world, session, payment.customer_details);
  const method = methodNamed(world, payment.payment_method);
  const { address, email, name, phone } = details;
  Object.assign(method.billing_details, { address: address ?? method.billing_details.address, email, name, phone });
  const intent = intentOf(world, session, details);
  session.payment_intent = intent.id;
  confirm(world, intent, method);
  Object.assign(session, {
    status: 'complete',
    url: null,
    customer: intent.customer,
    customer_details: { ...details, business_name: null, individual_name: null, tax_exempt: 'none', tax_ids: [] },
    payment_method_types: [method.type],
    payment_status: intent.status === 'succeeded' ? 'paid' : 'unpaid',
  });
  if (intent.status === 'succeeded') invoiceAfterwards(world, session, intent);
  world.emit('checkout.session.completed', session);
  return session;
}

/** What a page shows filled in already, completed by what was typed. */
function detailsOf(world: World, session: Stripe.Checkout.Session, typed: Billing): Billing {
  if (session.customer === null) return { ...typed, email: typed.email ?? session.customer_email };
  const { address = null, email, name = null, phone = null } = world.store.get('customer', idOf(session.customer));
  return {
    address: typed.address ?? address,
    email: typed.email ?? email,
    name: typed.name ?? name,
    phone: typed.phone ?? phone,
  };
}

/** A second attempt pays the same intent. */
function intentOf(world: World, session: Stripe.Checkout.Session, details: Billing): Stripe.PaymentIntent {
  if (session.payment_intent !== null) return world.store.get('payment_intent', session.payment_intent);
  return addIntent(world, {
    ...intendedFor(session),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? '',
    customer: customerOf(world, session, details),
  });
}

/** A guest stays without a customer unless the session asks for one. */
function customerOf(world: World, session: Stripe.Checkout.Session, details: Billing): string | null {
  if (session.customer !== null) return idOf(session.customer);
  return session.customer_creation === 'always' ? addCustomer(world, { ...details, shipping: null }).id : null;
}
