import type Stripe from 'stripe';
import type { Address } from '../domain/documents.ts';
import type { Person } from '../domain/shop-order.ts';

type Fields = { readonly [K in keyof Omit<Person, 'address'>]: string | null | undefined } & {
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

const addressOf = ({ line1, line2, city, state, postal_code, country }: Stripe.Address): Address => ({
  ...(line1 && { line1 }),
  ...(line2 && { line2 }),
  ...(city && { city }),
  ...(state && { state }),
  ...(postal_code && { postalCode: postal_code }),
  ...(country && { country }),
});
