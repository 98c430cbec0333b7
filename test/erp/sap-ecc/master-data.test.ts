import { describe, expect, it } from 'vitest';
import type { CustomerRecord, ErpPort } from '../../../src/erp/port.ts';
import { newReference } from '../contract.ts';
import { connected, idoc, of } from './system.ts';
import { variants } from './variants.ts';

const all = async <T>(records: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const record of records) found.push(record);
  return found;
};
const address = { line1: 'Main Street 1', city: 'Springfield', state: 'OR', postalCode: '97403', country: 'US' };
const started = new Date(Date.now() - 1_000).toISOString();
const writes = (seen: readonly string[]): number =>
  seen.filter((route) => /^(?:Z_QTC_CUSTOMER|BAPI_CUSTOMER_C|POST |PATCH )/.test(route)).length;

async function made(erp: ErpPort): Promise<string> {
  const customer = of.customer('EUR', { name: 'Sample Buyer', phone: '+15415550100', address, stripeId: 'cus_1' });
  return (await erp.post(customer, newReference())).number;
}

describe.each(Object.entries(variants))('customers by %s', (_name, { interfaces }) => {
  const open = () => connected(interfaces, { idoc });

  it('are read as they stand', async () => {
    const { erp } = await open();
    const number = await made(erp);

    expect(await erp.customer(number)).toEqual({
      number,
      name: 'Sample Buyer',
      email: 'buyer@example.com',
      phone: '+15415550100',
      address,
      currency: 'EUR',
      stripeId: 'cus_1',
      blocked: false,
      changedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    } satisfies CustomerRecord);
    expect(await erp.customer('99999999')).toBeUndefined();
  });

  it('are changed once, where something differs, and nowhere else', async () => {
    const { erp, seen } = await open();
    const number = await made(erp);
    const before = await erp.customer(number);
    seen.length = 0;
    const change = { name: 'A company with a name that is longer than one line & more', phone: '+49 30 555 01 00' };

    const changed = await erp.changeCustomer(number, change);

    expect(changed).toMatchObject({ ...before, ...change, changedAt: expect.any(String) as string });
    expect(writes(seen)).toBe(1);
    expect(await erp.changeCustomer(number, change)).toEqual(changed);
    expect(writes(seen)).toBe(1);
  });

  it('lose what is emptied and keep the rest', async () => {
    const { erp } = await open();
    const number = await made(erp);

    const changed = await erp.changeCustomer(number, { email: null, phone: null, address: null });

    expect(changed).toEqual({
      number,
      name: 'Sample Buyer',
      currency: 'EUR',
      stripeId: 'cus_1',
      blocked: false,
      changedAt: changed.changedAt,
    });
  });

  it('are cut as SAP holds them', async () => {
    const { erp } = await open();
    const number = await made(erp);

    const changed = await erp.changeCustomer(number, {
      name: 'n'.repeat(99),
      address: { ...address, city: 'c'.repeat(99) },
    });

    expect(changed.name).toBe('n'.repeat(70));
    expect(changed.address?.city).toBe('c'.repeat(35));
    await expect(erp.changeCustomer(number, { address: { ...address, state: 'Oregon' } })).rejects.toMatchObject({
      code: 'invalid',
      where: 'State',
    });
  });

  it('are found when they were changed, whoever did it, oldest first, and not before', async () => {
    const { erp, put, tell } = await open();
    const [one, other] = [await made(erp), await made(erp)];
    await tell('clock', { AdvanceSeconds: 60 });
    const since = new Date(Date.now() + 59_000).toISOString();
    expect(await all(erp.customerRecords({ since }))).toEqual([]);

    await put(`customers/${other}`, { Email: 'new@example.com' });
    await tell('clock', { AdvanceSeconds: 5 });
    await put(`customers/${one}`, { CreditBlocked: 'Y' });

    const records = await all(erp.customerRecords({ since }));
    expect(records).toMatchObject([
      { number: other, email: 'new@example.com', blocked: false },
      { number: one, blocked: true },
    ]);
    expect(records.map(({ changedAt }) => changedAt)).toEqual(records.map(({ changedAt }) => changedAt).toSorted());
    expect(await erp.customer(one)).toEqual(records[1]);
  });

  it('of which nobody knows whether they were changed are changed by repeating it, once', async () => {
    const { erp, tell } = await open();
    const number = await made(erp);
    const { matches } = variants[_name] ?? {};
    await tell('faults', { kind: 'reset-after-commit', match: matches?.write });

    await expect(erp.changeCustomer(number, { name: 'Other' })).rejects.toMatchObject({ code: 'outcome-unknown' });

    await expect.poll(async () => (await erp.customer(number))?.name).toBe('Other');
    const since = started;
    expect((await erp.changeCustomer(number, { name: 'Other' })).name).toBe('Other');
    expect((await all(erp.customerRecords({ since }))).filter((each) => each.number === number)).toHaveLength(1);
  });

  it('are not found where there are none', async () => {
    const { erp } = await open();

    await expect(erp.changeCustomer('99999999', { name: 'Nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe.each(Object.entries(variants).filter(([, { traits }]) => !('block-customer' in traits.lacks)))(
  'blocks and VAT numbers by %s',
  (_name, { interfaces }) => {
    it('are set and taken away', async () => {
      const { erp } = await connected(interfaces, { idoc });
      const number = await made(erp);

      expect(await erp.changeCustomer(number, { blocked: true, taxId: 'DE123456789' })).toMatchObject({
        blocked: true,
        taxId: 'DE123456789',
      });
      const free = await erp.changeCustomer(number, { blocked: false, taxId: null });
      expect(free.blocked).toBe(false);
      expect(free).not.toHaveProperty('taxId');
    });

    it('of other people are left alone', async () => {
      const { erp, put } = await connected(interfaces, { idoc });
      const number = await made(erp);
      await put(`customers/${number}`, { OrderBlock: '05' });

      expect(await erp.changeCustomer(number, { blocked: true })).toMatchObject({ blocked: true });
      await expect(erp.changeCustomer(number, { blocked: false })).rejects.toMatchObject({ code: 'rejected' });

      await put(`customers/${number}`, { OrderBlock: '', Deleted: 'Y' });
      await expect(erp.changeCustomer(number, { blocked: false })).rejects.toMatchObject({ code: 'rejected' });
    });
  },
);

describe('by the standard function alone', () => {
  it('nobody is blocked, and a VAT number is left to people', async () => {
    const { erp, seen } = await connected({ default: 'soap-stateful' });
    const number = await made(erp);
    seen.length = 0;

    await expect(erp.changeCustomer(number, { blocked: true })).rejects.toMatchObject({ code: 'rejected' });
    expect(await erp.changeCustomer(number, { taxId: 'DE123456789' })).not.toHaveProperty('taxId');
    expect(writes(seen)).toBe(0);
  });
});

describe('all of the masters', () => {
  it('come by number, with the blocked ones', async () => {
    const customers = Array.from({ length: 620 }, (_, index) => ({
      CustomerId: String(200_000 + index),
      CustomerName: `Customer ${index}`,
    }));
    const { erp } = await connected({ default: 'soap-wrapper' }, {}, { customers: customers.toReversed() });

    const records = await all(erp.customerRecords({}));

    expect(records).toHaveLength(621);
    expect(records.slice(1).map(({ number }) => number)).toEqual(customers.map(({ CustomerId }) => CustomerId));
    expect(records.at(-1)).toMatchObject({ number: '200619', name: 'Customer 619', currency: 'EUR', blocked: false });
  });

  it('say which materials were changed, discontinued ones too', async () => {
    const { erp, put, tell } = await connected({ default: 'soap-wrapper' });
    await tell('clock', { AdvanceSeconds: 60 });
    const since = new Date(Date.now() + 59_000).toISOString();
    await put('items/W-100', { ItemDesc: 'Widget, renamed' });
    await tell('clock', { AdvanceSeconds: 2 });
    await put('items/SHIPPING', { Discontinued: 'Y' });

    expect(await all(erp.itemRecords({ since }))).toMatchObject([
      { number: 'W-100', description: 'Widget, renamed', discontinued: false },
      { number: 'SHIPPING', discontinued: true },
    ]);
    const numbers = (await all(erp.itemRecords({}))).map(({ number }) => number);
    expect(numbers).toContain('SHIPPING');
    expect(numbers).toEqual(numbers.toSorted());
  });

  it('are the accounts of the company code, of the kinds that postings need', async () => {
    const { erp } = await connected({ default: 'soap-wrapper' });

    const accounts = await all(erp.accountRecords());

    expect(accounts.map(({ number }) => number)).toEqual(accounts.map(({ number }) => number).toSorted());
    expect(accounts).toContainEqual({ number: '113100', description: 'Stripe clearing', kind: 'bank', blocked: false });
    expect(accounts).toContainEqual({
      number: '800100',
      description: 'Revenue, digital goods',
      kind: 'profit-and-loss',
      blocked: false,
    });
  });

  it('want a time that is one', async () => {
    const { erp } = await connected({ default: 'soap-wrapper' });

    await expect(all(erp.customerRecords({ since: 'yesterday' }))).rejects.toMatchObject({ code: 'invalid' });
  });
});
