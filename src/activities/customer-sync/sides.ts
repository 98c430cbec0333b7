import type { Marks, Sight } from '../../domain/customer-sync/link.ts';
import { normalised, sharedFields, type SharedField, type Values } from '../../domain/customer-sync/values.ts';
import type { CustomerChange, CustomerRecord } from '../../erp/port.ts';
import type { StripeCustomer } from '../../stripe/customer.ts';
import type { StripeCustomerChange } from '../../stripe/customer-writes.ts';

type Hmac = (text: string) => string;

export const valuesAtStripe = ({ person, taxId }: Pick<StripeCustomer, 'person' | 'taxId'>): Values => ({
  ...person,
  ...(taxId && { tax_id: taxId }),
});
export const valuesInErp = ({ name, email, phone, address, taxId }: CustomerRecord): Values => ({
  name,
  ...(email && { email }),
  ...(phone && { phone }),
  ...(address && { address }),
  ...(taxId && { tax_id: taxId }),
});

/** Nobody can tell the values from their marks, which are what is kept of them. */
export const marksOf = (values: Values, hmac: Hmac): Marks =>
  Object.fromEntries(sharedFields.map((field) => [field, markOf(field, values, hmac)])) as Marks;

export const markOf = (field: SharedField, values: Values, hmac: Hmac): string => {
  const text = normalised(field, values);
  return text && hmac(`${field}\n${text}`);
};

export const sightOf = (stripe: StripeCustomer, record: CustomerRecord, hmac: Hmac): Sight => ({
  stripe: marksOf(valuesAtStripe(stripe), hmac),
  erp: marksOf(valuesInErp(record), hmac),
  erpChangedAt: record.changedAt,
});

/** Of all that is kept alike: while it is the same, the ERP has no news of the customer. */
export const erpMarkOf = (marks: Marks, { blocked }: Pick<CustomerRecord, 'blocked'>, hmac: Hmac): string =>
  hmac([...sharedFields.map((field) => marks[field]), blocked ? 'blocked' : ''].join('\n'));

/** Stripe's values for the ERP: a field without one is emptied, except the name, which the ERP needs. */
export function changeForErp(fields: readonly SharedField[], { person, taxId }: StripeCustomer): CustomerChange {
  const named = new Set(fields);
  return {
    ...(named.has('name') && person.name && { name: person.name }),
    ...(named.has('email') && { email: person.email ?? null }),
    ...(named.has('phone') && { phone: person.phone ?? null }),
    ...(named.has('address') && { address: person.address ?? null }),
    ...(named.has('tax_id') && { taxId: taxId ?? null }),
  };
}

/** The ERP's values for Stripe; the tax id goes a way of its own. */
export function changeForStripe(
  fields: readonly SharedField[],
  { name, email, phone, address }: CustomerRecord,
): StripeCustomerChange {
  const named = new Set(fields);
  return {
    ...(named.has('name') && { name }),
    ...(named.has('email') && { email: email ?? null }),
    ...(named.has('phone') && { phone: phone ?? null }),
    ...(named.has('address') && { address: address ?? null }),
  };
}
