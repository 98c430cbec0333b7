import { z } from 'zod';
import { pageOf, yesNo } from './collections.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused, refusedWith200 } from './errors.ts';
import { customerFields, flag } from './fields.ts';
import type { Customer } from './records.ts';
import type { Route } from './routing.ts';
import { numberIn } from './routing.ts';
import { stamps } from './shelf.ts';

const newCustomer = z.strictObject(customerFields);
const changedCustomer = newCustomer.partial().extend({ Deleted: flag.optional() });
export type CustomerSeed = z.input<typeof newCustomer> & { readonly CustomerId?: string };

export const customerRoutes = (erp: Erp): readonly Route[] => [
  {
    method: 'get',
    path: '/api/v2/customers',
    handle: ({ query }) => pageOf(erp.customers, query, filters, (customer) => print(erp, customer)),
  },
  { method: 'post', path: '/api/v2/customers', handle: ({ body }) => print(erp, addCustomer(erp, body)) },
  {
    method: 'get',
    path: '/api/v2/customers/{CustomerId}',
    handle: (call) => print(erp, erp.customers.get(numberIn(call, 'CustomerId'))),
  },
  {
    method: 'put',
    path: '/api/v2/customers/{CustomerId}',
    handle: (call) => print(erp, change(erp, erp.customers.get(numberIn(call, 'CustomerId')), call.body)),
  },
];

export function addCustomer(erp: Erp, input: unknown, number?: string): Customer {
  const body = parseBody(newCustomer, input);
  erp.mustBeOurs(body.CompanyId);
  erp.currencies.mustExist(body.CurrencyId);
  const assigned = number ?? erp.customers.nextNumber();
  return erp.customers.put({ number: assigned, ...erp.customers.fresh(), body, deleted: false });
}

/** @throws Refusal unless documents may be posted for the customer */
export function customerFor(erp: Erp, number: string): Customer {
  const customer = erp.customers.find(number);
  if (!customer) throw refused(`Customer ${number} does not exist`);
  if (customer.deleted) throw refused(`Customer ${number} is deleted`);
  return customer;
}

/** @throws Refusal, with HTTP 200, when the customer may not buy on credit */
export function buyer(erp: Erp, number: string): Customer {
  const customer = customerFor(erp, number);
  if (customer.body.CreditHold === 'Y') throw refusedWith200(`Customer ${number} is on credit hold`);
  return customer;
}

function change(erp: Erp, customer: Customer, input: unknown): Customer {
  const { Deleted, ...fields } = parseBody(changedCustomer, input);
  erp.mustBeOurs(fields.CompanyId);
  if (fields.CurrencyId !== undefined) erp.currencies.mustExist(fields.CurrencyId);
  customer.body = newCustomer.parse({ ...customer.body, ...fields });
  if (Deleted !== undefined) customer.deleted = Deleted === 'Y';
  return erp.customers.touch(customer);
}

const filters = {
  Reference: (customer: Customer, wanted: string) => customer.body.Reference === wanted,
  Email: (customer: Customer, wanted: string) => customer.body.Email?.toLowerCase() === wanted.toLowerCase(),
  StripeCustomerId: (customer: Customer, wanted: string) => customer.body.StripeCustomerId === wanted,
};

const print = (erp: Erp, customer: Customer) => ({
  CustomerId: customer.number,
  CreditHold: 'N',
  ...customer.body,
  CompanyId: erp.company,
  Deleted: yesNo(customer.deleted),
  ...stamps(customer),
});
