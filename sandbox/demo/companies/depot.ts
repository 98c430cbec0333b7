import { startP21Sandbox } from '../../p21/server.ts';
import { catalogue } from '../cart.ts';
import { accounts } from './accounts-of-prophet-21.ts';
import type { Company } from './company.ts';
import { peopleAtProphet21, personAtProphet21 } from './people-at-prophet-21.ts';
import { profileOf } from './profile.ts';

const houseAccount = '100000';
const user = { username: 'quittance', password: 'sandbox-depot-password' } as const;
const items = { 'WIDGET-S': 'W-100', 'WIDGET-L': 'W-200', 'WIDGET-KIT': 'W-300', LICENCE: 'L-100' } as const;
const secretVariable = 'DEPOT_P21_PASSWORD';
const profile = 'depot-prophet-21.yaml';
/** Prophet 21's own numbers of the currencies. */
const currencies = { USD: '1', CAD: '2', EUR: '3', JPY: '4', KWD: '5' } as const;
const transaction = '^/uiserver0/api/v2/transaction$';
const newOrder = { method: 'POST', path: transaction, body: '"Name":"Order".*"customer_id"' } as const;

/** A depot in Ontario that keeps its books in Canadian dollars, on a Prophet 21 of its own without any gateway; it has every bad habit. */
export const depot: Company = {
  key: 'depot',
  market: {
    currency: 'CAD',
    taxRate: '13',
    address: {
      line1: '12 Sample Road',
      line2: null,
      city: 'Hamilton',
      state: 'ON',
      postal_code: 'L8P 1A1',
      country: 'CA',
    },
  },
  stripe: {
    account: 'acct_1SandboxDepot',
    apiKey: 'sk_test_sandbox_depot',
    apiKeyVariable: 'DEPOT_STRIPE_API_KEY',
    webhookSecretVariable: 'DEPOT_STRIPE_WEBHOOK_SECRET',
  },
  erp: {
    name: 'Prophet 21, native',
    secretVariable,
    secret: user.password,
    configuration: (url) => ({
      adapter: 'p21',
      dialect: 'native',
      base_url: url,
      company: 'ACME',
      auth: { kind: 'user_token', username: user.username, password: `env:${secretVariable}` },
      site: profile,
    }),
    files: {
      [profile]: {
        sales_location: '10',
        source_location: '10',
        salesrep: '1100',
        terms: '1',
        journal: 'AC',
        time_zone: 'America/New_York',
        currencies,
        payment_columns: {
          stripe_id: 'quittance_stripe_id',
          state: 'quittance_payment_state',
          paid_on: 'quittance_paid_on',
        },
        customer_column: 'quittance_stripe_id',
      },
    },
    start: (options) =>
      startP21Sandbox({
        ...options,
        homeCurrency: 'CAD',
        taxCodes: { HST13: '13' },
        users: [user, personAtProphet21],
        items: [{ ItemId: items.LICENCE, ItemDesc: catalogue.LICENCE.description, Class: 'service' }],
        customers: [{ CustomerId: houseAccount, CustomerName: 'Counter sales', CurrencyId: 'CAD' }],
        native: {
          currencies: Object.fromEntries(Object.entries(currencies).map(([code, number]) => [number, code])),
          timeZone: 'America/New_York',
          habits: {
            xmlTokens: true,
            onlyTokenV1: true,
            tokenSeconds: 30,
            contaminatedSessions: true,
            droppedLineEvery: 5,
          },
        },
      }),
    peopleAt: (url) => peopleAtProphet21(url, { items, taxCode: 'HST13' }),
    requests: {
      saleSent: newOrder,
      saleCommitted: newOrder,
      receiptSent: { method: 'POST', path: transaction, body: '"Name":"CashReceipts"' },
    },
    troubles: [],
  },
  profile: profileOf({
    key: 'depot',
    base: 'p21-default',
    accounts,
    taxCodes: { '0': 'NOTAX', '10': 'STD10', '13': 'HST13', '19': 'STD19' },
    items,
    houseAccount,
    ofOrders: { taker: { value: 'QUITTANCE' } },
  }),
  ledger: {
    currency: 'CAD',
    timeZone: 'America/Toronto',
    clearingAccount: accounts.stripe_clearing,
    disputesAccount: accounts.disputes,
    lossesAccount: accounts.dispute_losses,
    items,
  },
};
