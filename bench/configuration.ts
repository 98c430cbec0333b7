import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { usualAccounts } from '../src/cli/mapping/usual-accounts.ts';
import { loadConfig, type Config } from '../src/config.ts';

export const company = 'bench';
export const connection = 'bench';
export const webhookSecret = 'whsec_bench';
export const stripeAccount = 'acct_1Bench';
/** So many requests to the ERP, and as many of its activities, at a time: in both arms. */
export const erpSlots = 16;

export type Addresses = {
  readonly temporal: string;
  readonly webhookPort: number;
  readonly stripe?: string;
  readonly erp?: string;
  readonly database?: string;
};

/** What the processes of the product find in their environment. */
export const environment = (database = ''): Readonly<Record<string, string>> => ({
  DATABASE_URL: database,
  QUITTANCE_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  STRIPE_API_KEY: 'sk_test_sandbox',
  STRIPE_WEBHOOK_SECRET: webhookSecret,
  P21_CLIENT_SECRET: 'sandbox-client-secret',
});

/** Writes a quittance.yaml for the processes of the product, and reads it as they will. */
export function configure(path: string, addresses: Addresses): Config {
  writeFileSync(path, stringify(configuration(addresses)));
  const folder = join(dirname(path), 'mappings', company);
  mkdirSync(folder, { recursive: true });
  for (const [file, page] of Object.entries(profile)) writeFileSync(join(folder, file), stringify(page));
  return loadConfig({ path, env: environment(addresses.database) });
}

const configuration = ({ temporal, webhookPort, stripe, erp }: Addresses) => ({
  version: 1,
  database: { url: 'env:DATABASE_URL' },
  encryption_key: 'env:QUITTANCE_ENCRYPTION_KEY',
  temporal: { address: temporal },
  webhook: { port: webhookPort },
  companies: {
    [company]: {
      stripe: {
        account: stripeAccount,
        api_key: 'env:STRIPE_API_KEY',
        webhook_secrets: ['env:STRIPE_WEBHOOK_SECRET'],
        livemode: false,
        ...(stripe && { base_url: stripe }),
      },
      erp: {
        adapter: 'p21',
        dialect: 'facade',
        base_url: erp ?? 'http://127.0.0.1:1',
        company: 'ACME',
        connection,
        auth: { kind: 'client_credentials', client_id: 'quittance', client_secret: 'env:P21_CLIENT_SECRET' },
        // Out of the way: the product is measured, not the brake that a real ERP needs.
        limits: { concurrency: erpSlots, per_second: 1_000, request_seconds: 10 },
      },
      ledger_currency: 'USD',
      time_zone: 'UTC',
      orders: { sources: ['pushed'] },
      // Its actions would be counted as the orders': the bench asks for the ERP's invoices itself.
      sync: { erp_changes_seconds: 86_400 },
    },
  },
});

/** As a company begins, by the names of its files. */
const profile = {
  'profile.yaml': { name: company, version: 1, extends: 'p21-default', changelog: [] },
  'accounts.yaml': {
    accounts: Object.fromEntries(
      Object.entries(usualAccounts['p21-default']).map(([role, account]) => [role, { account }]),
    ),
  },
  'items.yaml': { items: [{ sku: 'SKU-1', item: 'W-100' }], shipping: 'SHIPPING', rounding: 'ROUNDING' },
  'tax-codes.yaml': { tax_codes: [{ rate: '19', code: 'STD19' }], otherwise: { code: 'NOTAX' } },
};
