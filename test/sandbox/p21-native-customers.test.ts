import { describe, expect, it } from 'vitest';
import { startGateway } from './p21-gateway.ts';
import { number, startNative } from './p21-native.ts';

const CUSTOMERS = '/api/entity/customers/';
const acme = {
  CompanyId: 'ACME',
  CustomerName: 'Acme GmbH',
  LegacyId: 'SCUSTOMER0000001',
  SalesrepId: '1',
  TermsId: 'N',
  Taxable: 'Y',
  CreditStatus: 'GOOD',
  CustomerAddress: {
    MailAddress1: 'Main Street 1',
    MailCity: 'Springfield',
    MailState: 'IL',
    MailPostalCode: '62701',
    MailCountry: 'US',
    CentralPhoneNumber: '+1 217 555 0100',
    EmailAddress: 'buyer@example.com',
  },
  UserDefinedFields: { quittance_stripe_id: 'cus_00000000000001', segment: 'web' },
};
/** The currency is a bare number. */
const bodyOf = (changes: object = {}, currency = '2') =>
  JSON.stringify({ ...acme, ...changes }).replace('{', `{"CurrencyId":${currency},`);

describe('customers of the native Prophet 21 sandbox', () => {
  it('are made with a number, and found by company and number', async () => {
    const site = await startNative();

    const made = await site.post(CUSTOMERS, bodyOf());

    const { UserDefinedFields, ...plain } = acme;
    expect(made).toMatchObject({
      status: 200,
      body: { ...plain, CustomerId: number('100001'), CurrencyId: number('2') },
    });
    expect(made.text).not.toContain('UserDefinedFields');
    expect((await site.ask(`${CUSTOMERS}ACME_100001?extendedproperties=*`)).body).toEqual({
      ...(made.body as object),
      UserDefinedFields,
    });
    const unknown = await site.raw(`${CUSTOMERS}ACME_42`);
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('ResourceNotFoundException');
    expect((await site.raw(`${CUSTOMERS}OTHER_100001`)).status).toBe(404);
  });

  it('are found by OData, with their address and the columns of the site', async () => {
    const site = await startNative();
    await site.post(CUSTOMERS, bodyOf({ CreditStatus: 'HOLD' }));

    expect(await site.rows('customer', { $filter: "legacy_id eq 'SCUSTOMER0000001'" })).toEqual([
      {
        customer_id: number('100001'),
        company_id: 'ACME',
        customer_name: 'Acme GmbH',
        legacy_id: 'SCUSTOMER0000001',
        currency_id: number('2'),
        credit_status: 'HOLD',
        delete_flag: 'N',
      },
    ]);
    expect(await site.rows('address', { $filter: 'id eq 100001' })).toEqual([
      { id: number('100001'), email_address: 'buyer@example.com', central_phone_number: '+1 217 555 0100' },
    ]);
    expect(await site.rows('customer_ud', { $filter: "quittance_stripe_id eq 'cus_00000000000001'" })).toEqual([
      {
        customer_id: number('100001'),
        company_id: 'ACME',
        quittance_stripe_id: 'cus_00000000000001',
        segment: 'web',
      },
    ]);
    expect(await site.rows('customer_ud', { $filter: "segment eq 'other'" })).toEqual([]);
  });

  it('are the customers of the gateway', async () => {
    const site = await startNative();
    const facade = await startGateway();
    await site.post(CUSTOMERS, bodyOf());

    await facade.post('/api/v2/customers', {
      CustomerName: 'Acme GmbH',
      Email: 'buyer@example.com',
      Phone: '+1 217 555 0100',
      MailAddress: {
        Address1: 'Main Street 1',
        City: 'Springfield',
        State: 'IL',
        PostalCode: '62701',
        Country: 'US',
      },
      Reference: 'SCUSTOMER0000001',
      StripeCustomerId: 'cus_00000000000001',
      CurrencyId: 'EUR',
      UserDefined: { segment: 'web' },
    });

    const stampless = async (gateway: typeof facade) => {
      const { DateCreated, DateLastModified, ...rest } = await gateway.get('/api/v2/customers/100001');
      return { rest, stamps: [typeof DateCreated, typeof DateLastModified] };
    };
    expect(await stampless(site.gateway)).toEqual(await stampless(facade));
    expect(await site.gateway.admin('documents')).toEqual(await facade.admin('documents'));
  });

  it.each([
    ['no sales representative', bodyOf({ SalesrepId: '' }), 'Salesrep ID is required for a new ship to.'],
    ['an unknown currency', bodyOf({}, '99'), 'CurrencyId: 99 does not exist'],
    ['a currency in quotes', bodyOf({}, '"2"'), 'without quotes'],
    ['a field that there is none of', bodyOf({ Nickname: 'A' }), 'Nickname'],
    ['another company', bodyOf({ CompanyId: 'OTHER' }), 'OTHER'],
    ['a reference that is too long', bodyOf({ LegacyId: 'S'.repeat(17) }), 'LegacyId'],
  ])('are refused for %s', async (_what, body, message) => {
    const site = await startNative();

    const reply = await site.raw(CUSTOMERS, { method: 'POST', body });

    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.text).toContain(message);
    expect(await site.rows('customer')).toEqual([]);
  });
});
