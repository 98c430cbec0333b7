import type { Customer } from '../company.ts';
import type { Erp } from '../erp.ts';
import type { RfcFunctions } from '../function.ts';
import { post } from './calling.ts';
import type { EntitySets } from './entity-set.ts';
import { text } from './entity-set.ts';
import { badRequest, notFound } from './errors.ts';
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
  },
});

const customerEntity = (customer: Customer): Entity => ({
  Number: customer.number,
  Reference: customer.names[3].slice(0, 16),
  StripeId: customer.names[2],
  Name: customer.names[0],
  Street: customer.street,
  PostalCode: customer.postalCode,
  City: customer.city,
  Region: customer.region,
  Country: customer.country,
  Language: customer.language,
  Currency: customer.currency,
  Phone: customer.phone,
  Email: customer.email,
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
