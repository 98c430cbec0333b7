import type { CustomerInput } from '../mapper.ts';
import { personShape, personView } from './person.ts';
import { metadata, text } from './shapes.ts';

/** What the expressions of new customers see. */
export const customerShape = {
  person: personShape,
  stripe_id: text,
  payment: text,
  currency: text,
  tax_id: text,
  metadata,
  guest_name: text,
} as const;

export const customerView = ({ person, stripeId, payment, currency, taxId, metadata: known }: CustomerInput) => ({
  person: personView(person),
  ...(stripeId && { stripe_id: stripeId }),
  ...(payment && { payment }),
  currency,
  ...(taxId && { tax_id: taxId }),
  metadata: known ?? {},
  guest_name: guestName(payment ?? stripeId ?? ''),
});

/** `Guest 7f3k2q`, by the end of an id: an e-mail address is no name, and two guests must not look like one. */
const guestName = (id: string): string => `Guest ${id.slice(-6)}`.trim();
