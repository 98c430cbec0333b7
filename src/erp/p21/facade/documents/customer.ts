import type { z } from 'zod';
import type { Customer, Reference } from '../../../../domain/documents.ts';
import { firstOf } from '../../../read-back.ts';
import { define } from '../kind.ts';
import { Customer as Stored } from '../schema.ts';
import { given, whole } from '../../document-fields.ts';
import { addressOf, extraFields, type Origin } from './fields.ts';
import { extra, lengths } from '../target.ts';

export const encodeCustomer = (customer: Customer, reference: Reference, { company }: Origin): object => ({
  CompanyId: company,
  CustomerName: whole('CustomerName', customer.name, lengths.customer.name),
  ...given('Email', whole('Email', customer.email ?? '', lengths.customer.email)),
  ...given('Phone', whole('Phone', customer.phone ?? '', lengths.customer.phone)),
  ...(customer.address && { MailAddress: addressOf(customer.address) }),
  Reference: reference,
  ...given('StripeCustomerId', customer.stripeId),
  CurrencyId: customer.currency,
  ...given('TaxId', whole('TaxId', customer.taxId ?? '', lengths.customer.tax_id)),
  ...extraFields(customer.extra, extra.customer),
});

export const customer = define<Customer, z.infer<typeof Stored>>({
  create: 'createCustomer',
  list: 'listCustomers',
  get: 'getCustomer',
  schema: Stored,
  encode: encodeCustomer,
  receipt: ({ CustomerId, Deleted }) => ({
    kind: 'customer',
    number: CustomerId,
    customer: CustomerId,
    ...(Deleted === 'Y' && { status: 'cancelled' }),
  }),
  differs: (sent, stored) =>
    firstOf({
      CurrencyId: stored.CurrencyId !== sent.currency,
      StripeCustomerId: (stored.StripeCustomerId ?? '') !== (sent.stripeId ?? ''),
    }),
});
