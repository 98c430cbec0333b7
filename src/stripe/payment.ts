import type Stripe from 'stripe';
import type { PaymentState } from '../domain/documents.ts';
import type { Money } from '../domain/money.ts';
import type { Person } from '../domain/shop-order.ts';
import { billingInvoiceOf } from './billing-invoice.ts';
import { readCharge, type StripeCharge } from './charge.ts';
import { sessionOf } from './checkout-session.ts';
import { reading } from './fault.ts';
import { every } from './lists.ts';
import { payerOf } from './person.ts';
import { stateOfCharge, stateOfIntent } from './payment-state.ts';
import { amountOf, idOf, isoOf } from './values.ts';

/** One payment as Stripe holds it now. Only `guest` is about a person. */
export type StripePayment = {
  /** `pi_…`, or the charge's own id where it has no payment intent. */
  readonly id: string;
  readonly intent?: string;
  readonly state: PaymentState;
  /** What the payment is for, captured or not; presentment currency. */
  readonly amount: Money;
  readonly charges: readonly StripeCharge[];
  /** The intent's, and what only the charges have, the newest first. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly description?: string;
  /** `cus_…`. */
  readonly customer?: string;
  readonly guest: Person;
  /** Stripe's word for the payment method: `card`, `sepa_debit`. */
  readonly method?: string;
  readonly riskLevel?: string;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time of the first capture. */
  readonly capturedAt?: string;
  /** `in_…`, when it pays an invoice of Stripe Billing. */
  readonly billingInvoice?: string;
  readonly session?: PaymentSession;
};
export type PaymentSession = {
  readonly id: string;
  readonly clientReferenceId?: string;
  readonly metadata: Readonly<Record<string, string>>;
};
export type { StripeCharge } from './charge.ts';

/** Everything that the order-to-cash flow wants to know of a payment. @throws StripeFault */
export async function readPayment(
  stripe: Stripe,
  id: string,
  options: Stripe.RequestOptions = {},
): Promise<StripePayment> {
  return id.startsWith('pi_') ? readIntent(stripe, id, options) : readLoneCharge(stripe, id, options);
}

async function readIntent(stripe: Stripe, id: string, options: Stripe.RequestOptions): Promise<StripePayment> {
  const [intent, charges, session] = await Promise.all([
    reading(stripe.paymentIntents.retrieve(id, {}, options), 'payment_intent'),
    every<Stripe.Charge>('charge', (page) => stripe.charges.list({ payment_intent: id, ...page }, options)),
    sessionOf(stripe, id, options),
  ]);
  const billingInvoice = await billingInvoiceOf(stripe, id, session, options);
  const facts = await chargeFacts(stripe, charges, intent, options);
  return {
    ...facts,
    id,
    intent: id,
    state: stateOfIntent(intent, charges[0]),
    amount: amountOf(intent.amount, intent.currency),
    metadata: { ...facts.metadata, ...intent.metadata },
    createdAt: isoOf(intent.created),
    ...(billingInvoice && { billingInvoice }),
    ...(session && { session: sessionFacts(session) }),
  };
}

async function readLoneCharge(stripe: Stripe, id: string, options: Stripe.RequestOptions): Promise<StripePayment> {
  const charge = await reading(stripe.charges.retrieve(id, {}, options), 'charge');
  return {
    ...(await chargeFacts(stripe, [charge], charge, options)),
    id,
    state: stateOfCharge(charge),
    amount: amountOf(charge.amount, charge.currency),
    createdAt: isoOf(charge.created),
  };
}

type About = Pick<Stripe.PaymentIntent, 'description' | 'customer' | 'receipt_email' | 'shipping'>;

/** What only the charges tell; Stripe lists the newest first. */
async function chargeFacts(
  stripe: Stripe,
  charges: readonly Stripe.Charge[],
  about: About,
  options: Stripe.RequestOptions,
) {
  const read = await Promise.all(charges.map((charge) => readCharge(stripe, charge, options)));
  const latest = charges[0];
  const customer = idOf(about.customer);
  const capturedAt = firstCapture(charges, read);
  const method = latest?.payment_method_details?.type;
  const riskLevel = latest?.outcome?.risk_level;
  return {
    charges: read,
    metadata: Object.assign({}, ...read.map((charge) => charge.metadata).reverse()) as Record<string, string>,
    guest: payerOf(latest, about),
    ...(about.description && { description: about.description }),
    ...(customer && { customer }),
    ...(method && { method }),
    ...(riskLevel && { riskLevel }),
    ...(capturedAt && { capturedAt }),
  };
}

/** Stripe doesn't say when it captured, but books at that moment; what is not booked yet was captured when made. */
function firstCapture(charges: readonly Stripe.Charge[], read: readonly StripeCharge[]): string | undefined {
  const times = read.flatMap(({ captured, settled }, index) => {
    if (captured.minor === 0) return [];
    const made = charges[index]?.created;
    return [settled?.firstAt ?? (made === undefined ? '' : isoOf(made))];
  });
  return times.toSorted()[0];
}

const sessionFacts = ({ id, client_reference_id, metadata }: Stripe.Checkout.Session): PaymentSession => ({
  id,
  ...(client_reference_id && { clientReferenceId: client_reference_id }),
  metadata: metadata ?? {},
});
