import { afterAll, beforeAll, describe, it } from 'vitest';
import { usualProfile } from '../support/product-config.ts';
import { amountWalks } from './runbook/amounts.ts';
import { customerWalks } from './runbook/customers.ts';
import { disputeWalks } from './runbook/disputes.ts';
import { follow, numbered } from './runbook/follow.ts';
import { noteWalks, requestWalks } from './runbook/notes-and-requests.ts';
import { paymentWalks } from './runbook/payments.ts';
import { refundMoneyWalks } from './runbook/refund-money.ts';
import { refundWalks } from './runbook/refunds.ts';
import { openPlace, type Place } from './runbook/walk.ts';

let place: Place;
beforeAll(async () => {
  place = await openPlace({
    webhook: true,
    orders: 'grace_minutes: 0\nother_payments_hours: 0',
    profile: {
      items: { ...usualProfile.items, rounding_limit: 0 },
      customers: {
        settings: { house_account: '100001', create: 'at_once' },
        owners: { name: 'stripe', email: 'newest', phone: 'newest', address: 'stripe', tax_id: 'erp' },
      },
      rules: { refund_approval: 'amount > 10000' },
    },
    stripe: { settlementCurrencies: ['usd'] },
    p21: {
      shipAfterMs: 3_600_000,
      customers: [
        { CustomerId: 'PEOPLE', CustomerName: 'Made by people', CurrencyId: 'USD' },
        { CustomerId: 'TWIN-1', CustomerName: 'Twin One', Email: 'twin@buyers.example', CurrencyId: 'USD' },
        { CustomerId: 'TWIN-2', CustomerName: 'Twin Two', Email: 'twin@buyers.example', CurrencyId: 'USD' },
      ],
    },
  });
}, 120_000);
afterAll(() => place.product.stop());

describe.concurrent.each([
  { of: 'a payment', walks: [...paymentWalks, ...amountWalks], prefix: 'P' },
  { of: 'a refund', walks: refundWalks, prefix: 'R' },
  { of: 'the money of a refund', walks: refundMoneyWalks, prefix: 'M' },
  { of: 'a credit note', walks: noteWalks, prefix: 'N' },
  { of: 'a refund that was asked for', walks: requestWalks, prefix: 'Q' },
  { of: 'a dispute', walks: disputeWalks, prefix: 'D' },
])('what the runbook says of $of', ({ walks, prefix }) => {
  it.each(numbered(walks, prefix))('$code: $way', (walk) => follow(place, walk, walk.id), 90_000);
});

// Alone: it must be sure of the order in which news arrive.
describe('what the runbook says of a customer', () => {
  it.each(numbered(customerWalks, 'K'))('$code: $way', (walk) => follow(place, walk, walk.id), 90_000);
});
