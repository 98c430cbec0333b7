import { suggestedNames } from '../config.ts';
import { onNative, type Answers } from './init-questions.ts';

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
${(erpOf[answers.erp] ?? onProphet21)(answers)}
    ledger_currency: ${quoted(answers.currency)}
    time_zone: ${quoted(answers.timeZone)}
    # What differs from company to company: accounts, items, tax codes, rules, every field.
    profile: ${quoted(profileOf(answers))}
    orders:
      # Where order lines come from, tried in this order: pushed | http | checkout
      sources: [pushed, checkout]
`;

const onProphet21 = (answers: Answers): string => `      adapter: ${quoted(answers.erp)}
      dialect: ${quoted(answers.dialect)}
      base_url: ${quoted(answers.erpUrl)}
      company: ${quoted(answers.erpCompany)}
      auth: ${p21Auth(answers)}${
        onNative(answers)
          ? `
      # What differs between one Prophet 21 and another.
      site: ${quoted(siteFileOf(answers))}`
          : ''
      }`;

function p21Auth({ erp, dialect, erpAuth, erpUser }: Answers): string {
  if (erpAuth === 'user_token') return `{ kind: user_token, username: ${quoted(erpUser)}, password: env:P21_PASSWORD }`;
  const key = onNative({ erp, dialect })
    ? `client_secret: env:P21_CONSUMER_KEY${erpUser && `, username: ${quoted(erpUser)}`}`
    : `client_id: ${quoted(erpUser)}, client_secret: env:P21_CLIENT_SECRET`;
  return `{ kind: ${quoted(erpAuth)}, ${key} }`;
}

/** Its folder beside quittance.yaml. */
export const profileOf = ({ company }: Answers): string => `mappings/${company}`;

/** Beside quittance.yaml. */
export const siteFileOf = ({ company }: Answers): string => `mappings/${company}/prophet-21.yaml`;

/** What no site can do without; mappings/p21-native.example.yaml explains all the rest. */
export const siteOf = (
  answers: Answers,
): string => `# Written by \`quittance init\`. mappings/p21-native.example.yaml explains every setting.
# Location that sells and ships every order.
sales_location: ${quoted(answers.p21Location)}
# Of new customers.
salesrep: ${quoted(answers.p21Salesrep)}
# Journal of our entries.
journal: ${quoted(answers.p21Journal)}
# Of Prophet 21's own clock.
time_zone: ${quoted(answers.timeZone)}
# Prophet 21's numbers (currency_hdr) of every currency that is taken or settled.
currencies: { ${quoted(answers.currency)}: ${quoted(answers.p21CurrencyNumber)} }

# User-defined columns that show the payment on the order and Stripe's id on the customer; create them in Prophet 21 first.
# While they are left out, orders are held and released all the same, but don't say what became of their payment, and
# customers don't carry Stripe's id.
# payment_columns: { stripe_id: quittance_stripe_id, state: quittance_payment_state, paid_on: quittance_paid_on }
# customer_column: quittance_stripe_id

# Services whose names and fields differ between sites: \`quittance erp services --company ${answers.company} --write\` asks this one.
`;

function onSapEcc(answers: Answers): string {
  const [organisation = '', channel = '', division = ''] = answers.sapSalesArea.split('/');
  return `      adapter: sap-ecc
      base_url: ${quoted(answers.erpUrl)}
      client: ${quoted(answers.sapClient)}
      company_code: ${quoted(answers.erpCompany)}
      sales_organisation: ${quoted(organisation)}
      distribution_channel: ${quoted(channel)}
      division: ${quoted(division)}
      plant: ${quoted(answers.sapPlant)}
      controlling_area: ${quoted(answers.erpCompany)}
      chart_of_accounts: ${quoted(answers.sapChart)}
      reference_customer: ${quoted(answers.sapReferenceCustomer)}
      revenue_account: ${quoted(answers.sapRevenueAccount)}
      # Delivery block of an order that waits for its payment, and reason of rejection of a cancelled one.
      hold_block: '01'
      rejection: '61'
      # Every tax code that the profile gives: tax classification, and the G/L account of the tax.
      taxes: { A0: { classification: '0' } }
      # Of SAP's own clock.
      time_zone: ${quoted(answers.timeZone)}
      # What each interface can't do: quittance erp capabilities
      interfaces: { default: ${quoted(answers.sapInterface)} }
      auth: ${
        answers.erpAuth === 'x509'
          ? `{ kind: x509, username: ${quoted(answers.erpUser)}, certificate: env:SAP_CERTIFICATE, key: env:SAP_CERTIFICATE_KEY }`
          : `{ kind: ${quoted(answers.erpAuth)}, username: ${quoted(answers.erpUser)}, password: env:SAP_PASSWORD }`
      }`;
}

const erpOf: Readonly<Record<string, (answers: Answers) => string>> = { p21: onProphet21, 'sap-ecc': onSapEcc };

/** The variables that the file takes its secrets from, comments left aside. */
export function namesIn(content: string): readonly { readonly name: string; readonly meaning: string }[] {
  const active = content.replaceAll(/^\s*#.*$/gm, '');
  const names = [...active.matchAll(/env:([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name ?? '');
  const meanings: Readonly<Record<string, string>> = suggestedNames;
  return [...new Set(names)].map((name) => ({ name, meaning: meanings[name] ?? 'a secret' }));
}
