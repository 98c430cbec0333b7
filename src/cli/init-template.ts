import { suggestedNames } from '../config.ts';
import type { Answers } from './init-questions.ts';

/** JSON's quoting is YAML's too, and holds whatever was typed. */
const quoted = (value: string): string => JSON.stringify(value);

/** A short quittance.yaml with comments; quittance.example.yaml explains every other setting. */
export const configurationOf = (
  answers: Answers,
): string => `# Written by \`quittance init\`. quittance.example.yaml explains every setting.
# Secrets never stand in this file: write env:NAME or file:/path.
version: 1

# Left out: \`quittance up\` brings PostgreSQL, Temporal and a key of its own, kept in .quittance/.
# database: { url: env:DATABASE_URL }
# encryption_key: env:QUITTANCE_ENCRYPTION_KEY
# temporal: { address: env:TEMPORAL_ADDRESS }

webhook:
  port: 8480
${answers.publicUrl ? `  public_url: ${quoted(answers.publicUrl)}` : '  # public_url: https://hooks.example.com # where Stripe reaches this webhook from outside'}

# Shops may push orders to POST /orders once there is a key.
# api: { port: 8481, keys: [env:QUITTANCE_API_KEY] }

companies:
  ${quoted(answers.company)}:
    stripe:
      account: ${quoted(answers.account)}
      api_key: env:STRIPE_API_KEY
      webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
      livemode: ${answers.mode === 'live'}
${answers.stripeUrl ? `      base_url: ${quoted(answers.stripeUrl)}\n` : ''}    erp:
      adapter: p21
      dialect: facade
      base_url: ${quoted(answers.erpUrl)}
      company: ${quoted(answers.erpCompany)}
      auth: ${authOf(answers)}
    ledger_currency: ${quoted(answers.currency)}
    time_zone: ${quoted(answers.timeZone)}
    # The G/L account of Stripe's balance, per settlement currency.
    clearing_accounts: { ${quoted(answers.currency)}: ${quoted(answers.clearingAccount)} }
    orders:
      # Where order lines come from, tried in this order: pushed | http | checkout
      sources: [pushed, checkout]
      # The ERP's tax code by rate in percent, and its item by the shop's SKU where they differ.
      # tax_codes: { '0': EXEMPT, default: TAXABLE }
      # items: { TSHIRT-M: AP-1001 }
`;

const authOf = ({ erpAuth, erpUser }: Answers): string =>
  erpAuth === 'user_token'
    ? `{ kind: user_token, username: ${quoted(erpUser)}, password: env:P21_PASSWORD }`
    : `{ kind: ${quoted(erpAuth)}, client_id: ${quoted(erpUser)}, client_secret: env:P21_CLIENT_SECRET }`;

/** The variables that the file takes its secrets from, comments left aside. */
export function namesIn(content: string): readonly { readonly name: string; readonly meaning: string }[] {
  const active = content.replaceAll(/^\s*#.*$/gm, '');
  const names = [...active.matchAll(/env:([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name ?? '');
  const meanings: Readonly<Record<string, string>> = suggestedNames;
  return [...new Set(names)].map((name) => ({ name, meaning: meanings[name] ?? 'a secret' }));
}
