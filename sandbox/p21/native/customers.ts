import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { addCustomer, changeCustomer } from '../customers.ts';
import { yesNo } from '../collections.ts';
import { notFound, parseBody, refused } from '../errors.ts';
import { flag, name, reference, text } from '../fields.ts';
import type { Customer } from '../records.ts';
import { redirectToSlash } from './headers.ts';
import { bare, bareNumber, bodyOf, sendLossless } from './lossless.ts';
import type { NativeSite } from './native-site.ts';

const path = '/api/entity/customers/';
/** Where this site keeps Stripe's id of a customer. */
const STRIPE_ID = 'quittance_stripe_id';

const address = z.strictObject({
  MailAddress1: text(50).optional(),
  MailAddress2: text(50).optional(),
  MailCity: text(50).optional(),
  MailState: text(50).optional(),
  MailPostalCode: text(10).optional(),
  MailCountry: text(50).optional(),
  CentralPhoneNumber: text(20).optional(),
  EmailAddress: text(255).optional(),
});
const newCustomer = z.strictObject({
  CompanyId: name(8),
  CustomerName: name(50),
  LegacyId: reference.optional(),
  CurrencyId: bareNumber,
  SalesrepId: text(16).optional(),
  TermsId: text(2).optional(),
  Taxable: flag.optional(),
  CreditStatus: text(8).optional(),
  CustomerAddress: address.optional(),
  UserDefinedFields: z.record(z.string(), z.string()).optional(),
});
type NewCustomer = z.output<typeof newCustomer>;
/** With the key, in the body as in the address, it is a change: what is absent stays, an empty text empties. */
const changedCustomer = newCustomer.partial().extend({
  CompanyId: name(8),
  CustomerId: bareNumber,
  Delete: z.boolean().optional(),
});
type ChangedCustomer = z.output<typeof changedCustomer>;
/** What the books have no place for. */
type Aside = Pick<NewCustomer, 'SalesrepId' | 'TermsId' | 'Taxable'>;

/** The Entity API, of which customers are one of four. */
export function customerEntities(site: NativeSite): Router {
  const router = express.Router({ strict: true });
  const { erp } = site;
  const asides = new Map<string, Aside>();
  const shown = (customer: Customer, extended: boolean) => ({
    ...print(site, customer, extended),
    ...asides.get(customer.number),
  });
  router.all(path.slice(0, -1), redirectToSlash);
  router.post(path, (req, res) => {
    const body = parseBody(newCustomer, bodyOf(req));
    const customer = create(site, body);
    const { SalesrepId, TermsId, Taxable } = body;
    asides.set(customer.number, { SalesrepId, TermsId, Taxable });
    sendLossless(res, shown(customer, false));
  });
  /** The whole table, whatever `$top` says. */
  router.get(path, (_req, res) =>
    sendLossless(
      res,
      erp.customers.all().map((customer) => shown(customer, false)),
    ),
  );
  const keyed = (key: string): Customer => {
    const customer = erp.customers.find(key.replace(`${erp.company}_`, ''));
    if (!customer || !key.startsWith(`${erp.company}_`)) throw notFound('Customer', key);
    return customer;
  };
  router.get(`${path}:key`, (req, res) => {
    sendLossless(res, shown(keyed(req.params.key), req.query['extendedproperties'] === '*'));
  });
  router.put(`${path}:key`, (req, res) => {
    const customer = keyed(req.params.key);
    change(site, customer, parseBody(changedCustomer, bodyOf(req)));
    sendLossless(res, shown(customer, false));
  });
  return router;
}

function create({ erp, currencies }: NativeSite, body: NewCustomer): Customer {
  const currency = currencies.get(body.CurrencyId);
  if (currency === undefined) throw refused(`Invalid CurrencyId: ${body.CurrencyId} does not exist`);
  if (!body.SalesrepId) throw refused('Salesrep ID is required for a new ship to.');
  const { [STRIPE_ID]: StripeCustomerId, ...UserDefined } = body.UserDefinedFields ?? {};
  const mail = body.CustomerAddress;
  return addCustomer(erp, {
    CompanyId: body.CompanyId,
    CustomerName: body.CustomerName,
    Email: mail?.EmailAddress,
    Phone: mail?.CentralPhoneNumber,
    MailAddress: mail && postalOf(mail),
    Reference: body.LegacyId,
    StripeCustomerId,
    CreditHold: creditHold(body.CreditStatus),
    CurrencyId: currency,
    ...(Object.keys(UserDefined).length > 0 && { UserDefined }),
  });
}

function change({ erp }: NativeSite, customer: Customer, body: ChangedCustomer): void {
  if (body.CustomerId !== customer.number) throw refused(`CustomerId ${body.CustomerId} is not that of the address`);
  const { [STRIPE_ID]: StripeCustomerId, ...own } = body.UserDefinedFields ?? {};
  const mail = body.CustomerAddress;
  changeCustomer(
    erp,
    customer,
    given({
      CompanyId: body.CompanyId,
      CustomerName: body.CustomerName,
      Email: mail?.EmailAddress,
      Phone: mail?.CentralPhoneNumber,
      MailAddress: mail && { ...customer.body.MailAddress, ...given(postalOf(mail)) },
      Reference: body.LegacyId,
      StripeCustomerId,
      CreditHold: body.CreditStatus === undefined ? undefined : creditHold(body.CreditStatus),
      UserDefined: Object.keys(own).length > 0 ? { ...customer.body.UserDefined, ...own } : undefined,
      Deleted: body.Delete === undefined ? undefined : yesNo(body.Delete),
    }),
  );
}

const given = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const creditHold = (status: string | undefined) => yesNo(status === 'HOLD');

const postalOf = (mail: z.output<typeof address>) => ({
  Address1: mail.MailAddress1,
  Address2: mail.MailAddress2,
  City: mail.MailCity,
  State: mail.MailState,
  PostalCode: mail.MailPostalCode,
  Country: mail.MailCountry,
});

function print({ erp, currencies }: NativeSite, { number, body }: Customer, extended: boolean) {
  const currency = [...currencies].find(([, code]) => code === body.CurrencyId)?.[0];
  const mail = body.MailAddress;
  return {
    CompanyId: erp.company,
    CustomerId: /^\d+$/.test(number) ? bare(number) : number,
    CustomerName: body.CustomerName,
    LegacyId: body.Reference,
    CurrencyId: currency === undefined ? undefined : bare(currency),
    CreditStatus: body.CreditHold === 'Y' ? 'HOLD' : 'GOOD',
    CustomerAddress: {
      MailAddress1: mail?.Address1,
      MailAddress2: mail?.Address2,
      MailCity: mail?.City,
      MailState: mail?.State,
      MailPostalCode: mail?.PostalCode,
      MailCountry: mail?.Country,
      CentralPhoneNumber: body.Phone,
      EmailAddress: body.Email,
    },
    ...(extended && { UserDefinedFields: { [STRIPE_ID]: body.StripeCustomerId, ...body.UserDefined } }),
  };
}
