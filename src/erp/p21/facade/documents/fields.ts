import type { Address, Extra } from '../../../../domain/documents.ts';
import { cut } from '../../../fields.ts';
import { allowedExtra, given, whole, type ExtraFields } from '../../document-fields.ts';
import { lengths } from '../target.ts';

/** Which company the documents are for, and who is said to have taken the orders. */
export type Origin = { readonly company: string; readonly taker?: string };

export const addressOf = ({ name, line1, line2, city, state, postalCode, country }: Address): object => ({
  ...given('Name', cut(name ?? '', lengths.address.name)),
  ...given('Address1', cut(line1 ?? '', lengths.address.line1)),
  ...given('Address2', cut(line2 ?? '', lengths.address.line2)),
  ...given('City', cut(city ?? '', lengths.address.city)),
  ...given('State', whole('State', state ?? '', lengths.address.state)),
  ...given('PostalCode', whole('PostalCode', postalCode ?? '', lengths.address.postal_code)),
  ...given('Country', whole('Country', country ?? '', lengths.address.country)),
});

export function extraFields(extra: Extra, allowed: ExtraFields): object {
  const { fields, own } = allowedExtra(extra, allowed);
  return { ...fields, ...(Object.keys(own).length > 0 && { UserDefined: own }) };
}
