import type Stripe from 'stripe';
import { missing } from './errors.ts';
import type { Routes } from './router.ts';
import type { World } from './world.ts';

const own = ({ account }: World): Stripe.Account => ({
  id: account.id,
  object: 'account',
  business_profile: null,
  business_type: 'company',
  charges_enabled: true,
  country: account.country,
  default_currency: account.settlementCurrencies[0] ?? '',
  details_submitted: true,
  email: 'sandbox@example.com',
  payouts_enabled: true,
  type: 'standard',
});

export const accountRoutes = (world: World): Routes => ({
  'GET /v1/account': () => own(world),
  'GET /v1/accounts/:id': ({ id }) => {
    if (id !== world.account.id) throw missing('account', id);
    return own(world);
  },
});
