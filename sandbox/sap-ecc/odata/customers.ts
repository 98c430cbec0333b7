import { createHash, randomUUID } from 'node:crypto';
import type { Customer } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { RfcFunctions } from '../function.ts';
import { post } from './calling.ts';
import type { EntitySets } from './entity-set.ts';
import { text } from './entity-set.ts';
import { badRequest, notFound } from './errors.ts';
import type { Luw } from '../luw.ts';
import type { Entity } from './values.ts';

export const customerSets = (erp: Erp, functions: RfcFunctions): EntitySets => ({
  Customers: {
    all: () => erp.company.customers.all().map(customerEntity),
    padded: { Number: 10 },
    createdBy: 'Z_QTC_CUSTOMER_CREATE',
    create: (input, luw) => {
      const number = post(functions, 'Z_QTC_CUSTOMER_CREATE', creation(erp, input), luw);
      const customer = erp.company.customers.get(number);
      if (!customer) throw notFound(`Customers('${number}')`);
      return customerEntity(customer);
    },
    patch: (entity, changes, luw) => patch(functions, text(entity, 'Number'), changes, luw),
  },
});

const customerEntity = (customer: Customer): Entity => {
  const entity = fieldsOf(customer);
  return { ...entity, Version: createHash('sha256').update(JSON.stringify(entity)).digest('hex').slice(0, 10) };
};

const fieldsOf = (customer: Customer): Entity => ({
  Number: customer.number,
  Reference: customer.names[3].slice(0, 16),
  StripeId: customer.names[2],
  Name: customer.names[0],
  Name2: customer.names[1],
  Street: customer.street,
  PostalCode: customer.postalCode,
  City: customer.city,
  Region: customer.region,
  Country: customer.country,
  Language: customer.language,
  Currency: customer.currency,
  Phone: customer.phone,
  Email: customer.email,
  TaxId: customer.taxId,
  OrderBlock: customer.orderBlock,
});

/** The area and the customer to copy from are the data provider's own choice. */
function creation({ salesOrganisation }: Erp, input: Entity) {
  const reference = text(input, 'Reference');
  if (reference === '') throw badRequest('Reference is required');
  return {
    IV_KEY: reference,
    IV_STRIPE_ID: text(input, 'StripeId'),
    PI_COMPANYDATA: {
      NAME: text(input, 'Name'),
      NAME_2: text(input, 'Name2'),
      NAME_3: text(input, 'StripeId'),
      NAME_4: reference,
      STREET: text(input, 'Street'),
      POSTL_COD1: text(input, 'PostalCode'),
      CITY: text(input, 'City'),
      REGION: text(input, 'Region'),
      COUNTRY: text(input, 'Country'),
      LANGU_P: text(input, 'Language'),
      CURRENCY: text(input, 'Currency'),
      TEL1_NUMBR: text(input, 'Phone'),
      E_MAIL: text(input, 'Email'),
    },
    PI_COPYREFERENCE: { SALESORG: salesOrganisation, DISTR_CHAN: '10', DIVISION: '00', REF_CUSTMR: '0000000001' },
  };
}

const changeable: Readonly<Record<string, string>> = {
  Name: 'NAME',
  Name2: 'NAME_2',
  StripeId: 'NAME_3',
  Street: 'STREET',
  PostalCode: 'POSTL_COD1',
  City: 'CITY',
  Region: 'REGION',
  Country: 'COUNTRY',
  Phone: 'TEL1_NUMBR',
  Email: 'E_MAIL',
};
const besides = ['TaxId', 'OrderBlock'];

/** The same values may be set again later, so that each change has a key of its own. */
function patch(functions: RfcFunctions, number: string, changes: Entity, luw: Luw): void {
  const named = Object.keys(changes);
  const other = named.find((name) => !(name in changeable) && !besides.includes(name));
  if (other !== undefined) throw badRequest(`${other} can't be changed`);
  const fields = named.flatMap((name) => (changeable[name] === undefined ? [] : [[changeable[name], name] as const]));
  post(
    functions,
    'Z_QTC_CUSTOMER_CHANGE',
    {
      IV_KEY: `Q${randomUUID().replaceAll('-', '').slice(0, 15).toUpperCase()}`,
      IV_CUSTOMER: number,
      IS_COMPANYDATA: Object.fromEntries(fields.map(([field, name]) => [field, text(changes, name)])),
      IS_COMPANYDATAX: Object.fromEntries(fields.map(([field]) => [field, 'X'])),
      IV_STCEG: text(changes, 'TaxId'),
      IV_STCEGX: 'TaxId' in changes ? 'X' : '',
      IV_AUFSD: text(changes, 'OrderBlock'),
      IV_AUFSDX: 'OrderBlock' in changes ? 'X' : '',
    },
    luw,
  );
}
