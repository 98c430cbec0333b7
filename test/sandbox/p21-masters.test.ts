import { describe, expect, it } from 'vitest';
import { customerIn, orderOf, refusalOf, startGateway, startSelling } from './p21-gateway.ts';

const customers = '/api/v2/customers';
const acme = {
  CustomerName: 'Acme GmbH',
  Email: 'Buyer@Example.com',
  Phone: '+49 30 0',
  CurrencyId: 'EUR',
  Reference: 'SCUSTOMER0000001',
  StripeCustomerId: 'cus_00000000000001',
  TaxId: 'DE000000000',
  MailAddress: { Address1: 'Street 1', City: 'Berlin', PostalCode: '10115', Country: 'DE' },
  UserDefined: { segment: 'web' },
};

describe('customers of the Prophet 21 sandbox', () => {
  it('get a number, and are found by reference, by Stripe id and by e-mail in any case', async () => {
    const gateway = await startGateway();

    const created = await gateway.post(customers, acme);

    expect(created).toMatchObject({ ...acme, CustomerId: '100001', CompanyId: 'ACME', CreditHold: 'N', Deleted: 'N' });
    expect(await gateway.get(`${customers}/100001`)).toEqual(created);
    for (const query of [
      'Reference=SCUSTOMER0000001',
      'StripeCustomerId=cus_00000000000001',
      'Email=buyer@example.COM',
    ]) {
      expect(await gateway.list(`${customers}?${query}`)).toEqual([created]);
    }
    expect(await gateway.list(`${customers}?Email=other@example.com`)).toEqual([]);
  });

  it('may share an e-mail address and a reference', async () => {
    const gateway = await startGateway();

    await gateway.post(customers, acme);
    await gateway.post(customers, acme);

    expect(await gateway.list(`${customers}?Email=buyer@example.com&Reference=SCUSTOMER0000001`)).toHaveLength(2);
  });

  it('change only in the fields that are sent', async () => {
    const gateway = await startGateway();
    await gateway.post(customers, acme);

    const changed = await gateway.put(`${customers}/100001`, { CreditHold: 'Y', Deleted: 'Y' });

    expect(changed).toMatchObject({ ...acme, CreditHold: 'Y', Deleted: 'Y' });
  });

  it('lose what is sent empty, and an address as a whole', async () => {
    const gateway = await startGateway();
    await gateway.post(customers, acme);

    const changed = await gateway.put(`${customers}/100001`, { Phone: '', TaxId: '', MailAddress: { City: 'Bonn' } });

    expect(changed).not.toHaveProperty('Phone');
    expect(changed).not.toHaveProperty('TaxId');
    expect(changed).toMatchObject({ Email: acme.Email, MailAddress: { City: 'Bonn' } });
    expect(changed['MailAddress']).not.toHaveProperty('Address1');
    expect(await gateway.put(`${customers}/100001`, { MailAddress: {} })).not.toHaveProperty('MailAddress');
  });

  it('come by their numbers, whatever changed last', async () => {
    const gateway = await startGateway();
    for (let count = 0; count < 3; count += 1) await customerIn(gateway);
    await gateway.admin('clock', { AdvanceSeconds: 60 });
    await gateway.put(`${customers}/100001`, { Phone: '1' });
    const numbers = async (query: string) =>
      (await gateway.list(`${customers}?${query}`)).map(({ CustomerId }) => CustomerId);

    expect(await numbers('OrderBy=Number')).toEqual(['100001', '100002', '100003']);
    expect(await numbers('OrderBy=DateLastModified')).toEqual(['100002', '100003', '100001']);
    await customerIn(gateway);
    expect(await numbers('OrderBy=Number')).toEqual(['100001', '100002', '100003', '100004']);
  });

  it('are changed by people too, as items are', async () => {
    const gateway = await startGateway();
    await gateway.post(customers, acme);

    await gateway.send('PUT', '/_sandbox/customers/100001', { Deleted: 'Y' });
    await gateway.send('PUT', '/_sandbox/items/W-100', { ItemDesc: 'Widget, old', Discontinued: 'Y' });

    expect(await gateway.get(`${customers}/100001`)).toMatchObject({ CustomerName: 'Acme GmbH', Deleted: 'Y' });
    expect(await gateway.get('/api/v2/items/W-100')).toMatchObject({ ItemDesc: 'Widget, old', Discontinued: 'Y' });
  });

  it('are refused without a name, in an unknown currency, and with a wrong flag', async () => {
    const { gateway, customer } = await startSelling();

    expect(await refusalOf(gateway.call('POST', customers, { CurrencyId: 'USD' }))).toContain('CustomerName');
    expect(await refusalOf(gateway.call('POST', customers, { ...acme, CurrencyId: 'XXX' }))).toContain(
      '500 Currency XXX',
    );
    expect(await refusalOf(gateway.call('PUT', `${customers}/${customer}`, { CreditHold: true }))).toContain(
      'CreditHold',
    );
    expect(await refusalOf(gateway.call('PUT', `${customers}/42`, {}))).toBe('404 Customer 42 was not found');
    expect(await refusalOf(gateway.call('GET', `${customers}/42`))).toBe('404 Customer 42 was not found');
  });

  it('can be there from the start, under numbers of their own, or be added by an admin', async () => {
    const gateway = await startGateway({
      customers: [{ CustomerId: '100000', CustomerName: 'Web guest', CurrencyId: 'USD' }],
    });

    const added = await gateway.admin('customers', { CustomerName: 'Late', CurrencyId: 'USD', CreditHold: 'Y' });

    expect(await gateway.get(`${customers}/100000`)).toMatchObject({ CustomerName: 'Web guest' });
    expect(added).toEqual({ CustomerId: '100001' });
  });
});

describe('items of the Prophet 21 sandbox', () => {
  it('are read one by one and as a list', async () => {
    const gateway = await startGateway({
      items: [{ ItemId: 'X-1', ItemDesc: 'Extra', QuantityOnHand: '12.5', Discontinued: 'Y' }],
    });

    const item = await gateway.get('/api/v2/items/X-1');

    expect(item).toMatchObject({
      ItemId: 'X-1',
      ItemDesc: 'Extra',
      UnitOfMeasure: 'EA',
      Class: 'stock',
      QuantityOnHand: '12.5',
      Discontinued: 'Y',
    });
    expect(await gateway.list('/api/v2/items?ItemId=X-1')).toEqual([item]);
    expect((await gateway.list('/api/v2/items')).map((one) => one['ItemId'])).toContain('SHIPPING');
    expect(await refusalOf(gateway.call('GET', '/api/v2/items/NOPE'))).toBe('404 Item NOPE was not found');
  });
});

describe('collections of the Prophet 21 sandbox', () => {
  it('come in pages', async () => {
    const gateway = await startGateway();
    for (let count = 0; count < 5; count += 1) await customerIn(gateway);
    const page = async (number: number) => {
      const { list, ...rest } = await gateway.get(`${customers}?Page=${number}&PageSize=2`);
      return { ...rest, ids: (list as { CustomerId: string }[]).map(({ CustomerId }) => CustomerId) };
    };

    expect(await page(1)).toEqual({ Page: 1, PageSize: 2, More: 'Y', ids: ['100001', '100002'] });
    expect(await page(3)).toEqual({ Page: 3, PageSize: 2, More: 'N', ids: ['100005'] });
    expect(await page(4)).toEqual({ Page: 4, PageSize: 2, More: 'N', ids: [] });
  });

  it('are filtered by time of change, its own instant included, oldest first', async () => {
    const { gateway, customer } = await startSelling();
    const orders = '/api/v2/salesorders';
    const first = await gateway.post(orders, orderOf(customer));
    await gateway.admin('clock', { AdvanceSeconds: 60 });
    const second = await gateway.post(orders, orderOf(customer));
    await gateway.admin('clock', { AdvanceSeconds: 60 });
    await gateway.post(`${orders}/${String(first['OrderNo'])}/hold`, {});
    const since = async (time: unknown) =>
      (await gateway.list(`${orders}?ModifiedSince=${String(time)}`)).map((order) => order['OrderNo']);

    expect(await since(first['DateCreated'])).toEqual([second['OrderNo'], first['OrderNo']]);
    expect(await since(second['DateLastModified'])).toEqual([second['OrderNo'], first['OrderNo']]);
    await gateway.admin('clock', { AdvanceSeconds: 60 });
    expect(await since('2099-01-01T00:00:00Z')).toEqual([]);
  });

  it.each([
    ['Page=0', 'Page'],
    ['PageSize=201', 'PageSize'],
    ['ModifiedSince=yesterday', 'ModifiedSince'],
    ['Refrence=A', 'Unknown query parameter Refrence'],
    ['Reference=A&Reference=B', 'given twice'],
  ])('refuse %s', async (query, message) => {
    const gateway = await startGateway();

    expect(await refusalOf(gateway.call('GET', `${customers}?${query}`))).toContain(message);
  });
});
