import { afterAll, beforeAll, describe, it } from 'vitest';
import { follow, numbered } from './runbook/follow.ts';
import { sapWalks } from './runbook/sap-ecc.ts';
import { openPlace, type Place } from './runbook/walk.ts';
import { sapProfile } from '../support/profiles.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace({
    erp: 'sap-ecc',
    orders: 'grace_minutes: 0',
    limits: 'late_seconds: 2',
    profile: {
      ...sapProfile({ '19': 'A1' }),
      customers: { settings: { house_account: '100000' } },
    },
    stripe: { settlementCurrencies: ['eur'] },
  });
}, 120_000);
afterAll(() => place.product.stop());

describe('what the runbook says of an ERP that credits lines alone', () => {
  it.each(numbered(sapWalks, 'S'))('$code: $way', (walk) => follow(place, walk, walk.id), 90_000);
});
