import type Stripe from 'stripe';
import type { Address } from '../domain/documents.ts';
import type { Person } from '../domain/shop-order.ts';

type Fields = { readonly [K in keyof Omit<Person, 'address'>]?: string | null | undefined } & {
  readonly address?: Stripe.Address | null | undefined;
};

/** Stripe writes null, and now and then an empty text, where a field is not known. */
export function personOf({ name, email, phone, address }: Fields): Person {
  const place = address && addressOf(address);
  return {
    ...(name && { name }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(place && Object.keys(place).length > 0 && { address: place }),
  };
}

type Shipped = Pick<Stripe.PaymentIntent, 'receipt_email' | 'shipping'>;

/** Who paid as a guest: what was given with the charge, and for what is missing there, where the goods go. */
export function payerOf(charge: Stripe.Charge | undefined, { receipt_email, shipping }: Shipped): Person {
  const billed = charge ? personOf(charge.billing_details) : {};
  const shipped = personOf({ email: receipt_email, ...shipping });
  const { email } = personOf({ email: charge?.receipt_email });
  return { ...shipped, ...(email && { email }), ...billed };
}

const addressOf = ({ line1, line2, city, state, postal_code, country }: Stripe.Address): Address => ({
  ...(line1 && { line1 }),
  ...(line2 && { line2 }),
  ...(city && { city }),
  ...(state && { state }),
  ...(postal_code && { postalCode: postal_code }),
  ...(country && { country }),
});
