import type { Customer } from '../company.ts';
import type { Outcome, RfcFunction, RfcFunctions } from '../function.ts';
import { RETURN_TABLE } from '../function.ts';
import type { Luw } from '../luw.ts';
import { error, Refusal } from '../messages.ts';
import { newCustomer } from '../masters.ts';
import { changeCustomer, type CustomerFields } from '../masters.ts';
import { alpha } from '../numbers.ts';
import type { Fields, Params } from '../params.ts';
import { at, fieldsIn, textIn } from '../params.ts';

export const customerFunctions: RfcFunctions = {
  BAPI_CUSTOMER_CREATEFROMDATA1: { returns: { as: 'structure', type: 'BAPIRETURN1' }, writes: true, run: create },
  BAPI_CUSTOMER_CHANGEFROMDATA1: {
    returns: { as: 'structure', type: 'BAPIRETURN1' },
    writes: true,
    run: (params, luw) => change('CUSTOMERNO', 'PI_COMPANYDATA', params, luw),
  },
  BAPI_CUSTOMER_GETDETAIL2: { returns: { as: 'structure', type: 'BAPIRET1' }, run: detail },
};

const required = ['NAME', 'CITY', 'COUNTRY', 'LANGU_P'];
const requiredOfReference = ['SALESORG', 'DISTR_CHAN', 'DIVISION', 'REF_CUSTMR'];

/** Nothing is committed here. */
function create(params: Params, luw: Luw): Outcome {
  const company = fieldsIn(params, 'PI_COMPANYDATA');
  const reference = fieldsIn(params, 'PI_COPYREFERENCE');
  const missing = [
    ...required.filter((field) => !at(company, field)),
    ...requiredOfReference.filter((field) => !at(reference, field)),
  ];
  const [field] = missing;
  if (field) throw new Refusal(error('F2 163', [field], { field }));
  const copied = luw.company.customers.get(alpha(at(reference, 'REF_CUSTMR'), 10));
  if (!copied) throw new Refusal(error('F2 153', [at(reference, 'REF_CUSTMR')]));
  const currency = at(company, 'CURRENCY') || copied.currency;
  if (!luw.erp.currencies.exists(currency)) throw new Refusal(error('S& 044', [currency]));
  const customer = luw.company.customers.put(newCustomer(luw, fieldsOf(company, currency)));
  return { messages: [], exports: { CUSTOMERNO: customer.number } };
}

const fieldsOf = (company: Fields, currency: string): Parameters<typeof newCustomer>[1] => ({
  names: [
    at(company, 'NAME').slice(0, 35),
    at(company, 'NAME_2').slice(0, 35),
    at(company, 'NAME_3').slice(0, 35),
    at(company, 'NAME_4').slice(0, 35),
  ],
  street: at(company, 'STREET'),
  postalCode: at(company, 'POSTL_COD1'),
  city: at(company, 'CITY'),
  region: at(company, 'REGION'),
  country: at(company, 'COUNTRY'),
  language: at(company, 'LANGU_P'),
  phone: at(company, 'TEL1_NUMBR'),
  email: at(company, 'E_MAIL').slice(0, 241),
  currency,
});

/** What Z_QTC_CUSTOMER_CHANGE does before it commits: block and VAT number besides what the BAPI knows. */
export const changeWithBlock: RfcFunction = {
  returns: RETURN_TABLE,
  writes: true,
  run: (params, luw) =>
    change('IV_CUSTOMER', 'IS_COMPANYDATA', params, luw, {
      ...(textIn(params, 'IV_STCEGX') === 'X' && { taxId: textIn(params, 'IV_STCEG').slice(0, 20) }),
      ...(textIn(params, 'IV_AUFSDX') === 'X' && { orderBlock: textIn(params, 'IV_AUFSD').slice(0, 2) }),
    }),
};

/** What is marked is set, blanks too. */
function change(key: string, data: string, params: Params, luw: Luw, more: CustomerFields = {}): Outcome {
  const number = alpha(textIn(params, key), 10);
  const [company, marks] = [fieldsIn(params, data), fieldsIn(params, `${data}X`)];
  const marked = Object.entries(changeable).filter(([field]) => at(marks, field) === 'X');
  const wanted: CustomerFields = {
    ...Object.fromEntries(marked.map(([field, name]) => [name, at(company, field)])),
    ...more,
  };
  changeCustomer(luw, number, wanted);
  return { messages: [], exports: { EV_DOCUMENT: number } };
}

/** Fields of BAPIKNA106 that a change may name. */
const changeable: Readonly<Record<string, keyof CustomerFields>> = {
  NAME: 'name',
  NAME_2: 'name2',
  NAME_3: 'name3',
  NAME_4: 'name4',
  STREET: 'street',
  POSTL_COD1: 'postalCode',
  CITY: 'city',
  REGION: 'region',
  COUNTRY: 'country',
  TEL1_NUMBR: 'phone',
  E_MAIL: 'email',
};

function detail(params: Params, luw: Luw): Outcome {
  const number = alpha(textIn(params, 'CUSTOMERNO'), 10);
  const customer = luw.company.customers.get(number);
  if (!customer) throw new Refusal(error('F2 153', [number]));
  return {
    messages: [],
    exports: { CUSTOMERADDRESS: addressOf(customer), CUSTOMERGENERALDETAIL: { CUSTOMER: number } },
  };
}

const addressOf = ({ names, ...customer }: Customer): Fields => ({
  CUSTOMER: customer.number,
  NAME: names[0],
  NAME_2: names[1],
  NAME_3: names[2],
  NAME_4: names[3],
  STREET: customer.street,
  POSTL_CODE: customer.postalCode,
  CITY: customer.city,
  REGION: customer.region,
  COUNTRY: customer.country,
  LANGU: customer.language,
  E_MAIL: customer.email,
});
