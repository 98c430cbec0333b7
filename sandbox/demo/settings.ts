import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Company } from './companies/company.ts';

/** Any shop of the sandbox lets in who knows it. */
export const shopToken = 'shop_sandbox';
const shopTokenVariable = 'SHOP_TOKEN';
const apiKeyVariable = 'QUITTANCE_API_KEY';
const alertVariables = { webhookUrl: 'ALERT_WEBHOOK_URL', smtpUrl: 'ALERT_SMTP_URL' } as const;
const limits = {
  concurrency: 8,
  per_second: 100,
  request_seconds: 8, // Machines that play three shops at once are slow.
  late_seconds: 10, // The simulated systems commit late by seconds, not by minutes.
  breaker_failures: 5,
  breaker_open_seconds: 2,
};

/** A company, and where its systems listen. */
export type Bound = {
  readonly company: Company;
  readonly stripe: { readonly url: string };
  readonly erp: { readonly url: string };
  readonly shop: { readonly url: string };
};
type Ports = { readonly webhookPort: number; readonly apiPort: number };
type References = {
  /** Where a company's webhook secret is; by default in its variable. */
  readonly webhookSecret?: (company: Company) => string;
  /** The servers that `up` brings need no name; processes apart from it are told. */
  readonly servers?: boolean;
  readonly encryptionKey?: string;
  /** Settings of a company's `sync` that are its own. */
  readonly sync?: (company: Company) => Readonly<Record<string, number>>;
};

/** A quittance.yaml that binds each company's Stripe sandbox to its ERP sandbox. */
export const configuration = (
  bound: readonly Bound[],
  { webhookPort, apiPort }: Ports,
  { webhookSecret = webhookVariable, servers = false, encryptionKey, sync = () => ({}) }: References = {},
): string =>
  stringify({
    version: 1,
    ...elsewhere(servers),
    ...(encryptionKey && { encryption_key: encryptionKey }),
    webhook: { port: webhookPort, public_url: `http://127.0.0.1:${webhookPort}` },
    api: { port: apiPort, keys: [`env:${apiKeyVariable}`] },
    log: { level: 'info' },
    alerts: {
      webhook_url: `env:${alertVariables.webhookUrl}`,
      email: {
        smtp_url: `env:${alertVariables.smtpUrl}`,
        from: 'quittance@example.com',
        to: ['finance@example.com'],
        tls: 'if_offered',
      },
    },
    companies: Object.fromEntries(
      bound.map((one) => [one.company.key, companyOf(one, webhookSecret(one.company), sync(one.company))]),
    ),
  });

const webhookVariable = ({ stripe }: Company): string => `env:${stripe.webhookSecretVariable}`;

const companyOf = ({ company, stripe, erp, shop }: Bound, webhookSecret: string, sync: object) => ({
  stripe: {
    account: company.stripe.account,
    api_key: `env:${company.stripe.apiKeyVariable}`,
    webhook_secrets: [webhookSecret],
    livemode: false,
    base_url: stripe.url,
  },
  erp: { ...company.erp.configuration(erp.url), limits },
  ledger_currency: company.ledger.currency,
  time_zone: company.ledger.timeZone,
  orders: {
    sources: ['pushed', 'http', 'checkout'],
    http: { url: `${shop.url}/orders/{order}`, auth: `env:${shopTokenVariable}`, timeout_seconds: 5 },
  },
  sync: { erp_changes_seconds: 2, overlap_seconds: 60, ...sync },
});

/** What the configuration refers to, beside it: the profiles, and what is about an ERP alone. */
export function writeFilesOf(bound: readonly Pick<Bound, 'company'>[], dir: string): void {
  for (const { company } of bound) {
    writeAll(dir, company.erp.files ?? {});
    writeAll(join(dir, 'mappings', company.key), company.profile);
  }
}

function writeAll(dir: string, files: Readonly<Record<string, object>>): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), stringify(content));
}

/** What the configuration's variables hold, but for those of the webhooks, which only Stripe knows. */
export const secretsOf = (companies: readonly Company[], apiKey: string): Readonly<Record<string, string>> => ({
  [shopTokenVariable]: shopToken,
  [apiKeyVariable]: apiKey,
  ...Object.fromEntries(
    companies.flatMap(({ stripe, erp }) => [
      [stripe.apiKeyVariable, stripe.apiKey],
      [erp.secretVariable, erp.secret],
    ]),
  ),
});

export const alertSecretsOf = (
  urls: Readonly<Record<keyof typeof alertVariables, string>>,
): Readonly<Record<string, string>> => ({
  [alertVariables.webhookUrl]: urls.webhookUrl,
  [alertVariables.smtpUrl]: urls.smtpUrl,
});

/** For `source`: what a shell needs to use the product as the demo does. Keys of sandboxes, but still for the owner only. */
export function writeEnvironment(file: string, variables: Readonly<Record<string, string>>): void {
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`);
  rmSync(file, { force: true });
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
}

/** The database and the Temporal cluster that the surroundings name. */
const elsewhere = (always: boolean) => ({
  ...((always || process.env['DATABASE_URL']) && { database: { url: 'env:DATABASE_URL' } }),
  ...((always || process.env['TEMPORAL_ADDRESS']) && { temporal: { address: 'env:TEMPORAL_ADDRESS' } }),
});
