import type Stripe from 'stripe';
import { z } from 'zod';

/** The business object that an event is about: one flow runs for it at a time. */
type Nudge = {
  readonly flow: 'orderToCash' | 'settleRefund' | 'syncCustomer' | 'syncItem' | 'trackDispute';
  readonly subject: string;
};
/** A signed event of a type that we handle whose object can't be understood: never dropped, but a case. */
type Unreadable = { readonly unreadable: string };
export type Heard = Nudge | Unreadable | 'unhandled';

type Route = (object: unknown) => Heard;
const on =
  <T>(schema: z.ZodType<T>, decide: (object: T) => Heard): Route =>
  (object) => {
    const parsed = schema.safeParse(object);
    return parsed.success ? decide(parsed.data) : { unreadable: pathOf(parsed.error) };
  };

/** Where the value stands that can't be read; a path, never the value. */
const pathOf = (error: z.ZodError): string => ['data', 'object', ...(error.issues[0]?.path ?? [])].join('.');

const id = z.string().min(1);
/** An id, or the object itself where the event was expanded. */
const reference = z.union([id, z.object({ id }).transform((object) => object.id)]);
// Prefixes come in sets (ch_, py_), so it is the object's kind that is checked.
const PaymentIntent = z.object({ object: z.literal('payment_intent'), id });
const Charge = z.object({ object: z.literal('charge'), id, payment_intent: reference.nullish() });
const Session = z.object({
  object: z.literal('checkout.session'),
  id,
  mode: z.string(),
  payment_intent: reference.nullish(),
});

const Customer = z.object({ object: z.literal('customer'), id });
const TaxId = z.object({ object: z.literal('tax_id'), customer: reference.nullish() });
const Product = z.object({ object: z.literal('product'), id });
const Refund = z.object({ object: z.literal('refund'), id, charge: reference.nullish() });
const CreditNote = z.object({ object: z.literal('credit_note'), id });
const Dispute = z.object({ object: z.literal('dispute'), id });

const orderToCash = (subject: string): Nudge => ({ flow: 'orderToCash', subject });
const paid = on(PaymentIntent, ({ id }) => orderToCash(id));
/** Older charges have no payment intent: the charge itself is then the subject. */
const charged = on(Charge, (charge) => orderToCash(charge.payment_intent ?? charge.id));
/** Set-ups and subscriptions come by Checkout too; they have no payment of their own. */
const checkedOut = on(Session, ({ mode, payment_intent }) =>
  mode === 'payment' && payment_intent ? orderToCash(payment_intent) : 'unhandled',
);
const customerChanged = on(Customer, ({ id }) => ({ flow: 'syncCustomer', subject: id }));
/** The account has tax ids of its own, which are nobody's. */
const taxIdChanged = on(TaxId, ({ customer }) =>
  customer ? { flow: 'syncCustomer', subject: customer } : 'unhandled',
);
/** Money that never was in a charge (a customer's cash balance) is no sale's. */
const refunded = on(Refund, ({ id, charge }) => (charge ? { flow: 'settleRefund', subject: id } : 'unhandled'));
const credited = on(CreditNote, ({ id }) => ({ flow: 'settleRefund', subject: id }));
const disputed = on(Dispute, ({ id }) => ({ flow: 'trackDispute', subject: id }));
const productChanged = on(Product, ({ id }) => ({ flow: 'syncItem', subject: id }));

/** Every Stripe event that we act on, and whom it wakes. What is absent is acknowledged and counted. */
const routes = {
  'payment_intent.processing': paid,
  'payment_intent.amount_capturable_updated': paid,
  'payment_intent.succeeded': paid,
  'payment_intent.payment_failed': paid,
  'payment_intent.canceled': paid,
  'charge.pending': charged,
  'charge.succeeded': charged,
  'charge.captured': charged,
  'charge.updated': charged,
  'charge.failed': charged,
  'charge.expired': charged,
  'charge.refunded': charged,
  'charge.refund.updated': refunded,
  'refund.created': refunded,
  'refund.updated': refunded,
  'refund.failed': refunded,
  'credit_note.created': credited,
  'credit_note.updated': credited,
  'credit_note.voided': credited,
  'charge.dispute.created': disputed,
  'charge.dispute.updated': disputed,
  'charge.dispute.funds_withdrawn': disputed,
  'charge.dispute.funds_reinstated': disputed,
  'charge.dispute.closed': disputed,
  'checkout.session.completed': checkedOut,
  'checkout.session.async_payment_succeeded': checkedOut,
  'checkout.session.async_payment_failed': checkedOut,
  'customer.created': customerChanged,
  'customer.updated': customerChanged,
  'customer.deleted': customerChanged,
  'customer.tax_id.created': taxIdChanged,
  'customer.tax_id.updated': taxIdChanged,
  'customer.tax_id.deleted': taxIdChanged,
  'product.created': productChanged,
  'product.updated': productChanged,
} satisfies Partial<Record<Stripe.Event['type'], Route>>;

type Handled = keyof typeof routes;
/** What the webhook endpoint at Stripe must be registered for, exactly. */
export const handledEvents = Object.keys(routes) as readonly Handled[];
const isHandled = (type: string): type is Handled => Object.hasOwn(routes, type);

/** Whom an event wakes. The object is whatever the signed body holds. */
export const heard = (type: string, object: unknown): Heard => (isHandled(type) ? routes[type](object) : 'unhandled');
