import type { Customer, Reference } from '../../../domain/documents.ts';
import {
  addressFields,
  emailField,
  nameLines,
  phoneField,
  stripeIdField,
  type Master,
  type MasterField,
} from '../customer-master.ts';
import { bare, inTen } from '../formats.ts';
import { languageKey } from '../language.ts';
import type { Fields } from '../rfc.ts';
import type { Organisation } from '../system.ts';
import { filled, onlyExtra } from './fields.ts';
import type { Posting } from './posting.ts';

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

/** A tax number has no field in this BAPI at all; a change can set it later, by any interface but this BAPI's. */
function companyData(customer: Customer, reference: Reference, { unknownAddress, language }: Organisation): Fields {
  onlyExtra(customer.extra);
  const { name, phone = '', email = '', stripeId = '', address = {} } = customer;
  return filled({
    ...companyFields({
      ...nameLines(name),
      NAME3: stripeIdField(stripeId),
      ...addressFields(address, unknownAddress),
      TELF1: phoneField(phone),
      SMTP_ADDR: emailField(email),
    }),
    NAME_4: reference,
    LANGU_P: languageKey(language),
    CURRENCY: customer.currency,
  });
}

/** How BAPIKNA106 calls the fields of KNA1. */
const namesInBapi = {
  NAME1: 'NAME',
  NAME2: 'NAME_2',
  NAME3: 'NAME_3',
  STRAS: 'STREET',
  PSTLZ: 'POSTL_COD1',
  ORT01: 'CITY',
  REGIO: 'REGION',
  LAND1: 'COUNTRY',
  TELF1: 'TEL1_NUMBR',
  SMTP_ADDR: 'E_MAIL',
} as const satisfies Partial<Record<MasterField, string>>;

const companyFields = (master: Partial<Master>): Fields =>
  Object.fromEntries(
    Object.entries(namesInBapi).flatMap(([field, name]) => {
      const value = master[field as keyof typeof namesInBapi];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );

/** Only what is marked is set, and a blank value then empties. */
const marked = (fields: Fields): Fields => Object.fromEntries(Object.keys(fields).map((name) => [name, 'X']));

/** The wrapper sets block and VAT number too, which the BAPI has no fields for. */
export function customerChange(number: string, due: Partial<Master>, organisation: Organisation): Posting {
  const company = companyFields(due);
  const { STCEG, AUFSD } = due;
  return {
    functionName: 'BAPI_CUSTOMER_CHANGEFROMDATA1',
    wrapper: 'Z_QTC_CUSTOMER_CHANGE',
    parameters: {
      CUSTOMERNO: inTen(number),
      PI_SALESORG: organisation.salesOrganisation,
      PI_DISTR_CHAN: organisation.distributionChannel,
      PI_DIVISION: organisation.division,
      PI_COMPANYDATA: company,
      PI_COMPANYDATAX: marked(company),
    },
    wrapped: {
      IV_CUSTOMER: inTen(number),
      IS_COMPANYDATA: company,
      IS_COMPANYDATAX: marked(company),
      ...(STCEG !== undefined && { IV_STCEG: STCEG, IV_STCEGX: 'X' }),
      ...(AUFSD !== undefined && { IV_AUFSD: AUFSD, IV_AUFSDX: 'X' }),
    },
    stripeId: '',
    documentIn: () => inTen(number),
    numberOf: (document) => bare(document) || undefined,
  };
}
