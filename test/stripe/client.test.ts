import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createStripeClient, reading, StripeFault, writing } from '../../src/stripe/client.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const servers: (() => void)[] = [];
afterEach(() => servers.splice(0).forEach((close) => close()));

const stripeThat = async (answer: Answer, read = () => 'sk_test_1') => {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  servers.push(() => server.close() && server.closeAllConnections());
  return createStripeClient({
    apiKey: { read },
    apiVersion: '2026-10-28.endive',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
};
const json =
  (status: number, body: unknown, headers = {}): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const refusal = (type: string, more = {}) => ({ error: { type, message: 'no', ...more } });

const faultOf = async (promise: Promise<unknown>): Promise<StripeFault> => {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (error instanceof StripeFault) return error;
  throw new Error('That was no fault of Stripe', { cause: error });
};

describe('what Stripe answers becomes one of nine words:', () => {
  it.each([
    [400, refusal('invalid_request_error', { param: 'amount' }), { code: 'invalid', where: 'amount' }],
    [400, refusal('idempotency_error'), { code: 'conflict' }],
    [401, refusal('invalid_request_error'), { code: 'unauthorized' }],
    [402, refusal('card_error', { code: 'card_declined' }), { code: 'rejected' }],
    [403, refusal('invalid_request_error'), { code: 'unauthorized' }],
    [404, refusal('invalid_request_error', { param: 'id' }), { code: 'not-found', where: 'id' }],
    [409, refusal('invalid_request_error'), { code: 'busy' }],
    [429, refusal('invalid_request_error', { code: 'lock_timeout' }), { code: 'busy' }],
    [429, refusal('rate_limit_error'), { code: 'throttled', retryAfterMs: 3_000 }],
    [500, refusal('api_error'), { code: 'unavailable' }],
  ])('%i %j', async (status, body, fault) => {
    const stripe = await stripeThat(json(status, body, fault.code === 'throttled' ? { 'retry-after': '3' } : {}));
    expect(await faultOf(reading(stripe.charges.retrieve('ch_1'), 'charge'))).toMatchObject(fault);
  });

  it('an unknown outcome, when a write was answered with trouble of Stripe', async () => {
    const stripe = await stripeThat(json(500, refusal('api_error')));
    expect(await faultOf(writing(stripe.charges.update('ch_1', {}), 'charge'))).toMatchObject({
      code: 'outcome-unknown',
    });
  });

  it('an unknown outcome, when the connection broke after a write', async () => {
    const stripe = await stripeThat((request) => request.socket.destroy());
    expect(await faultOf(writing(stripe.charges.update('ch_1', {}), 'charge'))).toMatchObject({
      code: 'outcome-unknown',
    });
  });

  it('unavailable, when no connection could be made even for a write', async () => {
    const stripe = createStripeClient({
      apiKey: { read: () => 'k' },
      apiVersion: '2026-10-28.endive',
      baseUrl: 'http://127.0.0.1:9',
    });
    expect(await faultOf(writing(stripe.charges.update('ch_1', {}), 'charge'))).toMatchObject({ code: 'unavailable' });
  });
});

it('does not take the answer of a proxy for success', async () => {
  const stripe = await stripeThat(json(404, { message: 'no route' }));
  expect(await faultOf(reading(stripe.charges.retrieve('ch_1'), 'charge'))).toMatchObject({
    code: 'unavailable',
    where: 'object',
  });
});

it('sends the key that is valid now, and the pinned API version, and tries once', async () => {
  const seen: IncomingMessage['headers'][] = [];
  let key = 'sk_test_old';
  const stripe = await stripeThat(
    (request, response) => {
      seen.push(request.headers);
      json(200, { object: 'charge', id: 'ch_1' })(request, response);
    },
    () => key,
  );
  await reading(stripe.charges.retrieve('ch_1'), 'charge');
  key = 'sk_test_new';
  await reading(stripe.charges.retrieve('ch_1'), 'charge');
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer sk_test_old', 'Bearer sk_test_new']);
  expect(seen[0]).toMatchObject({ 'stripe-version': '2026-10-28.endive' });
  expect(seen[1]).not.toHaveProperty('x-stripe-client-telemetry');
});

it('says what is wrong with the key, instead of hanging, when it cannot be read', async () => {
  const trouble = Object.assign(new Error('env:KEY is not set'), { name: 'SecretError' });
  const stripe = await stripeThat(json(200, {}), () => {
    throw trouble;
  });
  expect(await faultOf(reading(stripe.charges.retrieve('ch_1'), 'charge'))).toMatchObject({
    code: 'unauthorized',
    message: 'env:KEY is not set',
  });
});
