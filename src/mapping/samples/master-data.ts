import type { CustomerInput } from '../mapper.ts';
import type { Profile } from '../profile/profile.ts';
import { metadataOf } from './asked-of-metadata.ts';
import type { Sample } from './sample.ts';

/** Customers with all that Stripe may know of them, and with next to nothing; an item. */
export function sampleMasterData(profile: Profile): readonly Sample[] {
  const metadata = metadataOf(profile);
  const payment = 'pi_sample00000000000007f3k2q';
  const known: CustomerInput = {
    person: {
      name: 'Sample Person',
      email: 'sample@example.com',
      phone: '+49 30 123456',
      address: {
        line1: 'Street 1',
        line2: 'Yard',
        city: 'Sampletown',
        state: 'BE',
        postalCode: '12345',
        country: 'DE',
      },
    },
    stripeId: 'cus_sample0000000001',
    currency: 'EUR',
    taxId: 'DE123456789',
    metadata,
  };
  const item = { number: 'SAMPLE-1', description: 'A sample', discontinued: false };
  return [
    { name: 'a customer', map: (mapper) => mapper.customer(known) },
    {
      name: 'a guest with an e-mail address',
      map: (mapper) => mapper.customer({ person: { email: 'sample@example.com' }, payment, currency: 'JPY', metadata }),
    },
    {
      name: 'a guest of whom nothing is known',
      map: (mapper) => mapper.customer({ person: {}, payment, currency: 'EUR', metadata }),
    },
    { name: 'an item', map: (mapper) => mapper.item(item) },
  ];
}
