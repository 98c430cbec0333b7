import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';

const rest = `
companies:
  acme:
    stripe: { account: acct_1, api_key: env:X, webhook_secrets: [env:X], livemode: false }
    erp: { adapter: p21, dialect: facade, base_url: http://p21.example.com, company: '01', auth: { kind: user_token, username: q, password: env:X } }
    ledger_currency: USD
    time_zone: UTC
`;
const parse = (alerts: string) =>
  parseConfig(`version: 1\nalerts:\n${alerts}${rest}`, { file: 'quittance.yaml', env: {} }).alerts;
const email = '  email: { smtp_url: env:MAIL, from: q@example.com, to: [ops@example.com] }\n';

it('amounts of rules are exact, in each currency as it is', () => {
  const { rules } = parse(`${email}  rules: [{ min_amount: { EUR: '1000.10', JPY: '5000' }, channels: [email] }]`);
  expect(rules).toEqual([{ minAmount: { EUR: 100_010, JPY: 5_000 }, channels: ['email'], digest: false }]);
});

it.each(["'08:00'", '08:00', '15'])('a digest of %s is right', (digest) => {
  expect(parse(`  digest: ${digest}`).digest).toBe(digest === '15' ? 15 : '08:00');
});

describe('says what is wrong, where, and how it is right:', () => {
  it.each([
    ['  webhook_url: https://hooks.slack.com/services/T/B/secret', /3:3 alerts\.webhook_url is not a reference/],
    ['  email: { smtp_url: env:M, from: nobody, to: [] }', /alerts\.email\.from is not an e-mail address/],
    [
      `${email}  rules: [{ kinds: [busines], channels: [email] }]`,
      /alerts\.rules\[0\]\.kinds\[0\] must be one of business/,
    ],
    [`${email}  rules: [{ channels: [slack] }]`, /alerts\.rules\[0\]\.channels\[0\] names no channel; there is email/],
    [
      `${email}  rules: [{ companies: [globex], channels: [email] }]`,
      /alerts\.rules\[0\]\.companies\[0\] names no company/,
    ],
    [
      `${email}  rules: [{ channels: [email], min_amount: { EUR: 1000.5 } }]`,
      /min_amount\.EUR must be text.*put it in quotes/,
    ],
    [
      `${email}  rules: [{ channels: [email], min_amount: { EUR: '1.234' } }]`,
      /min_amount\.EUR is not an amount of this/,
    ],
    ['  channels: { finance: { to: [f@example.com] } }', /alerts\.channels\.finance\.to needs alerts\.email/],
    [
      `${email}  channels: { email: { webhook_url: env:X } }`,
      /alerts\.channels\.email has a name that stands for another/,
    ],
    ['  channels: { ops: {} }', /alerts\.channels\.ops needs either webhook_url or to/],
    ["  digest: '25:00'", /alerts\.digest must be a time as '08:00'/],
    ['  dedupe_minutes: 0', /alerts\.dedupe_minutes must be at least 1/],
    ['  webhok_url: env:X', /alerts\.webhok_url is not a known key; did you mean webhook_url/],
  ])('%s', (alerts, complaint) => {
    expect(() => parse(alerts)).toThrow(ConfigError);
    expect(() => parse(alerts)).toThrow(complaint);
    expect(() => parse(alerts)).not.toThrow('services/T/B/secret');
  });
});
