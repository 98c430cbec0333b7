import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';

const right = `version: 1
companies:
  acme:
    stripe:
      account: acct_1Abc
      api_key: env:STRIPE_API_KEY
      webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
      livemode: false
    erp:
      adapter: p21
      dialect: facade
      base_url: https://p21.example.com
      company: '01'
      auth: { kind: user_token, username: quittance, password: env:P21_PASSWORD }
    ledger_currency: USD
    time_zone: America/New_York
    clearing_accounts: { USD: '1010' }
`;

const parse = (text: string, env = {}) => parseConfig(text, { file: 'quittance.yaml', env });
const complaint = (text: string, env = {}): string => {
  try {
    parse(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no complaint';
};

type Wrong = { readonly name: string; readonly from: string; readonly to: string; readonly says: string };
const wrongs: readonly Wrong[] = [
  {
    name: 'a misspelt key',
    from: 'webhook_secrets',
    to: 'webhook_secret',
    says: `quittance.yaml:4:5 companies.acme.stripe.webhook_secrets is missing.
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]
quittance.yaml:7:7 companies.acme.stripe.webhook_secret is not a known key; did you mean webhook_secrets?.
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]`,
  },
  {
    name: 'a secret in the file',
    from: 'env:STRIPE_API_KEY',
    to: 'sk_test_notasecret',
    says: `quittance.yaml:6:7 companies.acme.stripe.api_key is not a reference to a secret (a secret itself must not stand here).
  For example: api_key: env:STRIPE_API_KEY`,
  },
  {
    name: 'a secret from nowhere',
    from: '[env:STRIPE_WEBHOOK_SECRET]',
    to: '[vault:stripe/webhook]',
    says: `quittance.yaml:7:25 companies.acme.stripe.webhook_secrets[0] is not a reference to a secret (a secret itself must not stand here).
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]`,
  },
  {
    name: 'no webhook secret at all',
    from: '[env:STRIPE_WEBHOOK_SECRET]',
    to: '[]',
    says: `quittance.yaml:7:7 companies.acme.stripe.webhook_secrets names no secret: without one, anybody could forge events.
  For example: webhook_secrets: [env:STRIPE_WEBHOOK_SECRET]`,
  },
  {
    name: 'a number where text was meant',
    from: "'01'",
    to: '01',
    says: `quittance.yaml:13:7 companies.acme.erp.company must be text, but is a number; put it in quotes.
  For example: company: '01'`,
  },
  {
    name: 'text where a switch was meant',
    from: 'livemode: false',
    to: 'livemode: no',
    says: `quittance.yaml:8:7 companies.acme.stripe.livemode must be true or false, but is text.
  For example: livemode: false`,
  },
  {
    name: 'an unknown adapter',
    from: 'adapter: p21',
    to: 'adapter: p22',
    says: `quittance.yaml:10:7 companies.acme.erp.adapter must be p21.
  For example: adapter: p21`,
  },
  {
    name: 'an unknown way to log in',
    from: 'kind: user_token',
    to: 'kind: basic',
    says: `quittance.yaml:14:15 companies.acme.erp.auth.kind must be one of client_credentials, user_token.
  For example: kind: client_credentials`,
  },
  {
    name: 'a field that is missing',
    from: '    ledger_currency: USD\n',
    to: '',
    says: `quittance.yaml:3:3 companies.acme.ledger_currency is missing.
  For example: ledger_currency: USD`,
  },
  {
    name: 'an unknown time zone',
    from: 'America/New_York',
    to: 'America/Gotham',
    says: `quittance.yaml:16:5 companies.acme.time_zone is not an IANA time zone.
  For example: time_zone: America/New_York`,
  },
  {
    name: 'a currency in small letters',
    from: '{ USD:',
    to: '{ usd:',
    says: `quittance.yaml:17:26 companies.acme.clearing_accounts.usd is not a currency code of three capital letters.
  For example: USD: '1010'`,
  },
  {
    name: 'a company key that no address can hold',
    from: '  acme:',
    to: '  Acme Inc:',
    says: `quittance.yaml:3:3 companies.Acme Inc is not a company key: only small letters, digits and "-", at most 40.
  For example: acme: { stripe: …, erp: … }`,
  },
  {
    name: 'an amount that is not whole',
    from: '    ledger_currency',
    to: '    orders: { rounding_limit_minor: 2.5 }\n    ledger_currency',
    says: `quittance.yaml:15:15 companies.acme.orders.rounding_limit_minor must be a whole number, but is a number with a fraction.
  For example: rounding_limit_minor: 2`,
  },
  {
    name: 'a rule that is not an expression',
    from: '    ledger_currency',
    to: "    orders: { hold_when: 'amount >' }\n    ledger_currency",
    says: `quittance.yaml:15:15 companies.acme.orders.hold_when is not a CEL expression: Unexpected token: EOF.
  For example: hold_when: 'amount > 500000'`,
  },
  {
    name: 'a source of orders without its address',
    from: '    ledger_currency',
    to: '    orders: { sources: [http] }\n    ledger_currency',
    says: `quittance.yaml:15:5 companies.acme.orders.http is missing, although orders.sources names http.
  For example: http: { url: 'https://shop.example.com/orders/{order}' }`,
  },
  {
    name: 'an address from a variable that is not set',
    from: 'https://p21.example.com',
    to: 'env:P21_URL',
    says: `quittance.yaml:12:7 companies.acme.erp.base_url takes its value from the environment variable P21_URL, which is not set.
  For example: base_url: https://p21.example.com`,
  },
  {
    name: 'a port beyond the last',
    from: 'version: 1',
    to: 'version: 1\nwebhook: { port: 84800 }',
    says: `quittance.yaml:2:12 webhook.port must be at most 65535.
  For example: port: 8480`,
  },
  {
    name: 'text that is not YAML',
    from: 'version: 1',
    to: 'version: 1\ncompanies: {',
    says: '',
  },
];

describe('a wrong line is answered with its place, its field, what is wrong and an example of right:', () => {
  it.each(wrongs)('$name', ({ from, to, says }) => {
    expect(right).toContain(from);
    const said = complaint(right.replace(from, to));
    if (says) expect(said).toBe(says);
    else expect(said).toMatch(/^quittance\.yaml:\d+:\d+ is not YAML/);
  });
});

it('lists every problem at once, in the order of the file', () => {
  const text = right.replace('livemode: false', 'livemode: 0').replace('USD\n', 'dollars\n').replace('p21\n', 'sap\n');
  expect(complaint(text).match(/^quittance\.yaml:\d+/gm)).toEqual([
    'quittance.yaml:8',
    'quittance.yaml:10',
    'quittance.yaml:15',
  ]);
});

it('refuses two companies on one Stripe account, which would post each payment twice', () => {
  const second = right.slice(right.indexOf('  acme:')).replace('  acme:', '  globex:');
  expect(complaint(right + second)).toContain('companies.globex.stripe.account belongs to company acme already');
});

it('never echoes a value, because it could be a secret in the wrong place', () => {
  for (const field of ['account: acct_1Abc', 'base_url: https://p21.example.com', 'time_zone: America/New_York']) {
    const [key] = field.split(':');
    expect(complaint(right.replace(field, `${key}: sk_live_planted`))).not.toContain('planted');
  }
});
