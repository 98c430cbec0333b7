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
const changed: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
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

  it('change by their key: what is absent stays, an empty text empties, and Delete marks them', async () => {
    const site = await startNative();
    await site.post(CUSTOMERS, bodyOf());
    const change = (more: string) =>
      site.raw(`${CUSTOMERS}ACME_100001`, {
        method: 'PUT',
        body: `{"CompanyId":"ACME","CustomerId":100001,${more}}`,
      });

    await change('"CustomerAddress":{"MailAddress1":"Side Street 2","CentralPhoneNumber":""},"CreditStatus":"HOLD"');

    expect(await site.gateway.get('/api/v2/customers/100001')).toMatchObject({
      CustomerName: 'Acme GmbH',
      CreditHold: 'Y',
      MailAddress: { Address1: 'Side Street 2', City: 'Springfield' },
      UserDefined: { segment: 'web' },
    });
    expect(await site.gateway.get('/api/v2/customers/100001')).not.toHaveProperty('Phone');
    await change('"Delete":true');
    expect(await site.gateway.get('/api/v2/customers/100001')).toMatchObject({ Deleted: 'Y' });
    expect((await change('"CustomerName":""')).status).toBe(400);
    const other = await site.raw(`${CUSTOMERS}ACME_100001`, {
      method: 'PUT',
      body: '{"CompanyId":"ACME","CustomerId":5}',
    });
    expect(other.status).toBe(500);
  });

  it('keep the time of a change by table: that of an address is not that of the customer', async () => {
    const site = await startNative();
    await site.post(CUSTOMERS, bodyOf());
    const times = async () =>
      Promise.all(
        ['customer', 'address', 'customer_ud'].map(
          async (table) => (await site.rows(table))[0]?.['date_last_modified'],
        ),
      );
    const before = await times();
    await site.gateway.admin('clock', { AdvanceSeconds: 60 });

    await site.gateway.put('/api/v2/customers/100001', { Phone: '555', CreditHold: 'N' });

    const after = await times();
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[2]);
    expect(after[1] !== before[1]).toBe(true);
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
        date_last_modified: changed,
      },
    ]);
    expect(await site.rows('address', { $filter: 'id eq 100001' })).toEqual([
      {
        id: number('100001'),
        email_address: 'buyer@example.com',
        central_phone_number: '+1 217 555 0100',
        mail_address1: 'Main Street 1',
        mail_address2: null,
        mail_city: 'Springfield',
        mail_state: 'IL',
        mail_postal_code: '62701',
        mail_country: 'US',
        date_last_modified: changed,
      },
    ]);
    expect(await site.rows('customer_ud', { $filter: "quittance_stripe_id eq 'cus_00000000000001'" })).toEqual([
      {
        customer_id: number('100001'),
        company_id: 'ACME',
        quittance_stripe_id: 'cus_00000000000001',
        segment: 'web',
        date_last_modified: changed,
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
