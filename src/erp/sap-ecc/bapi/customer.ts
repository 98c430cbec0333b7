import type { Address, Customer, Reference } from '../../../domain/documents.ts';
import { bare, inTen } from '../formats.ts';
import type { Fields } from '../rfc.ts';
import type { Organisation } from '../system.ts';
import { cut } from '../../fields.ts';
import { filled, onlyExtra, whole } from './fields.ts';
import type { Posting } from './posting.ts';

const nameLength = 35;

export const customerPosting = (customer: Customer, reference: Reference, organisation: Organisation): Posting => ({
  functionName: 'BAPI_CUSTOMER_CREATEFROMDATA1',
  wrapper: 'Z_QTC_CUSTOMER_CREATE',
  parameters: {
    PI_COMPANYDATA: companyData(customer, reference, organisation),
    PI_COPYREFERENCE: {
      SALESORG: organisation.salesOrganisation,
      DISTR_CHAN: organisation.distributionChannel,
      DIVISION: organisation.division,
      REF_CUSTMR: inTen(organisation.referenceCustomer),
    },
  },
  stripeId: customer.stripeId ?? '',
  documentIn: (answer) => answer.text('CUSTOMERNO'),
  numberOf: (document) => bare(document) || undefined,
});

/**
 * Name lines 3 and 4 hold Stripe's id and our reference: the BAPI has no field for either, and they can be searched.
 * A tax number has no field in this BAPI at all; people maintain it in the master record.
 */
function companyData(customer: Customer, reference: Reference, { unknownAddress, language }: Organisation): Fields {
  onlyExtra(customer.extra);
  const { name, phone = '', email = '' } = customer;
  const first = cut(name, nameLength);
  return filled({
    NAME: first,
    NAME_2: cut(name.slice(first.length), nameLength),
    NAME_3: whole('StripeId', customer.stripeId ?? '', nameLength),
    NAME_4: reference,
    ...addressOf(customer.address ?? {}, unknownAddress),
    LANGU_P: languageKey(language),
    CURRENCY: customer.currency,
    // Half a number is nobody's.
    TEL1_NUMBR: phone.length <= 16 ? phone : '',
    E_MAIL: whole('Email', email, 241),
  });
}

const addressOf = (
  { line1 = '', postalCode = '', city = '', state = '', country = '' }: Address,
  unknown: Organisation['unknownAddress'],
): Fields => ({
  STREET: cut(line1, 35),
  POSTL_COD1: whole('PostalCode', postalCode, 10),
  CITY: cut(city || (unknown?.city ?? ''), 35),
  REGION: whole('State', state, 3),
  COUNTRY: whole('Country', country || (unknown?.country ?? ''), 3),
});

/** SPRAS, one letter. Where it isn't the first one of ISO 639, it is listed (T002). */
const keys: Readonly<Record<string, string>> = {
  ES: 'S',
  SV: 'V',
  ZH: '1',
  KO: '3',
  PT: 'P',
  DA: 'K',
  FI: 'U',
  PL: 'L',
};
const languageKey = (language: string): string => keys[language] ?? language.slice(0, 1);
