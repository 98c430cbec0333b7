import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Stripe } from 'stripe';
import { parseConfig, type Config, type Environment } from '../../src/config.ts';

export const secret = 'whsec_first';
export const second = 'whsec_second';
const secrets = { KEY: 'sk_test_1', FIRST: secret, SECOND: second };
type Options = {
  readonly company?: string;
  readonly temporal?: string;
  readonly stripe?: string;
  readonly env?: Environment;
};

/** A configuration whose webhook takes any free port. */
export const configured = ({
  company = 'acme',
  temporal = '127.0.0.1:1',
  stripe = '',
  env = secrets,
}: Options = {}): Config =>
  parseConfig(
    `version: 1
temporal: { address: '${temporal}' }
webhook: { port: 0, body_limit_kib: 16 }
companies:
  ${company}:
    stripe: { account: acct_1Acme, api_key: env:KEY, webhook_secrets: [env:FIRST, env:SECOND], livemode: false${stripe} }
    erp:
      adapter: p21
      dialect: facade
      base_url: https://p21.example.com
      company: '01'
      auth: { kind: user_token, username: quittance, password: env:PASSWORD }
    ledger_currency: USD
    time_zone: UTC
`,
    { file: 'quittance.yaml', env },
  );

let count = 0;
export const newEvent = (more: Readonly<Record<string, unknown>> = {}) => ({
  object: 'event',
  id: `evt_${Date.now()}${++count}`,
  type: 'payment_intent.succeeded',
  livemode: false,
  api_version: '2026-10-28.endive',
  request: { id: null, idempotency_key: null },
  data: { object: { object: 'payment_intent', id: 'pi_1' } },
  ...more,
});

type Signing = { readonly secret?: string; readonly secondsAgo?: number; readonly header?: string };
/** Delivers as Stripe does, signed by Stripe's own package. */
export async function deliver(
  url: string,
  event: unknown,
  { secret: key = secret, secondsAgo = 0, header }: Signing = {},
) {
  const payload = typeof event === 'string' ? event : JSON.stringify(event);
  const timestamp = Math.floor(Date.now() / 1_000) - secondsAgo;
  const signature = header ?? Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature },
    body: payload,
  });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as { readonly answer?: string }) : {};
  return { status: response.status, answer: body.answer };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
