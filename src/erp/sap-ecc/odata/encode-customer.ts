import type { Reference } from '../../../domain/documents.ts';
import type { Posting } from '../bapi/posting.ts';
import { structureIn } from '../parameters.ts';
import { filled } from '../bapi/fields.ts';

/** A customer, out of what BAPI_CUSTOMER_CREATEFROMDATA1 would be given. */
export function encodeCustomer(reference: Reference, { parameters, stripeId }: Posting): object {
  const company = structureIn(parameters, 'PI_COMPANYDATA');
  return filled({
    Reference: reference,
    StripeId: stripeId,
    Name: company['NAME'],
    Name2: company['NAME_2'],
    Street: company['STREET'],
    PostalCode: company['POSTL_COD1'],
    City: company['CITY'],
    Region: company['REGION'],
    Country: company['COUNTRY'],
    Language: company['LANGU_P'],
    Currency: company['CURRENCY'],
    Phone: company['TEL1_NUMBR'],
    Email: company['E_MAIL'],
  });
}
