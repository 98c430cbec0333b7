import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A folder with a quittance.yaml and a profile of its own, of a company at Prophet 21. */
type Servers = { readonly stripe?: string; readonly erp?: string; readonly database?: boolean };
export function dryCompany({ stripe, erp, database = false }: Servers = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-dry-'));
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const env = {
    DATABASE_URL: '',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_KEY: 'sk_test_sandbox',
    WEBHOOK_SECRET: 'whsec_test',
    P21_SECRET: 'sandbox-client-secret',
  };
  const config = written(
    'quittance.yaml',
    `version: 1
${database ? 'database: { url: env:DATABASE_URL }\nencryption_key: env:ENCRYPTION_KEY\n' : ''}companies:
  acme:
    profile: ${database ? 'mappings/acme' : resolve('mappings/acme')}
    stripe:
      account: acct_1Dry
      api_key: env:STRIPE_KEY
      webhook_secrets: [env:WEBHOOK_SECRET]
      livemode: false
      base_url: ${stripe ?? 'http://127.0.0.1:1'}
    erp:
      adapter: p21
      dialect: facade
      base_url: ${erp ?? 'http://127.0.0.1:1'}
      company: ACME
      auth: { kind: client_credentials, client_id: quittance, client_secret: env:P21_SECRET }
    ledger_currency: USD
    time_zone: UTC
`,
  );
  return { folder, config, env, written, remove: () => rmSync(folder, { recursive: true }) };
}

const charge = {
  object: 'charge',
  id: 'ch_1',
  payment_intent: 'pi_1',
  amount: 11_900,
  amount_captured: 11_900,
  amount_refunded: 0,
  disputed: false,
  captured: true,
  status: 'succeeded',
  currency: 'usd',
  created: 1_795_000_000,
  metadata: {},
  billing_details: { name: 'Ada Lovelace', email: 'ada@example.com', phone: null, address: null },
  payment_method_details: { type: 'card' },
};
const booked = {
  object: 'balance_transaction',
  id: 'txn_1',
  type: 'charge',
  reporting_category: 'charge',
  source: 'ch_1',
  amount: 11_900,
  currency: 'usd',
  created: 1_795_000_000,
};
const intent = (latest_charge: unknown) => ({
  object: 'payment_intent',
  id: 'pi_1',
  amount: 11_900,
  amount_received: 11_900,
  currency: 'usd',
  status: 'succeeded',
  created: 1_795_000_000,
  metadata: { ecommerceorderid: 'S-1', delivery: 'digital' },
  latest_charge,
});
const event = (object: unknown) =>
  JSON.stringify({ id: 'evt_1', object: 'event', type: 'payment_intent.succeeded', data: { object } });

/** With everything that it leads to, as a person expanded it. */
export const wholeEvent = event(intent({ ...charge, balance_transaction: booked }));
/** As Stripe's webhook sends it. */
export const bareEvent = event(intent('ch_1'));

export const order = JSON.stringify({
  id: 'S-1',
  currency: 'USD',
  created: '2026-11-18T10:00:00Z',
  customer: { name: 'Ada Lovelace', email: 'ada@example.com' },
  lines: [
    {
      sku: 'EBOOK-1',
      description: 'A book',
      quantity: 1,
      unit_amount: 10_000,
      tax: 1_900,
      tax_rate: '19',
    },
  ],
  total: 11_900,
});
