import { describe, expect, it, onTestFinished } from 'vitest';
import { sandboxFor, typesOf } from './start.ts';

const start = () => sandboxFor(onTestFinished);

describe("a customer's tax ids in the Stripe sandbox", () => {
  it('are added, shown with the customer to who asks, and removed, each with an event', async () => {
    const { stripe } = await start();
    const { id } = await stripe.customers.create({ name: 'Ann' });
    const taxId = await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE123456789' });
    expect((await stripe.customers.listTaxIds(id)).data).toMatchObject([{ id: taxId.id, value: 'DE123456789' }]);
    const shown = await stripe.customers.retrieve(id, { expand: ['tax_ids'] });
    expect(shown).toMatchObject({ tax_ids: { data: [{ type: 'eu_vat', customer: id }] } });
    const listed = await stripe.customers.list({ expand: ['data.tax_ids'] });
    expect(listed.data).toMatchObject([{ tax_ids: { data: [{ id: taxId.id }] } }]);

    expect(await stripe.customers.deleteTaxId(id, taxId.id)).toMatchObject({ deleted: true });
    expect((await stripe.customers.listTaxIds(id)).data).toEqual([]);
    expect(await typesOf(stripe)).toEqual(['customer.created', 'customer.tax_id.created', 'customer.tax_id.deleted']);
  });

  it('want a kind, an owner, and at most five', async () => {
    const { stripe } = await start();
    const [mine, other] = await Promise.all([stripe.customers.create(), stripe.customers.create()]);
    const add = (value: string) => stripe.customers.createTaxId(mine.id, { type: 'eu_vat', value });
    await expect(stripe.customers.createTaxId(mine.id, { type: 'vat', value: '1' })).rejects.toMatchObject({
      param: 'type',
    });
    const { id } = await add('DE1');
    await expect(stripe.customers.retrieveTaxId(other.id, id)).rejects.toMatchObject({ statusCode: 404 });
    for (const value of ['DE2', 'DE3', 'DE4', 'DE5']) await add(value);
    await expect(add('DE6')).rejects.toMatchObject({ code: 'customer_tax_ids_limit' });
  });
});

it('shows a deleted customer as an id that was, lists it no more, and takes no change of it', async () => {
  const { stripe } = await start();
  const { id } = await stripe.customers.create({ name: 'Ann' });
  await stripe.customers.del(id);
  expect(await stripe.customers.retrieve(id)).toMatchObject({ id, object: 'customer', deleted: true });
  expect((await stripe.customers.list()).data).toEqual([]);
  await expect(stripe.customers.update(id, { name: 'Eve' })).rejects.toMatchObject({ statusCode: 404 });
});

it('takes thousands of customers at once, and tells nobody', async () => {
  const { stripe, admin } = await start();
  const customers = Array.from({ length: 3_000 }, (_, n) => ({ name: `Customer ${n}`, email: `c${n}@example.com` }));
  const { ids } = await admin<{ ids: string[] }>('/customers', { customers });
  expect(ids).toHaveLength(3_000);
  expect(await stripe.customers.retrieve(ids[2_999] ?? '')).toMatchObject({ email: 'c2999@example.com' });
  expect(await typesOf(stripe)).toEqual([]);
});

it('tells of a product only what changed, and lists those that are active', async () => {
  const { stripe } = await start();
  const { id } = await stripe.products.create({ name: 'Widget' });
  await stripe.products.update(id, { name: 'Widget' });
  await stripe.products.update(id, { active: false });
  const { data } = await stripe.events.list({ type: 'product.updated' });
  expect(data).toHaveLength(1);
  expect(data[0]?.data.previous_attributes).toMatchObject({ active: true });
  expect((await stripe.products.list({ active: true })).data).toEqual([]);
});
