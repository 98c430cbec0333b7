import type { Address } from '../documents.ts';
import { normalEmail } from '../email.ts';

/** What Stripe and the ERP both hold of a customer, in the words of profiles and cases. */
export type SharedField = 'name' | 'email' | 'phone' | 'address' | 'tax_id';
export const sharedFields: readonly SharedField[] = ['name', 'email', 'phone', 'address', 'tax_id'];

/** One side's values; a field without one is left out. */
export type Values = {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Address;
  readonly tax_id?: string;
};
type Normal = { readonly [F in SharedField]: (value: NonNullable<Values[F]>) => string };

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
const joined = (text: string): string =>
  plain(text)
    .replaceAll(/[\s./-]/g, '')
    .toUpperCase();

/** The parts that both sides have: Stripe's address names nobody. */
const ofAddress = ({
  line1 = '',
  line2 = '',
  city = '',
  state = '',
  postalCode = '',
  country = '',
}: Address): string => {
  const parts = [plain(line1), plain(line2), plain(city), joined(state), joined(postalCode), joined(country)];
  return parts.some(Boolean) ? parts.join('\n') : '';
};

/** How a value is compared: what two systems write differently and mean alike is one text. */
const normal: Normal = {
  name: plain,
  email: normalEmail,
  phone: (phone) => phone.replaceAll(/[^\d+]/g, ''),
  address: ofAddress,
  tax_id: joined,
};

/** Empty where there is none. */
export function normalised(field: SharedField, values: Values): string {
  const value = values[field];
  return value === undefined ? '' : (normal[field] as (value: unknown) => string)(value);
}
