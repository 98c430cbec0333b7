import type { Address, Extra } from '../../../../domain/documents.ts';
import { allowedExtra, given, type ExtraFields } from '../../document-fields.ts';

/** Which company the documents are for, and who is said to have taken the orders. */
export type Origin = { readonly company: string; readonly taker?: string };

export const addressOf = ({ name, line1, line2, city, state, postalCode, country }: Address): object => ({
  ...given('Name', name),
  ...given('Address1', line1),
  ...given('Address2', line2),
  ...given('City', city),
  ...given('State', state),
  ...given('PostalCode', postalCode),
  ...given('Country', country),
});

export function extraFields(extra: Extra, allowed: ExtraFields): object {
  const { fields, own } = allowedExtra(extra, allowed);
  return { ...fields, ...(Object.keys(own).length > 0 && { UserDefined: own }) };
}
