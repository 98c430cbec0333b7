import express from 'express';
import type { Router } from 'express';
import { z } from 'zod';
import { addCustomer } from '../customers.ts';
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
  router.get(`${path}:key`, (req, res) => {
    const customer = erp.customers.find(req.params.key.replace(`${erp.company}_`, ''));
    if (!customer || !req.params.key.startsWith(`${erp.company}_`)) throw notFound('Customer', req.params.key);
    sendLossless(res, shown(customer, req.query['extendedproperties'] === '*'));
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
    MailAddress: mail && {
      Address1: mail.MailAddress1,
      Address2: mail.MailAddress2,
      City: mail.MailCity,
      State: mail.MailState,
      PostalCode: mail.MailPostalCode,
      Country: mail.MailCountry,
    },
    Reference: body.LegacyId,
    StripeCustomerId,
    CreditHold: body.CreditStatus === 'HOLD' ? 'Y' : 'N',
    CurrencyId: currency,
    ...(Object.keys(UserDefined).length > 0 && { UserDefined }),
  });
}

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
