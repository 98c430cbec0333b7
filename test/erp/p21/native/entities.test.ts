import { LosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { createEntities } from '../../../../src/erp/p21/native/entities.ts';
import { refused } from '../fake-gateway.ts';
import { fakeProphet, signal } from './fake-prophet.ts';

const customer = {
  CompanyId: 'ACME',
  CustomerName: 'Jane "J" Doe',
  CurrencyId: '1',
  CustomerAddress: { MailCity: 'Köln' },
};

describe('a customer by the Entity API', () => {
  it('is sent with its currency as a number, to the path that is not redirected', async () => {
    const { client, calls } = await fakeProphet(() => ({ body: '{"CustomerId":100501,"CreditLimit":0.00}' }));
    const entities = createEntities(client);

    expect(await entities.createCustomer(customer, signal())).toBe('100501');
    await entities.createCustomer({ ...customer, CurrencyId: new LosslessNumber('1') }, signal());

    expect(calls[0]).toMatchObject({ method: 'POST', path: '/api/entity/customers/' });
    expect(calls[0]?.text).toBe(
      '{"CompanyId":"ACME","CustomerName":"Jane \\"J\\" Doe","CurrencyId":1,"CustomerAddress":{"MailCity":"Köln"}}',
    );
    expect(calls[1]?.text).toBe(calls[0]?.text);
  });

  it.each(['{"CustomerId":100501.0000}', '{"CustomerId":"100501"}'])('has its number in %s', async (body) => {
    const { client } = await fakeProphet(() => ({ body }));

    expect(await createEntities(client).createCustomer(customer, signal())).toBe('100501');
  });

  it.each([
    [{ body: '{"CustomerId":null}' }, 'outcome-unknown'],
    [{ body: '{"CustomerId":"see the log"}' }, 'outcome-unknown'],
    [{ body: '{}' }, 'outcome-unknown'],
    [{ status: 500, body: refused('<ImportReturn type="CREATE">no</ImportReturn>', 'P21.X') }, 'outcome-unknown'],
    [{ status: 500, body: refused('Salesrep ID is required for a new ship to.') }, 'invalid'],
    [{ status: 400, body: refused('Not so', 'P21.Business.Common.ValidationException') }, 'invalid'],
  ])('that is answered %j is %s', async (answer, code) => {
    const { client } = await fakeProphet(() => answer);

    await expect(createEntities(client).createCustomer(customer, signal())).rejects.toMatchObject({ code });
  });
});
