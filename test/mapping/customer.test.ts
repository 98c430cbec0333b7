import { describe, expect, it } from 'vitest';
import { mapCustomer, normalEmail } from '../../src/mapping/customer.ts';

const payment = 'pi_3NxWq2eZvKYlo2C17f3k2q';

describe('a new customer', () => {
  it('has the name and address that Stripe knows, and the fields that every new one gets', () => {
    const person = { name: ' Nora \n Example ', email: ' Nora@Example.COM', phone: '+49', address: { country: 'DE' } };
    expect(
      mapCustomer(person, { stripeId: 'cus_1', currency: 'EUR', taxId: 'DE1', template: { terms: 'N30' } }),
    ).toEqual({
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

  it('is a guest named after the payment when nobody gave a name, and never after an e-mail address', () => {
    const guest = mapCustomer({ email: 'someone@example.com' }, { payment, currency: 'EUR' });
    expect(guest.name).toBe('Guest 7f3k2q');
    expect(guest).not.toHaveProperty('stripeId');
  });

  it('takes the name on the address before it calls somebody a guest', () => {
    expect(mapCustomer({ address: { name: 'Jo Doe' } }, { payment, currency: 'EUR' }).name).toBe('Jo Doe');
  });
});

describe('an e-mail address', () => {
  it.each([
    [' Nora@Example.com ', 'nora@example.com'],
    ['ｎora@example.com', 'nora@example.com'],
    ['nora+shop@example.com', 'nora+shop@example.com'],
  ])('"%s" is matched as %s', (text, normal) => expect(normalEmail(text)).toBe(normal));
});
