import { startP21Sandbox } from '../../p21/server.ts';
import { catalogue } from '../cart.ts';
import { accounts } from './accounts-of-prophet-21.ts';
import type { Company } from './company.ts';
import { peopleAtProphet21, personAtProphet21 } from './people-at-prophet-21.ts';
import { profileOf } from './profile.ts';

const houseAccount = '100000';
const client = { id: 'quittance', secret: 'sandbox-client-secret' } as const;
const items = { 'WIDGET-S': 'W-100', 'WIDGET-L': 'W-200', 'WIDGET-KIT': 'W-300', LICENCE: 'L-100' } as const;
/** It is saved as it comes. */
const newOrder = { method: 'POST', path: '^/api/v2/salesorders$' } as const;
const secretVariable = 'P21_CLIENT_SECRET';

/** A shop in California that keeps its books in US dollars, on Prophet 21. */
export const shop: Company = {
  key: 'shop',
  market: {
    currency: 'USD',
    taxRate: '8.25',
    address: {
      line1: '12 Sample Street',
      line2: null,
      city: 'Fresno',
      state: 'CA',
      postal_code: '93650',
      country: 'US',
    },
  },
  stripe: {
    account: 'acct_1SandboxShop',
    apiKey: 'sk_test_sandbox',
    apiKeyVariable: 'STRIPE_API_KEY',
    webhookSecretVariable: 'STRIPE_WEBHOOK_SECRET',
  },
  erp: {
    name: 'Prophet 21',
    secretVariable,
    secret: client.secret,
    configuration: (url) => ({
      adapter: 'p21',
      dialect: 'facade',
      base_url: url,
      company: 'ACME',
      auth: { kind: 'client_credentials', client_id: client.id, client_secret: `env:${secretVariable}` },
    }),
    start: (options) =>
      startP21Sandbox({
        ...options,
        users: [personAtProphet21],
        clients: [client],
        items: [{ ItemId: items.LICENCE, ItemDesc: catalogue.LICENCE.description, Class: 'service' }],
        customers: [{ CustomerId: houseAccount, CustomerName: 'Counter sales', CurrencyId: 'USD' }],
      }),
    peopleAt: (url) => peopleAtProphet21(url, { items, taxCode: 'CA825' }),
    requests: {
      saleSent: newOrder,
      saleCommitted: newOrder,
      receiptSent: { method: 'POST', path: '^/api/v2/cashreceipts$' },
    },
    troubles: [],
  },
  profile: profileOf({
    key: 'shop',
    base: 'p21-default',
    accounts,
    taxCodes: { '0': 'NOTAX', '8.25': 'CA825', '10': 'STD10', '19': 'STD19' },
    items,
    houseAccount,
    ofOrders: { Taker: { value: 'QUITTANCE' } },
  }),
  ledger: {
    currency: 'USD',
    timeZone: 'America/New_York',
    clearingAccount: accounts.stripe_clearing,
    disputesAccount: accounts.disputes,
    lossesAccount: accounts.dispute_losses,
    items,
  },
};
