import { describe, expect, it, onTestFinished } from 'vitest';
import { listCustomers } from '../../src/stripe/customer-list.ts';
import { readCustomer } from '../../src/stripe/customer.ts';
import { taxIdChange, writeCustomer, writeTaxId } from '../../src/stripe/customer-writes.ts';
import { readProduct, writeProduct } from '../../src/stripe/product.ts';
import { taxIdTypeOf } from '../../src/stripe/tax-id-type.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';

const all = async <T>(rows: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};
const start = () => sandboxFor(onTestFinished);

describe('a customer at Stripe', () => {
  it('is written field by field, emptied where nothing is to stand, and read with tax ids', async () => {
    const { stripe } = await start();
    const { id } = await stripe.customers.create({ name: 'Ann', phone: '1', address: { line1: 'Old', line2: 'Rear' } });
    const written = await writeCustomer(
      stripe,
      id,
      { email: 'ann@example.com', phone: null, address: { line1: 'New', country: 'DE' }, metadata: { erp: '7' } },
      'k1',
    );
    expect(written.person).toEqual({
      name: 'Ann',
      email: 'ann@example.com',
      address: { line1: 'New', country: 'DE' },
    });
    const renumbered = await writeTaxId(stripe, written, taxIdChange(written, 'DE123456789'), 'k2');
    expect(renumbered).toEqual(await readCustomer(stripe, id));
    expect(await readCustomer(stripe, id)).toMatchObject({
      taxId: 'DE123456789',
      taxIds: [{ type: 'eu_vat' }],
      metadata: { erp: '7' },
    });
    const { data } = await stripe.events.list({ type: 'customer.*' });
    expect(data.slice(0, 2).map(({ request }) => request?.idempotency_key)).toEqual([
      'quittance:k2:add',
      'quittance:k1',
    ]);
  });

  it('has one tax id after it was changed, and none after it was taken away', async () => {
    const { stripe } = await start();
    const { id } = await stripe.customers.create();
    await stripe.customers.createTaxId(id, { type: 'gb_vat', value: 'GB1' });
    const rewritten = async (value: string | null) => {
      const account = await readCustomer(stripe, id);
      const after = await writeTaxId(stripe, account, taxIdChange(account, value, 'US'), `k${value}`);
      expect(after).toEqual(await readCustomer(stripe, id));
      return after.taxIds;
    };
    expect(await rewritten('12-3456789')).toMatchObject([{ value: '12-3456789', type: 'gb_vat' }]);
    expect(await rewritten(null)).toEqual([]);
  });

  it('has the new tax id also where somebody takes the old one away at the same moment', async () => {
    const { stripe } = await start();
    const { id } = await stripe.customers.create();
    const old = await stripe.customers.createTaxId(id, { type: 'gb_vat', value: 'GB1' });
    const account = await readCustomer(stripe, id);
    const change = taxIdChange(account, 'DE123456789');
    await stripe.customers.deleteTaxId(id, old.id);
    await writeTaxId(stripe, account, change, 'k');
    expect((await readCustomer(stripe, id)).taxIds).toMatchObject([{ value: 'DE123456789' }]);
  });

  it('keeps all of several tax ids where none of them is the one that is to stand', async () => {
    const { stripe } = await start();
    const { id } = await stripe.customers.create({ name: 'Ann' });
    await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE123456789' });
    await stripe.customers.createTaxId(id, { type: 'gb_vat', value: 'GB123456789' });
    const account = await readCustomer(stripe, id);
    for (const value of ['FR12345678901', null])
      expect(() => taxIdChange(account, value)).toThrow(expect.objectContaining({ code: 'invalid', where: 'tax_id' }));
  });

  it('is known as deleted once it was, and listed no more', async () => {
    const { stripe } = await start();
    for (let n = 0; n < 130; n += 1) await stripe.customers.create({ name: `C${n}` });
    const { id } = await stripe.customers.create();
    await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE1' });
    const listed = await all(listCustomers(stripe));
    expect(listed).toHaveLength(131);
    expect(listed[0]).toMatchObject({ id, taxId: 'DE1' });
    await stripe.customers.del(id);
    expect(await readCustomer(stripe, id)).toMatchObject({ deleted: true, person: {}, taxIds: [] });
    expect(await all(listCustomers(stripe))).toHaveLength(130);
  });
});

it.each([
  ['DE123456789', {}, 'eu_vat'],
  ['ATU12345678', { country: 'US' }, 'eu_vat'],
  ['CHE-123.456.789', {}, 'ch_vat'],
  ['12-3456789', { country: 'us' }, 'us_ein'],
  ['123', { before: 'sg_uen', country: 'US' }, 'sg_uen'],
])('takes the tax id %s (%j) for %s', (value, known, type) => expect(taxIdTypeOf(value, known)).toBe(type));

it('says how to mend a tax id whose kind can not be told, without the tax id', () => {
  expect(() => taxIdTypeOf('123456', { country: 'AQ' })).toThrow(/letters of its country/);
  expect(() => taxIdTypeOf('123456', {})).not.toThrow(/123456/);
});

it("writes a product's name and whether it is sold, under our own key", async () => {
  const { stripe } = await start();
  const { id } = await stripe.products.create({ name: 'Old' });
  expect(await writeProduct(stripe, id, { name: 'New', active: false }, 'p1')).toMatchObject({ active: false });
  expect(await readProduct(stripe, id)).toMatchObject({ name: 'New', active: false, deleted: false });
});
