import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createStripeClient } from '../../src/stripe/client.ts';

/** A Stripe that says what it is told to, by path: for what no sandbox can be brought to say. */
export async function stripeSaying(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://stripe');
    asked.push(pathname + search);
    const answer = answers[pathname + search] ??
      answers[pathname] ?? { object: 'list', data: [], has_more: false, url: pathname };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stripe = createStripeClient({ apiKey: { read: () => 'sk_test' }, apiVersion: '2026-10-28.endive', baseUrl });
  return { stripe, asked };
}

export const listOf = (data: readonly unknown[], more = false) => ({
  object: 'list',
  data,
  has_more: more,
  url: '/v1/x',
});

export const charge = (change: object = {}) => ({
  id: 'py_1',
  object: 'charge',
  amount: 11_900,
  amount_captured: 11_900,
  amount_refunded: 0,
  balance_transaction: 'txn_1',
  billing_details: { address: null, email: null, name: 'Nora Example', phone: null },
  captured: true,
  created: 1_769_767_200,
  currency: 'eur',
  customer: null,
  description: null,
  disputed: false,
  failure_balance_transaction: null,
  metadata: {},
  outcome: null,
  payment_intent: null,
  payment_method_details: { type: 'us_bank_account' },
  receipt_email: null,
  refunded: false,
  shipping: null,
  status: 'succeeded',
  ...change,
});
export const booking = (id: string, type: string, amount: number, change: object = {}) => ({
  id,
  object: 'balance_transaction',
  amount,
  created: 1_769_767_200,
  currency: 'eur',
  reporting_category: type,
  type,
  ...change,
});
