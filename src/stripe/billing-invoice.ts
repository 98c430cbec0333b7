import type Stripe from 'stripe';
import { every } from './lists.ts';
import { idOf } from './values.ts';

/**
 * The Stripe Billing invoice that a payment pays, if it pays one: it then belongs to billing and not to an order. An
 * invoice that Checkout made of the payment afterwards is only a paper of it. Charges without a payment intent are older
 * than this list and never found by it.
 */
export async function billingInvoiceOf(
  stripe: Stripe,
  intent: string,
  session: Stripe.Checkout.Session | undefined,
  options: Stripe.RequestOptions,
): Promise<string | undefined> {
  const payments = await every<Stripe.InvoicePayment>('invoice_payment', (page) =>
    stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent }, ...page }, options),
  );
  const madeAfterwards = session?.mode === 'payment' ? idOf(session.invoice) : undefined;
  return payments
    .filter(({ status }) => status !== 'canceled')
    .map(({ invoice }) => idOf(invoice))
    .find((invoice) => invoice !== undefined && invoice !== madeAfterwards);
}
