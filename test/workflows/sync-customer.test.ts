import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customersOf } from '../support/customers.ts';
import { company, startProduct, until, type Product } from '../support/product.ts';
import { salesOf } from '../support/sales.ts';

let product: Product;
let customers: ReturnType<typeof customersOf>;
beforeAll(async () => {
  product = await startProduct({
    webhook: true,
    limits: 'breaker_failures: 5, breaker_open_seconds: 1',
    profile: {
      customers: {
        settings: { house_account: '100001', create: 'at_once' },
        owners: { name: 'stripe', email: 'newest', phone: 'newest', address: 'stripe', tax_id: 'erp' },
      },
    },
  });
  customers = customersOf(product);
}, 120_000);
afterAll(() => product.stop());

const numbered = async (id: string): Promise<string> => {
  const link = await until(
    () => product.store.customerLinks.find({ company, stripeId: id }),
    (found) => found !== undefined,
  );
  return link?.erpId ?? expect.unreachable();
};
const atStripe = async (id: string) => {
  const found = await product.stripe.customers.retrieve(id, { expand: ['tax_ids'] });
  return found.deleted ? expect.unreachable() : found;
};
const writesOf = async (id: string) =>
  (await product.store.book.of({ company, root: `customer-sync/${id}` })).map(({ kind, state }) => `${kind} ${state}`);

describe('syncCustomer', () => {
  it('makes a customer at once, names it at Stripe, and its own echo wakes nobody', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Ann Buyer', email: 'ann@buyers.example' });
    const number = await numbered(id);
    await until(
      () => atStripe(id),
      ({ metadata }) => metadata['customer_id'] === number,
    );
    await customers.ended(id);
    expect(await customers.erp.customer(number)).toMatchObject({ name: 'Ann Buyer', email: 'ann@buyers.example' });
    expect(await writesOf(id)).toEqual(['customer-write-back posted']);
    const { runId } = await customers.handle(id).describe();
    await product.stripe.customers.update(id, { description: 'Nothing that is kept alike' });
    await until(
      () => customers.handle(id).describe(),
      (described) => described.runId !== runId && described.status.name === 'COMPLETED',
    );
    expect(await writesOf(id)).toHaveLength(1);
  });

  it('carries changes both ways, each once, and again when the same one comes back', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Bob One', email: 'bob@buyers.example', phone: '1' });
    const number = await numbered(id);
    await until(
      () => atStripe(id),
      ({ metadata }) => Boolean(metadata['customer_id']),
    );
    for (const name of ['Bob Two', 'Bob One', 'Bob Two']) {
      await product.stripe.customers.update(id, { name });
      await customers.stands(number, (record) => record.name === name);
      await customers.ended(id);
    }
    await customers.erp.changeCustomer(number, { phone: '+1 555 0100', taxId: 'DE123456789' });
    const found = await until(
      () => atStripe(id),
      ({ phone, tax_ids }) => phone === '+1 555 0100' && tax_ids?.data.length === 1,
    );
    expect(found.tax_ids?.data).toMatchObject([{ type: 'eu_vat', value: 'DE123456789' }]);
    await customers.ended(id);
    expect((await writesOf(id)).filter((line) => line.startsWith('customer-fields'))).toHaveLength(3);
  });

  it("takes back what people change in the ERP where Stripe's side decides", async () => {
    const { id } = await product.stripe.customers.create({ name: 'Cora Right', email: 'cora@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await customers.erp.changeCustomer(number, { name: 'Cora Wrong' });
    await customers.stands(number, ({ name }) => name === 'Cora Right');
    expect((await atStripe(id)).name).toBe('Cora Right');
  });

  it('asks a person where both sides changed at once, without a value, and does as the patch says', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Dan', email: 'dan@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.stripeAdmin('/_sandbox/deliveries/pause', {});
    await product.stripe.customers.update(id, { email: 'dan.stripe@buyers.example' });
    await customers.erp.changeCustomer(number, { email: 'dan.erp@buyers.example' });
    await product.stripeAdmin('/_sandbox/deliveries/resume', {});
    expect(await customers.parked(id)).toMatchObject({ kind: 'business', code: 'customer-conflict' });
    const [open] = await product.store.cases.list({ company, subject: id, open: true });
    expect(open).toMatchObject({ where: 'email', step: 'agree on email' });
    expect(JSON.stringify(open)).not.toContain('buyers.example');

    await customers.decide(id, 'patch', { customerFields: { email: 'stripe' } });
    await customers.stands(number, ({ email }) => email === 'dan.stripe@buyers.example');
    await customers.ended(id);
    expect(await product.store.cases.list({ company, subject: id, open: true })).toEqual([]);
  });

  it('carries what a person writes at Stripe in the moment after a write of ours', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Ida', email: 'ida@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.stripeAdmin('/_sandbox/deliveries/pause', {});
    // Two looks come before the write; one that came after it would show what the person wrote.
    for (const [count, delayMs] of [
      [2, 0],
      [1, 1_500],
    ])
      await product.fault('stripe', {
        kind: 'slow',
        count,
        delayMs,
        match: { method: 'GET', path: `/customers/${id}` },
      });
    await customers.erp.changeCustomer(number, { email: 'ida.erp@buyers.example' });
    const written = { email: 'ida.erp@buyers.example' };
    await until(
      () => product.stripe.customers.list(written),
      ({ data }) => data.length === 1,
    );
    await product.stripe.customers.update(id, { email: 'ida.stripe@buyers.example' });
    await customers.ended(id);
    await product.stripeAdmin('/_sandbox/deliveries/resume', {});
    await customers.stands(number, ({ email }) => email === 'ida.stripe@buyers.example');
  });

  it('carries what a person writes in the ERP while a write of ours to another field is on its way', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Jon', email: 'jon@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    const reading = product.client.schedule.getHandle(`sync-erp-changes/${company}`);
    await reading.pause();
    const ours = { method: 'PUT', body: 'Jon Two' };
    await product.fault('p21', { kind: 'slow', delayMs: 1_500, match: ours });
    await product.stripe.customers.update(id, { name: 'Jon Two' });
    await until(
      () => product.faults('p21'),
      ({ armed }) => armed.length === 0,
    );
    await customers.erp.changeCustomer(number, { phone: '+1 555 0177' });
    await customers.stands(number, ({ name }) => name === 'Jon Two');
    await customers.ended(id);
    await reading.unpause();
    await until(
      () => atStripe(id),
      ({ phone }) => phone === '+1 555 0177',
    );
  });

  it('sees a tax id that a person adds at Stripe while a write of ours brings another one', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Kim', email: 'kim@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.fault('stripe', {
      kind: 'slow',
      delayMs: 1_500,
      match: { method: 'POST', path: `/customers/${id}$` },
    });
    await customers.erp.changeCustomer(number, { phone: '+1 555 0188', taxId: 'DE123456788' });
    await until(
      () => product.faults('stripe'),
      ({ armed }) => armed.length === 0,
    );
    await product.stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE987654321' });
    // The ERP decides about it here, so the other one goes.
    await until(
      () => atStripe(id),
      ({ phone, tax_ids }) =>
        phone === '+1 555 0188' && tax_ids?.data.map(({ value }) => value).join(' ') === 'DE123456788',
    );
  });

  it('leaves both sides as they are when a person skips the conflict', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Eve', email: 'eve@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.stripeAdmin('/_sandbox/deliveries/pause', {});
    await product.stripe.customers.update(id, { email: 'eve.stripe@buyers.example' });
    await customers.erp.changeCustomer(number, { email: 'eve.erp@buyers.example' });
    await product.stripeAdmin('/_sandbox/deliveries/resume', {});
    await customers.decide(id, 'skip');
    await customers.ended(id);
    expect(await customers.erp.customer(number)).toMatchObject({ email: 'eve.erp@buyers.example' });

    await product.stripe.customers.update(id, { email: 'eve.later@buyers.example' });
    await customers.stands(number, ({ email }) => email === 'eve.later@buyers.example');
  });

  it("blocks the ERP's customer when Stripe's is deleted, and does not block it again", async () => {
    const { id } = await product.stripe.customers.create({ name: 'Fay', email: 'fay@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.stripe.customers.del(id);
    await customers.stands(number, ({ blocked }) => blocked);
    await customers.ended(id);
    await customers.erp.changeCustomer(number, { blocked: false });
    await customers.nudge(id);
    await customers.ended(id);
    expect(await customers.erp.customer(number)).toMatchObject({ blocked: false, name: 'Fay' });
  });

  it('asks a person which of several tax ids goes, and goes on once it is gone, with nothing to retry', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Tia Two', email: 'tia@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.stripeAdmin('/_sandbox/deliveries/pause', {});
    const add = (value: string) => product.stripe.customers.createTaxId(id, { type: 'eu_vat', value });
    const [old] = [await add('DE200000001'), await add('DE200000002')];
    await customers.erp.changeCustomer(number, { taxId: 'DE200000003' });
    await customers.nudge(id);
    expect(await customers.parked(id)).toMatchObject({ code: 'invalid' });
    expect((await atStripe(id)).tax_ids?.data).toHaveLength(2);
    await product.stripeAdmin('/_sandbox/deliveries/resume', {});

    await product.stripe.customers.deleteTaxId(id, old.id);
    await customers.ended(id);
    expect((await atStripe(id)).tax_ids?.data).toMatchObject([{ value: 'DE200000003' }]);
    expect(await product.store.cases.list({ company, subject: id, open: true })).toEqual([]);
  });

  it.each([
    ['Stripe', (id: string) => product.stripe.customers.update(id, { name: 'Ulf Short' }), 'Ulf Short'],
    [
      'the ERP',
      (_: string, number: string) => customers.erp.changeCustomer(number, { name: 'Meanwhile' }),
      'Ulf Far Too Long',
    ],
  ])('keeps a refusal while nothing changes, and writes again once somebody mends it in %s', async (_, mend, name) => {
    const { id } = await product.stripe.customers.create({ name: 'Ulf', email: `ulf${_.length}@buyers.example` });
    const number = await numbered(id);
    await customers.ended(id);
    await product.fault('p21', { kind: 'ok-with-error', count: 1, match: { method: 'PUT' } });
    await product.stripe.customers.update(id, { name: 'Ulf Far Too Long' });
    expect(await customers.parked(id)).toMatchObject({ kind: 'business' });
    const { historyLength } = await customers.handle(id).describe();
    await customers.nudge(id);
    // It has looked, and tried to write.
    await until(
      () => customers.handle(id).describe(),
      (now) => now.historyLength > historyLength + 10,
    );
    await customers.parked(id);
    expect(await customers.erp.customer(number)).toMatchObject({ name: 'Ulf' });

    await mend(id, number);
    await customers.stands(number, (record) => record.name === name);
    await customers.ended(id);
    expect(await product.store.cases.list({ company, subject: id, open: true })).toEqual([]);
  });

  it('blocks a customer who is deleted at Stripe while the ERP still refuses another change', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Vera', email: 'vera@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.fault('p21', { kind: 'ok-with-error', count: 1, match: { method: 'PUT' } });
    await product.stripe.customers.update(id, { name: 'Vera Refused' });
    await customers.parked(id);
    await product.stripe.customers.del(id);
    await customers.stands(number, ({ blocked }) => blocked);
    await customers.ended(id);
    expect(await product.store.cases.list({ company, subject: id, open: true })).toEqual([]);
  });

  it('makes one customer of two payments and its creation at the same time', async () => {
    const sales = salesOf(product);
    await Promise.all([sales.push('C-1'), sales.push('C-2')]);
    const { id } = await product.stripe.customers.create({ name: 'Gil', email: 'gil@buyers.example' });
    const payments = await Promise.all(['C-1', 'C-2'].map((order) => sales.pay(order, { customer: id })));
    await Promise.all(payments.map((payment) => product.nudge(payment)));
    await Promise.all(payments.map((payment) => product.settled(payment)));
    await customers.ended(id);
    const { customers: all = [] } = await product.erp();
    expect(all.filter((one) => JSON.stringify(one).includes(id))).toHaveLength(1);
  }, 120_000);

  it('waits for an ERP that is down, asks nobody, and writes once it is back', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Hal', email: 'hal@buyers.example' });
    const number = await numbered(id);
    await customers.ended(id);
    await product.fault('p21', { kind: 'outage', forMs: 3_000 });
    await product.stripe.customers.update(id, { name: 'Hal After' });
    await customers.stands(number, ({ name }) => name === 'Hal After');
    await customers.ended(id);
    expect(await product.store.cases.list({ company, subject: id })).toEqual([]);
  }, 120_000);

  it('sees to duplicates of a Stripe customer that are one in the ERP without taking turns for ever', async () => {
    const first = await product.stripe.customers.create({ name: 'Jo', email: 'jo@buyers.example' });
    const number = await numbered(first.id);
    await customers.ended(first.id);
    const second = await product.stripe.customers.create({ name: 'Josephine', email: 'jo@buyers.example' });
    expect(await numbered(second.id)).toBe(number);
    await customers.stands(number, ({ name }) => name === 'Josephine');
    await customers.nudge(first.id);
    await Promise.all([customers.ended(first.id), customers.ended(second.id)]);
    await product.stripe.customers.update(first.id, { name: 'Jo Again' });
    await customers.stands(number, ({ name }) => name === 'Jo Again');
    await customers.nudge(second.id);
    await Promise.all([customers.ended(first.id), customers.ended(second.id)]);
    expect(await customers.erp.customer(number)).toMatchObject({ name: 'Jo Again' });
  });

  it("gives a product the name of the ERP's item, and takes it off sale when the item is discontinued", async () => {
    await product.admin('/_sandbox/items', { ItemId: 'SYNC-1', ItemDesc: 'Bolt M8', QuantityOnHand: '5' });
    const { id } = await product.stripe.products.create({ name: 'Old', metadata: { erp_item: 'SYNC-1' } });
    const named = await until(
      () => product.stripe.products.retrieve(id),
      ({ name }) => name !== 'Old',
    );
    expect(named).toMatchObject({ active: true });
    await fetch(`${product.p21.url}/_sandbox/items/SYNC-1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Discontinued: 'Y' }),
    });
    await until(
      () => product.stripe.products.retrieve(id),
      ({ active }) => !active,
    );
  });

  it('keeps no value of a person in its history', async () => {
    const { id } = await product.stripe.customers.create({ name: 'Ida Secret', email: 'ida@buyers.example' });
    await numbered(id);
    await customers.ended(id);
    const history = JSON.stringify(await customers.handle(id).fetchHistory());
    expect(history).not.toMatch(/Ida|buyers\.example/);
    expect(product.logged.join('\n')).not.toMatch(/Ida Secret|ida@buyers/);
  });
});
