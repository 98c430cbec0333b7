import type { Customer, Extra } from '../domain/documents.ts';
import { normalEmail } from '../domain/email.ts';
import type { Person } from '../domain/shop-order.ts';

type CustomerInput = {
  /** `cus_…`; a guest has none. */
  readonly stripeId?: string;
  /** The payment that a guest came with: six characters of it stand in for a name. */
  readonly payment?: string;
  readonly currency: string;
  readonly taxId?: string;
  /** Fields of the ERP that every new customer gets. */
  readonly template?: Extra;
};

/**
 * A new customer of the ERP. One without a name becomes `Guest 7f3k2q`, from the end of the payment's id (or of the
 * customer's): an e-mail address is no name, and two guests must not look like one.
 */
export function mapCustomer(person: Person, { stripeId, payment, currency, taxId, template }: CustomerInput): Customer {
  const guest = `Guest ${(payment ?? stripeId ?? '').slice(-6)}`.trim();
  return {
    kind: 'customer',
    name: plain(person.name) || plain(person.address?.name) || guest,
    ...contactOf(person),
    currency,
    ...(taxId && { taxId }),
    ...(stripeId && { stripeId }),
    extra: template ?? {},
  };
}

function contactOf({ email, phone, address }: Person): Pick<Customer, 'email' | 'phone' | 'address'> {
  const normal = email && normalEmail(email);
  return { ...(normal && { email: normal }), ...(phone && { phone }), ...(address && { address }) };
}

export { normalEmail };

const plain = (name: string | undefined): string => name?.normalize('NFC').replace(/\s+/g, ' ').trim() ?? '';
