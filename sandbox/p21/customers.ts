import { z } from 'zod';
import { pageOf, yesNo } from './collections.ts';
import type { Erp } from './erp.ts';
import { parseBody, refused, refusedWith200 } from './errors.ts';
import type { CustomerBody } from './fields.ts';
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
    handle: (call) => print(erp, changeCustomer(erp, erp.customers.get(numberIn(call, 'CustomerId')), call.body)),
  },
];

export function addCustomer(erp: Erp, input: unknown, number?: string): Customer {
  const body = parseBody(newCustomer, input);
  erp.mustBeOurs(body.CompanyId);
  erp.currencies.mustExist(body.CurrencyId);
  const assigned = number ?? erp.customers.nextNumber();
  const fresh = erp.customers.fresh();
  const changed = { master: fresh.modified, address: fresh.modified, own: fresh.modified };
  return erp.customers.put({ number: assigned, ...fresh, body, deleted: false, changed });
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

/** What is absent stays; an empty text, or an address of nothing, empties. */
export function changeCustomer(erp: Erp, customer: Customer, input: unknown): Customer {
  const { Deleted, ...fields } = parseBody(changedCustomer, input);
  erp.mustBeOurs(fields.CompanyId);
  if (fields.CurrencyId !== undefined) erp.currencies.mustExist(fields.CurrencyId);
  const before = { ...customer.body, Deleted: customer.deleted };
  customer.body = newCustomer.parse(withoutEmpty({ ...customer.body, ...fields }));
  if (Deleted !== undefined) customer.deleted = Deleted === 'Y';
  const { modified } = erp.customers.touch(customer);
  const after = { ...customer.body, Deleted: customer.deleted };
  for (const part of new Set(changedFields(before, after).map((field) => partOf[field] ?? 'master')))
    customer.changed[part] = modified;
  return customer;
}

const withoutEmpty = (body: object): object =>
  Object.fromEntries(
    Object.entries(body).flatMap(([field, value]: [string, unknown]) => {
      if (typeof value !== 'object' || value === null || field === 'UserDefined')
        return value === '' ? [] : [[field, value]];
      const inside = withoutEmpty(value);
      return Object.keys(inside).length === 0 ? [] : [[field, inside]];
    }),
  );

/** Which part of a customer a field belongs to, where it is not the master. */
const partOf: Readonly<Record<string, keyof Customer['changed']>> = {
  Email: 'address',
  Phone: 'address',
  MailAddress: 'address',
  StripeCustomerId: 'own',
  UserDefined: 'own',
};

type Shown = Partial<CustomerBody> & { readonly Deleted: boolean };
const changedFields = (before: Shown, after: Shown): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => JSON.stringify(before[field as keyof Shown]) !== JSON.stringify(after[field as keyof Shown]),
  );

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
