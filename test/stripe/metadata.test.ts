import { describe, expect, it, onTestFinished } from 'vitest';
import { readCustomer } from '../../src/stripe/customer.ts';
import { metadataDiffers, writeMetadata } from '../../src/stripe/metadata.ts';
import { sandboxFor } from '../sandbox/stripe/start.ts';
import { stripeSaying } from './told.ts';

const start = () => sandboxFor(onTestFinished);
const visa = {
  amount: 500,
  currency: 'eur',
  payment_method: 'pm_card_visa',
  confirm: true,
  metadata: { shop: '1' },
} as const;

describe('metadata at Stripe', () => {
  it('is added to what is there, on payment, charge and customer', async () => {
    const { stripe } = await start();
    const intent = await stripe.paymentIntents.create(visa);
    const customer = await stripe.customers.create({});
    const [charge] = (await stripe.charges.list()).data;
    const id = { payment_intent: intent.id, charge: charge?.id ?? '', customer: customer.id };
    for (const kind of ['payment_intent', 'charge', 'customer'] as const)
      await writeMetadata(stripe, { kind, id: id[kind] }, { erporderid: '100198' }, `acme/${kind}`);
    expect((await stripe.paymentIntents.retrieve(intent.id)).metadata).toEqual({ shop: '1', erporderid: '100198' });
    expect((await stripe.charges.retrieve(id.charge)).metadata).toMatchObject({ erporderid: '100198' });
    expect((await stripe.customers.retrieve(customer.id)) as object).toMatchObject({
      metadata: { erporderid: '100198' },
    });
  });

  it('is written once under one key, which shows whose write it was', async () => {
    const { stripe } = await start();
    const { id } = await stripe.paymentIntents.create(visa);
    const target = { kind: 'payment_intent', id } as const;
    await writeMetadata(stripe, target, { erporderid: '1' }, 'k1');
    await writeMetadata(stripe, target, { erporderid: '1' }, 'quittance:k1');
    await expect(writeMetadata(stripe, target, { erporderid: '2' }, 'k1')).rejects.toMatchObject({ code: 'conflict' });
    expect((await stripe.paymentIntents.retrieve(id)).metadata).toMatchObject({ erporderid: '1' });
  });

  it('that Stripe would refuse is refused before it is sent, without its value', async () => {
    const { stripe } = await start();
    const writing = writeMetadata(stripe, { kind: 'customer', id: 'cus_1' }, { note: 'x'.repeat(501) }, 'k1');
    await expect(writing).rejects.toMatchObject({ code: 'invalid', where: 'metadata.note' });
  });

  it.each([
    [{ a: '1', b: '2' }, { a: '1' }, false],
    [{ a: '1' }, { a: '2' }, true],
    [{}, { a: '1' }, true],
    [{}, { a: '' }, false],
  ])('%j with %j differs: %s', (current, values, differs) => expect(metadataDiffers(current, values)).toBe(differs));
});

describe('a customer at Stripe', () => {
  it('is a person, with metadata', async () => {
    const { stripe } = await start();
    const address = { line1: 'Weg 1', city: 'Bremen', country: 'DE', postal_code: '28195' };
    const { id } = await stripe.customers.create({
      name: 'Nora Example',
      email: 'nora@example.com',
      address,
      metadata: { customer_id: '10001' },
    });
    expect(await readCustomer(stripe, id)).toMatchObject({
      id,
      person: {
        name: 'Nora Example',
        email: 'nora@example.com',
        address: { line1: 'Weg 1', city: 'Bremen', country: 'DE', postalCode: '28195' },
      },
      metadata: { customer_id: '10001' },
      deleted: false,
    });
  });

  it('that was deleted is nobody any more', async () => {
    const { stripe } = await stripeSaying({
      '/v1/customers/cus_1': { id: 'cus_1', object: 'customer', deleted: true },
    });
    expect(await readCustomer(stripe, 'cus_1')).toMatchObject({ person: {}, metadata: {}, deleted: true });
  });
});
