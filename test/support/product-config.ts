import { laden } from '../../sandbox/demo/companies/laden.ts';
import { writeProfile, type ProfileChoices } from './profiles.ts';

export const company = 'acme';
export const webhookSecret = 'whsec_test';

export type Choices = {
  /** Lines of YAML below `companies.acme.orders`. */
  readonly orders?: string;
  /** Of its profile, where it is to be another than that of the usual shop. */
  readonly profile?: ProfileChoices;
  /** Entries of `companies.acme.erp.limits`, as in `breaker_failures: 3`. */
  readonly limits?: string;
  /** Where a Slack-compatible receiver is told of every alert; nobody is, unless there is one. */
  readonly alertsTo?: string;
  /** Prophet 21 behind a gateway unless told. */
  readonly erp?: 'p21' | 'sap-ecc';
};
/** SKUs and tax codes of the usual orders. */
export const usualProfile = {
  items: {
    items: [
      { sku: 'SKU-1', item: 'W-100' },
      { sku: 'SKU-2', item: 'W-200' },
    ],
    otherwise: 'same',
    shipping: 'SHIPPING',
    rounding: 'ROUNDING',
  },
  taxCodes: {
    tax_codes: [
      { rate: '0', code: 'NOTAX' },
      { rate: '19', code: 'STD19' },
      { rate: '7', code: 'RED7' },
    ],
    otherwise: { code: 'NOTAX' },
  },
  customers: { settings: { house_account: '100001' } },
} as const satisfies ProfileChoices;

type Environment = Readonly<Record<string, string>>;
type Places = {
  /** Of its profile, which is written there. */
  readonly profile: string;
  readonly stripe: string;
  readonly account: string;
  /** Where the ERP listens. */
  readonly erp: string;
  readonly p21SecretFile: string;
  readonly database: string;
  readonly temporal: string;
};

const below = (lines: string, indent: number): string =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => `${' '.repeat(indent)}${line}`)
    .join('\n');

/** Few seconds, for those who wait for an answer that never comes; where none is lost, a busy machine needs more. */
const limitsOf = (limits = ''): string => {
  const usual = limits.includes('request_seconds') ? [] : ['request_seconds: 2'];
  return `{ ${['concurrency: 4', 'per_second: 200', ...usual, ...(limits ? [limits] : [])].join(', ')} }`;
};

/** The part that is about the ERP, in JSON, which is YAML too. */
function erpOf({ erp = 'p21', limits }: Choices, at: Places): string {
  const most = limitsOf(limits);
  if (erp === 'sap-ecc') return `${JSON.stringify(laden.erp.configuration(at.erp)).slice(0, -1)}, "limits": ${most}}`;
  return `{ adapter: p21, dialect: facade, base_url: "${at.erp}", company: ACME, limits: ${most},
      auth: { kind: client_credentials, client_id: quittance, client_secret: "file:${at.p21SecretFile}" } }`;
}

/** The configuration that the product under test reads, as a person would write it, and the environment it names. */
export function configOf(choices: Choices, at: Places): { readonly text: string; readonly env: Environment } {
  const { orders = '', profile, erp, alertsTo = '' } = choices;
  writeProfile(at.profile, { ...usualProfile, ...profile });
  const text = `
version: 1
database: { url: env:DATABASE_URL }
encryption_key: env:QUITTANCE_ENCRYPTION_KEY
temporal: { address: ${at.temporal} }
webhook: { port: 0 }
${alertsTo && 'alerts: { webhook_url: env:ALERT_WEBHOOK_URL }'}
companies:
  ${company}:
    stripe:
      account: ${at.account}
      api_key: env:STRIPE_API_KEY
      webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
      livemode: false
      base_url: ${at.stripe}
    erp: ${erpOf(choices, at)}
    ledger_currency: ${erp === 'sap-ecc' ? 'EUR' : 'USD'}
    time_zone: America/New_York
    profile: ${at.profile}
    orders: ${orders ? `\n${below(orders, 6)}` : '{}'}
    sync: { erp_changes_seconds: 1, overlap_seconds: 60, sweep_seconds: 86400 }
`;
  const env = {
    DATABASE_URL: at.database,
    QUITTANCE_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    STRIPE_API_KEY: 'sk_test_sandbox',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    ALERT_WEBHOOK_URL: alertsTo,
    [laden.erp.secretVariable]: laden.erp.secret,
  };
  return { text, env };
}
