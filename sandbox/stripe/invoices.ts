import type Stripe from 'stripe';
import { z } from 'zod';
import { read, word } from './form.ts';
import { newestFirst } from './pagination.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

export type NewInvoice = {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly email: string | null;
  /** The payment intent that pays it. */
  readonly intent: string;
  readonly reason: Stripe.Invoice.BillingReason;
  readonly description: string | null;
};

/** A finalised invoice of one line that waits for its payment. */
export function addInvoice(world: World, fields: NewInvoice): Stripe.Invoice {
  const now = world.clock.now();
  const id = world.ids('in');
  const { amount, currency } = fields;
  const line = {
    id: world.ids('il'),
    object: 'line_item',
    amount,
    currency,
    description: fields.description,
    invoice: id,
    livemode: world.livemode,
    metadata: {},
    quantity: 1,
    subtotal: amount,
  };
  const invoice = {
    id,
    object: 'invoice',
    account_country: world.account.country,
    amount_due: amount,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: amount,
    amount_shipping: 0,
    attempted: false,
    attempt_count: 0,
    billing_reason: fields.reason,
    collection_method: 'charge_automatically',
    created: now,
    currency,
    customer: fields.customer,
    customer_email: fields.email,
    description: fields.description,
    discounts: [],
    lines: { object: 'list', data: [line], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: world.livemode,
    metadata: {},
    number: `SANDBOX-${String(world.store.all('invoice').length + 1).padStart(4, '0')}`,
    parent: null,
    period_end: now,
    period_start: now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    status: 'open',
    status_transitions: { finalized_at: now, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
  } as unknown as Stripe.Invoice;
  world.store.insert('invoice', invoice);
  addPayment(world, invoice, fields.intent);
  world.emit('invoice.created', invoice);
  world.emit('invoice.finalized', invoice);
  return invoice;
}

const addPayment = (world: World, invoice: Stripe.Invoice, intent: string): Stripe.InvoicePayment =>
  world.store.insert('invoice_payment', {
    id: world.ids('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: world.clock.now(),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: world.livemode,
    payment: { payment_intent: intent, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  });

export function payInvoice(world: World, invoice: Stripe.Invoice): void {
  const paid_at = world.clock.now();
  Object.assign(invoice, { status: 'paid', attempted: true, attempt_count: 1 });
  Object.assign(invoice, { amount_paid: invoice.amount_due, amount_remaining: 0 });
  invoice.status_transitions.paid_at = paid_at;
  const payment = world.store.all('invoice_payment').find((candidate) => candidate.invoice === invoice.id);
  if (payment) {
    Object.assign(payment, { status: 'paid', amount_paid: invoice.amount_due });
    payment.status_transitions.paid_at = paid_at;
    world.emit('invoice_payment.paid', payment);
  }
  world.emit('invoice.paid', invoice);
  world.emit('invoice.payment_succeeded', invoice);
}

/** An open invoice learns how its payment ended. */
export function invoiceFollows(world: World, intent: Stripe.PaymentIntent, outcome: 'succeeded' | 'failed'): void {
  const payment = world.store
    .all('invoice_payment')
    .find((candidate) => candidate.payment.payment_intent === intent.id && candidate.status === 'open');
  if (!payment) return;
  const invoice = world.store.get('invoice', payment.invoice);
  if (outcome === 'succeeded') payInvoice(world, invoice);
  else world.emit('invoice.payment_failed', invoice);
}

const filter = z.object({ customer: word.optional(), status: word.optional() });
const paymentFilter = z.object({
  invoice: word.optional(),
  payment: z.object({ type: word, payment_intent: word.optional() }).optional(),
  status: word.optional(),
});

export const invoiceRoutes = (world: World): Routes => ({
  'GET /v1/invoices': ({ params }) => {
    const { customer, status } = read(filter, params);
    const fits = (invoice: Stripe.Invoice) =>
      (customer === undefined || invoice.customer === customer) && (status === undefined || invoice.status === status);
    return newestFirst(world.store.all('invoice').filter(fits), params, '/v1/invoices');
  },
  'GET /v1/invoices/:id': ({ id }) => world.store.get('invoice', id),
  'GET /v1/invoice_payments': ({ params }) => {
    const { invoice, payment, status } = read(paymentFilter, params);
    const fits = (candidate: Stripe.InvoicePayment) =>
      (invoice === undefined || candidate.invoice === invoice) &&
      (payment?.payment_intent === undefined || candidate.payment.payment_intent === payment.payment_intent) &&
      (status === undefined || candidate.status === status);
    return newestFirst(world.store.all('invoice_payment').filter(fits), params, '/v1/invoice_payments');
  },
  'GET /v1/invoice_payments/:id': ({ id }) => world.store.get('invoice_payment', id),
});
