import type Stripe from 'stripe';
import { missing } from './errors.ts';

/** On the wire a decimal is a string; the SDK's type is what its client makes of it. */
export type StoredPrice = Omit<Stripe.Price, 'unit_amount_decimal'> & { unit_amount_decimal: string | null };
export type StoredLineItem = Omit<Stripe.LineItem, 'price'> & { price: StoredPrice | null };

/** Everything the sandbox holds, by the `object` that Stripe names it with. */
export type Kinds = {
  balance_transaction: Stripe.BalanceTransaction;
  charge: Stripe.Charge;
  'checkout.session': Stripe.Checkout.Session;
  coupon: Stripe.Coupon;
  credit_note: Stripe.CreditNote;
  customer: Stripe.Customer;
  customer_balance_transaction: Stripe.CustomerBalanceTransaction;
  /** What is left of those that were deleted. */
  'deleted customer': Stripe.DeletedCustomer;
  dispute: Stripe.Dispute;
  event: Stripe.Event;
  invoice: Stripe.Invoice;
  invoice_payment: Stripe.InvoicePayment;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  price: StoredPrice;
  product: Stripe.Product;
  refund: Stripe.Refund;
  shipping_rate: Stripe.ShippingRate;
  tax_id: Stripe.TaxId;
  tax_rate: Stripe.TaxRate;
  webhook_endpoint: Stripe.WebhookEndpoint;
};
export type Kind = keyof Kinds;

/** How one object names another: by id here, but the SDK's types allow for the object itself. */
type Reference = string | { readonly id: string } | null;
export const idOf = (reference: Reference): string =>
  typeof reference === 'string' ? reference : (reference?.id ?? '');

export type Store = ReturnType<typeof createStore>;

/** Objects in memory, in the order in which they were made. */
export function createStore() {
  const byId = new Map<string, Kinds[Kind]>();
  const tables = new Map<Kind, Map<string, Kinds[Kind]>>();

  const table = <K extends Kind>(kind: K): Map<string, Kinds[K]> => {
    const found = tables.get(kind) ?? new Map<string, Kinds[Kind]>();
    tables.set(kind, found);
    return found as Map<string, Kinds[K]>;
  };

  return {
    insert<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
      table(kind).set(object.id, object);
      byId.set(object.id, object);
      return object;
    },
    remove(kind: Kind, id: string): void {
      table(kind).delete(id);
      byId.delete(id);
    },
    find: <K extends Kind>(kind: K, named: Reference): Kinds[K] | undefined => table(kind).get(idOf(named)),
    /** @throws StripeProblem `resource_missing`: 404 for the object itself, 400 where it is named by a parameter */
    get<K extends Kind>(kind: K, named: Reference, param?: string): Kinds[K] {
      const id = idOf(named);
      const found = table(kind).get(id);
      if (!found) throw param === undefined ? missing(kind, id) : missing(kind, id, param, 400);
      return found;
    },
    /** Oldest first. */
    all: <K extends Kind>(kind: K): Kinds[K][] => [...table(kind).values()],
    any: (id: string): object | undefined => byId.get(id),
  };
}
