import { stringify } from 'yaml';
import { catalogue } from './cart.ts';

/** What the sandboxes and the product have to agree about, for a demo and for anybody who tries things out. */
export const company = 'shop';
export const clearingAccount = '1010';
export const houseAccount = '100000';
export const stripeAccount = 'acct_1SandboxShop';
export const stripeKey = 'sk_test_sandbox';
export const shopToken = 'shop_sandbox';
export const erpClient = { id: 'quittance', secret: 'sandbox-client-secret' } as const;
export const erpUser = { username: 'people', password: 'sandbox-people' } as const;
/** The tax codes that the ERP sandbox knows. */
const taxCodes = { '0': 'NOTAX', '8.25': 'CA825', '10': 'STD10', '19': 'STD19' };
/** The shop's names of things, and the ERP's. */
export const items = { 'WIDGET-S': 'W-100', 'WIDGET-L': 'W-200', 'WIDGET-KIT': 'W-300', LICENCE: 'L-100' } as const;
/** What the ERP has on its shelves besides its usual items. */
export const moreItems = [{ ItemId: 'L-100', ItemDesc: catalogue.LICENCE.description, Class: 'service' }] as const;
/** Held by a rule, in minor units. */
const holdAboveMinor = 500_000;

export type Addresses = {
  readonly stripe: string;
  readonly erp: string;
  readonly shop: string;
  readonly webhookPort: number;
  readonly apiPort: number;
};

/** Names of the variables that the configuration refers to. */
export const secretNames = {
  stripeKey: 'STRIPE_API_KEY',
  webhookSecret: 'STRIPE_WEBHOOK_SECRET',
  erpSecret: 'P21_CLIENT_SECRET',
  shopToken: 'SHOP_TOKEN',
  apiKey: 'QUITTANCE_API_KEY',
} as const;
const env = (name: keyof typeof secretNames): string => `env:${secretNames[name]}`;

type References = {
  readonly webhookSecret?: string;
  /** The servers that `up` brings need no name; processes apart from it are told. */
  readonly servers?: boolean;
  readonly encryptionKey?: string;
};

/** A quittance.yaml that binds the Stripe sandbox to the ERP sandbox. */
export const configuration = (
  { stripe, erp, shop, webhookPort, apiPort }: Addresses,
  { webhookSecret = env('webhookSecret'), servers = false, encryptionKey }: References = {},
): string =>
  stringify({
    version: 1,
    ...elsewhere(servers),
    ...(encryptionKey && { encryption_key: encryptionKey }),
    webhook: { port: webhookPort, public_url: `http://127.0.0.1:${webhookPort}` },
    api: { port: apiPort, keys: [env('apiKey')] },
    log: { level: 'info' },
    companies: {
      [company]: {
        stripe: {
          account: stripeAccount,
          api_key: env('stripeKey'),
          webhook_secrets: [webhookSecret],
          livemode: false,
          base_url: stripe,
        },
        erp: {
          adapter: 'p21',
          dialect: 'facade',
          base_url: erp,
          company: 'ACME',
          auth: { kind: 'client_credentials', client_id: erpClient.id, client_secret: env('erpSecret') },
          limits: {
            concurrency: 8,
            per_second: 100,
            request_seconds: 4,
            breaker_failures: 5,
            breaker_open_seconds: 2,
          },
        },
        ledger_currency: 'USD',
        time_zone: 'America/New_York',
        clearing_accounts: { USD: clearingAccount },
        orders: {
          sources: ['pushed', 'http', 'checkout'],
          http: { url: `${shop}/orders/{order}`, auth: env('shopToken'), timeout_seconds: 5 },
          direct_invoice_when: 'metadata.delivery == "digital"',
          hold_when: `amount > ${holdAboveMinor}`,
          shipping_item: 'SHIPPING',
          rounding_item: 'ROUNDING',
          items: { ...items },
          tax_codes: taxCodes,
        },
        customers: { guests: 'one_time', house_account: houseAccount },
        sync: { erp_changes_seconds: 2, overlap_seconds: 60 },
      },
    },
  });

/** The database and the Temporal cluster that the surroundings name. */
const elsewhere = (always: boolean) => ({
  ...((always || process.env['DATABASE_URL']) && { database: { url: 'env:DATABASE_URL' } }),
  ...((always || process.env['TEMPORAL_ADDRESS']) && { temporal: { address: 'env:TEMPORAL_ADDRESS' } }),
});
