import { describe, expect, it } from 'vitest';
import { createMapper } from '../../../src/mapping/create-mapper.ts';
import type { CustomerInput } from '../../../src/mapping/mapper.ts';
import type { FieldMapping } from '../../../src/mapping/profile/profile.ts';
import { faultIn } from '../fault-of.ts';
import { jsonataEvaluator } from '../jsonata-evaluator.ts';
import { by, sampleProfile, withFields } from '../sample-profile.ts';

const payment = 'pi_3NxWq2eZvKYlo2C17f3k2q';
const settings = { evaluator: jsonataEvaluator(), company: 'acme', ledgerCurrency: 'EUR', timeZone: 'Europe/Berlin' };
const mapped = async (person: CustomerInput['person'], more: Partial<CustomerInput> = {}, profile = sampleProfile) =>
  (await createMapper({ ...settings, profile }).customer({ person, currency: 'EUR', ...more })).document;

describe('a new customer', () => {
  it('has the name and address that Stripe knows, and the fields that every new one gets', async () => {
    const person = { name: ' Nora \n Example ', email: ' Nora@Example.COM', phone: '+49', address: { country: 'DE' } };
    const terms: FieldMapping = { value: 'N30', place: by('mappings/acme/customer.yaml', '').place };
    const profile = withFields('customer', { extra: { terms } });
    expect(await mapped(person, { stripeId: 'cus_1', taxId: 'DE1' }, profile)).toEqual({
      kind: 'customer',
      name: 'Nora Example',
      email: 'nora@example.com',
      phone: '+49',
      address: { country: 'DE' },
      currency: 'EUR',
      taxId: 'DE1',
      stripeId: 'cus_1',
      extra: { terms: 'N30' },
    });
  });

  it('is a guest named after the payment when nobody gave a name, and never after an e-mail address', async () => {
    const guest = await mapped({ email: 'someone@example.com' }, { payment });
    expect(guest.name).toBe('Guest 7f3k2q');
    expect(guest).not.toHaveProperty('stripeId');
  });

  it('takes the name on the address before it calls somebody a guest', async () => {
    expect((await mapped({ address: { name: 'Jo Doe' } }, { payment })).name).toBe('Jo Doe');
  });

  it('may have a name that a person typed, but no card number in it', async () => {
    const fault = await faultIn(mapped({ name: 'Jo 4242 4242 4242 4242' }));
    expect(fault).toMatchObject({ where: 'person.name' });
    expect(fault.message).not.toContain('4242');
  });

  it('lives in a country of two letters', async () => {
    const fault = await faultIn(mapped({ address: { country: 'Germany' } }));
    expect(fault).toMatchObject({ where: 'mappings/acme/customer.yaml fields.address.country' });
    expect(fault.message).not.toContain('Germany');
  });
});

it("an item of the ERP gives a product's name, and whether it is sold", async () => {
  const item = { number: 'AP-1001', description: 'T-shirt, M', discontinued: true };
  const { document } = await createMapper({ ...settings, profile: sampleProfile }).item(item);
  expect(document).toEqual({
    kind: 'product',
    name: 'T-shirt, M',
    description: 'AP-1001',
    active: false,
    extra: {},
  });
});
